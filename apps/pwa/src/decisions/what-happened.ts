import type { DecisionRequest } from "@beckon/contracts/decisions";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { demoMark, demoMarkStyles } from "../demo/demo-mark.ts";
import { answeredBy, standingOf } from "./decision-words.ts";
import { shownText } from "./shown-text.ts";
import "@beckon/ui/ui-icon";

/** Requests that ended, newest first, each with how it ended. */
@customElement("what-happened")
export class WhatHappened extends LitElement {
  static override styles = [
    baseStyles,
    demoMarkStyles,
    css`
      :host {
        display: block;
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--surface);
        box-shadow: var(--shadow);
        overflow: clip;
      }
      li + li {
        border-block-start: 1px solid var(--line);
      }
      li {
        content-visibility: auto;
        contain-intrinsic-size: auto 62px;
      }
      a {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr) auto;
        gap: var(--space-3);
        align-items: center;
        min-block-size: 60px;
        padding: 10px var(--space-4);
        color: var(--ink);
        font: 400 var(--text-s) / 1.4 var(--font);
        text-decoration: none;
        --icon-size: 18px;
      }
      a:hover {
        background: color-mix(in srgb, var(--ink) 4%, transparent);
      }
      a:focus-visible {
        outline-offset: -3px;
        border-radius: var(--radius-m);
      }
      .text {
        min-inline-size: 0;
      }
      .title {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        line-clamp: 2;
        overflow: hidden;
        overflow-wrap: anywhere;
      }
      small {
        display: block;
        font-size: 0.8125rem;
        color: var(--ink-soft);
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      time {
        color: var(--ink-faint);
        font-size: var(--text-xs);
        font-variant-numeric: tabular-nums;
      }
      .good {
        color: var(--good);
      }
      .bad {
        color: var(--bad);
      }
      .info {
        color: var(--info);
      }
      .beacon {
        color: var(--beacon);
      }
      .quiet {
        color: var(--ink-faint);
      }
      .hidden-character {
        color: var(--bad);
      }
    `,
  ];

  @property({ attribute: false }) requests: readonly DecisionRequest[] = [];

  override render() {
    return html`<ul>
      ${repeat(
        this.requests,
        (request) => request.id,
        (request) => html`<li>${entry(request)}</li>`,
      )}
    </ul>`;
  }
}

function entry(request: DecisionRequest) {
  const standing = standingOf(request);
  // A failure is not of the one who answered.
  const named = request.decision && request.decision.decidedBy.kind !== "expiry" && request.outcome?.status !== "failed";
  const by = named && request.decision ? ` ${answeredBy(request.decision)}` : "";
  const at = request.resolvedAt ?? request.askedAt;
  return html`<a href=${`/decisions/${request.id}`}>
    <ui-icon class=${standing.tone} name=${standing.icon}></ui-icon>
    <span class="text"
      ><span class="title">${shownText(request.title)}</span
      ><small>${shownText(standing.word)}${shownText(by)} · ${demoMark(request.agent)}${shownText(request.agent.name)}</small></span
    >
    <time datetime=${at}>${formatMoment(at)}</time>
  </a>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "what-happened": WhatHappened;
  }
}
