import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { happeningLook } from "../fleet/happening-words.ts";
import type { Arrival } from "./arrived.ts";
import { lightStyles } from "./light.styles.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-icon";

const lateAfterMs = 60_000;

/** A light that turns green at the first real signal, and what to look at while it does not. */
@customElement("first-signal")
export class FirstSignal extends LitElement {
  static override styles = [
    baseStyles,
    lightStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-3);
        font: 400 var(--text-s) / 1.5 var(--font);
        color: var(--ink-soft);
      }
      .hidden-character {
        color: var(--bad);
      }
      ul {
        display: grid;
        gap: var(--space-1);
        padding-inline-start: 1.3em;
        list-style: disc;
        font-size: 0.8125rem;
      }
      summary {
        min-block-size: var(--touch);
        display: flex;
        align-items: center;
        cursor: pointer;
        color: var(--ink-soft);
      }
      summary::before {
        content: "";
        inline-size: 7px;
        block-size: 7px;
        margin-inline: 2px 10px;
        border-inline-end: 1.5px solid currentColor;
        border-block-end: 1.5px solid currentColor;
        transform: rotate(-45deg);
      }
      details[open] summary::before {
        transform: rotate(45deg);
      }
      code {
        font: 500 0.8125rem / 1.5 var(--mono);
        color: var(--ink);
      }
    `,
  ];

  /** What came in since the token was made. */
  @property({ attribute: false }) arrival?: Arrival;
  /** The agent's kind, as people write it. */
  @property() agent = "";
  /** When the new token was used first. */
  @property() tokenUsedAt?: string;
  /** From when on somebody waits for it: the moment the token was made. Empty: nobody does yet. */
  @property() since = "";
  @property() url = "";
  /** What to look at for this kind of agent. */
  @property({ attribute: false }) checks: readonly string[] = [];
  /** So long without a sign is too long; milliseconds. */
  @property({ type: Number }) lateAfter = lateAfterMs;
  @state() private late = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("since") && !changed.has("lateAfter")) return;
    clearTimeout(this.#timer);
    this.late = false;
    if (this.since !== "") this.#timer = setTimeout(() => (this.late = true), this.lateAfter);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  override render() {
    if (this.arrival) return this.#renderArrival(this.arrival);
    const used = this.tokenUsedAt !== undefined;
    const waiting = this.since !== "" && !used;
    return html`<div class="state" role="status">
        <span class="light ${used ? "half" : waiting ? "waiting" : ""}"><ui-icon name=${used ? "info" : "connect"}></ui-icon></span>
        <div>
          <b>${used ? "The token was used" : "Waiting for the first signal"}</b>${
            used
              ? html`The agent reaches this server, and has told nothing yet.`
              : waiting
                ? html`For <ui-age at=${this.since}></ui-age>. This turns green by itself.`
                : html`This turns green by itself.`
          }
        </div>
      </div>
      <details ?open=${this.late}>
        <summary>${this.late ? "Nothing for a minute. What to look at:" : "It does not come?"}</summary>
        <ul>
          ${this.checks.map((check) => html`<li>${inCode(check)}</li>`)}
          <li>Can that machine reach <code>${this.url}</code>? Try <code>curl ${this.url}/health</code> there.</li>
          <li>Is the whole token pasted, in one line? Settings, People and access lists it, with its last use.</li>
        </ul>
      </details>`;
  }

  #renderArrival({ agent, session, happening, request, at }: Arrival) {
    const name = agent?.name ?? request?.agent.name ?? this.agent;
    const place = [session?.project, agent?.host].filter((word) => word !== undefined && word !== "");
    return html`<div class="state" role="status">
      <span class="light on"><ui-icon name="check"></ui-icon></span>
      <div>
        <b>${shownText(name)} ${request ? "asks" : "is connected"}</b>
        ${request ? shownText(request.title) : happening ? happeningLook(happening).words : "It was heard"} ·
        <ui-age at=${at} as="ago"></ui-age>${place.length > 0 ? html` · ${shownText(place.join(", "))}` : nothing}
      </div>
      ${
        request
          ? html`<ui-button href=${`/decisions/${request.id}`}>Open</ui-button>`
          : agent
            ? html`<ui-button href=${`/agents/${agent.id}`}>Open</ui-button>`
            : nothing
      }
    </div>`;
  }
}

/** Our own words, with what stands between backticks as code. */
const inCode = (text: string) => text.split("`").map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : part));

declare global {
  interface HTMLElementTagNameMap {
    "first-signal": FirstSignal;
  }
}
