import type { Outcome } from "@beckon/contracts/outcomes";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { sourceWords, stateLooks, stateOf, stateWords, viaWords } from "./outcome-words.ts";
import "@beckon/ui/ui-icon";

const few = 4;

/** How it is known whose work it is: session → commit → pull request → accepted → survived; what is missing is said to be. */
@customElement("outcome-chain")
export class OutcomeChain extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    css`
      :host {
        display: block;
        font: 400 0.8125rem / 1.45 var(--font);
        font-variant-numeric: tabular-nums;
      }
      ol {
        display: grid;
        padding: 0;
        list-style: none;
      }
      li {
        position: relative;
        display: grid;
        grid-template-columns: 14px minmax(0, 1fr);
        gap: var(--space-3);
        padding-block: 3px;
      }
      li::before {
        content: "";
        inline-size: 8px;
        block-size: 8px;
        margin: 6px 3px;
        border: 2px solid var(--good);
        border-radius: 50%;
        background: var(--good);
      }
      li.missing::before {
        border-color: var(--quiet);
        background: none;
      }
      li.bad::before {
        border-color: var(--bad);
        background: var(--bad);
        border-radius: 2px;
      }
      li.beacon::before {
        border-color: var(--beacon);
        background: none;
      }
      li:not(:last-child)::after {
        content: "";
        position: absolute;
        inset-inline-start: 6px;
        inset-block: 20px -6px;
        border-inline-start: 1px solid var(--line-strong);
      }
      .soft {
        color: var(--ink-soft);
      }
      span {
        overflow-wrap: anywhere;
      }
      a {
        display: inline-flex;
        align-items: center;
        min-block-size: var(--touch);
        margin-block: -12px;
      }
      code {
        font: 500 0.75rem / 1.4 var(--mono);
      }
    `,
  ];

  @property({ attribute: false }) outcome!: Outcome;

  override render() {
    return html`<ol aria-label="How it is linked">
      ${this.#renderSessions()} ${this.#renderCommits()} ${this.#renderParts()} ${this.#renderEnd()}
    </ol>`;
  }

  #renderSessions() {
    const { sessions, agent } = this.outcome;
    if (sessions.length === 0) return step("missing", html`No run is linked: what it cost is not known`);
    const ways = [...new Set(sessions.map(({ via }) => viaWords[via]))].join(", ");
    const who = agent ? html`<a href=${`/agents/${agent.id}`}>${shownText(short(agent.name, 60))}</a>` : "an agent";
    return step("", html`${sessions.length === 1 ? "A run" : `${sessions.length} runs`} of ${who} <span class="soft">· ${ways}</span>`);
  }

  #renderCommits() {
    const { commits, parts } = this.outcome;
    if (commits.length === 0)
      return parts.some(({ kind }) => kind === "pull_request") ? step("missing", html`No commit was told`) : nothing;
    return step(
      "",
      html`${commits.length === 1 ? "Commit" : `${commits.length} commits`}
        <span class="soft"
          >· ${commits.slice(0, few).map(({ sha }) => html`<code>${sha.slice(0, 8)}</code> `)}${commits.length > few ? "…" : nothing}</span
        >`,
    );
  }

  #renderParts() {
    return this.outcome.parts.slice(0, 12).map(({ kind, ref, title, url, acceptedAt }) => {
      const name = kind === "pull_request" ? (ref.split("/").at(-1) ?? ref) : title || sourceWords[kind];
      const href = kind === "task" ? `/work/tasks/${ref}` : kind === "workflow" ? `/work/workflows/${ref}` : url;
      const shown = shownText(short(name, 100));
      const link =
        href === undefined
          ? shown
          : href.startsWith("/")
            ? html`<a href=${href}>${shown}</a>`
            : html`<a href=${href} rel="noreferrer" target="_blank">${shown}</a>`;
      const word = kind === "pull_request" ? "merged" : kind === "workflow" ? "passed" : "accepted";
      return step(
        acceptedAt ? "" : "missing",
        html`${kind === "hand" ? nothing : `${sourceWords[kind]} `}${link}
          <span class="soft">· ${acceptedAt ? `${word} ${formatMoment(acceptedAt)}` : `not ${word}`}</span>`,
      );
    });
  }

  #renderEnd() {
    const state = stateOf(this.outcome);
    const tone = state === "standing" ? "" : state === "reverted" ? "bad" : state === "reworked" ? "beacon" : "missing";
    return step(tone, html`<b class=${stateLooks[state].tone}>${stateWords(this.outcome)}</b>`);
  }
}

const step = (tone: string, content: unknown) => html`<li class=${tone}><span>${content}</span></li>`;

declare global {
  interface HTMLElementTagNameMap {
    "outcome-chain": OutcomeChain;
  }
}
