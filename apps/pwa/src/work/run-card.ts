import type { WorkflowRun } from "@beckon/contracts/workflows";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { demoMark, demoMarkStyles } from "../demo/demo-mark.ts";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { openSuspensions, runLooks, sourceWords, stuckWords } from "./run-words.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-icon";
import "./stage-strip.ts";

/** One workflow run: its state, what it waits for, its stages. */
@customElement("run-card")
export class RunCard extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    demoMarkStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      article {
        position: relative;
        display: grid;
        gap: 8px;
        padding: 14px var(--space-4);
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--surface);
        color: var(--ink);
        font: 400 0.8125rem / 1.45 var(--font);
        overflow-wrap: anywhere;
      }
      article.stuck {
        border-color: color-mix(in srgb, var(--bad) 45%, var(--line));
      }
      article:hover {
        border-color: var(--line-strong);
      }
      header {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
        color: var(--ink-soft);
        --icon-size: 0.75rem;
        --icon-stroke: 2.8;
      }
      header b {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        color: var(--ink);
        font-weight: 650;
      }
      ui-age {
        margin-inline-start: auto;
        font-size: var(--text-xs);
      }
      h3 {
        font: 650 var(--text-m) / 1.35 var(--font);
        letter-spacing: -0.008em;
      }
      .cover {
        color: inherit;
        text-decoration: none;
        outline: none;
      }
      .cover::after {
        content: "";
        position: absolute;
        inset: 0;
        border-radius: var(--radius-l);
      }
      .cover:focus-visible::after {
        outline: 2px solid var(--info);
        outline-offset: 2px;
      }
      .soft {
        color: var(--ink-soft);
      }
      .waits a {
        position: relative;
        z-index: 1;
        font-weight: 600;
        text-underline-offset: 3px;
      }
    `,
  ];

  @property({ attribute: false }) run!: WorkflowRun;
  /** Epoch milliseconds by which waits and the stuck are told. */
  @property({ type: Number }) now = 0;

  override render() {
    const { run } = this;
    const look = runLooks[run.status];
    const stuck = stuckWords(run, this.now);
    const parts = [run.project, run.role, run.agent?.name, run.task].filter((part): part is string => Boolean(part));
    return html`<article class=${stuck === undefined ? "" : "stuck"}>
      <header>
        <b><ui-icon class=${look.tone} name=${look.icon}></ui-icon>${look.word}</b>
        ${stuck === undefined ? nothing : html`<b class="bad"><ui-icon name="octagon"></ui-icon>Stuck: ${shownText(short(stuck, 120))}</b>`}
        ${demoMark(run)}<span>${sourceWords[run.source]}</span>
        <ui-age as="ago" at=${run.endedAt ?? run.startedAt}></ui-age>
      </header>
      <h3><a class="cover" href=${`/work/workflows/${run.id}`}>${shownText(short(run.name, 160))}</a></h3>
      ${parts.length > 0 ? html`<p class="soft">${parts.map((part, index) => html`${index > 0 ? " · " : ""}${shownText(short(part, 80))}`)}</p>` : nothing}
      ${openSuspensions(run).map(
        ({ what, waitsFor, since, requestId }) =>
          html`<p class="waits">
            <span class="beacon"
              >Waits for ${waitsFor === "person" ? "a person" : "an event"} for <ui-age as="short" at=${since}></ui-age></span
            >: ${requestId ? html`<a href=${`/decisions/${requestId}`}>${shownText(short(what, 200))}</a>` : shownText(short(what, 200))}
          </p>`,
      )}
      ${run.error && run.status === "failed" ? html`<p class="bad">${shownText(short(run.error, 240))}</p>` : nothing}
      ${run.stages.length > 0 ? html`<stage-strip .stages=${run.stages} .now=${this.now}></stage-strip>` : nothing}
    </article>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "run-card": RunCard;
  }
}
