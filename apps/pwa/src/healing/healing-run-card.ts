import type { HealingRun } from "@beckon/contracts/healing";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { modes, steps } from "./healing-words.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-icon";
import "./healing-step.ts";

/** One run: by whom, in what mode, and what became of each step. Folded up once it is over. */
@customElement("healing-run-card")
export class HealingRunCard extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    css`
      :host {
        display: block;
        font: 400 var(--text-s) / 1.5 var(--font);
        color: var(--ink);
      }
      summary {
        display: grid;
        grid-template-columns: 16px minmax(0, 1fr) auto;
        gap: 0 var(--space-3);
        align-items: center;
        min-block-size: 56px;
        padding: var(--space-2) var(--space-4);
        cursor: pointer;
        list-style: none;
        --icon-size: 16px;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary:focus-visible {
        outline-offset: -3px;
        border-radius: var(--radius-m);
      }
      b {
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      small {
        display: block;
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
      .turn {
        color: var(--ink-faint);
        transition: rotate var(--motion-fast) var(--ease);
      }
      details[open] .turn {
        rotate: 180deg;
      }
      .steps {
        border-block-start: 1px solid var(--line);
      }
      .left {
        padding: var(--space-2) var(--space-4) var(--space-3);
        border-block-start: 1px solid var(--line);
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
    `,
  ];

  @property({ attribute: false }) run!: HealingRun;
  /** Stands open from the start. */
  @property({ type: Boolean }) open = false;

  override render() {
    const { run } = this;
    const failed = run.steps.filter(({ state }) => state === "failed").length;
    const looks =
      run.state === "running"
        ? { icon: "clock", tone: "info" }
        : failed > 0
          ? { icon: "crossFill", tone: "bad" }
          : { icon: "check", tone: "good" };
    const mode = modes.find(({ value }) => value === run.mode)?.label;
    return html`<ui-card flush>
      <details ?open=${this.open || run.state === "running"}>
        <summary>
          <ui-icon class=${looks.tone} name=${looks.icon as "clock"}></ui-icon>
          <span
            ><b>${run.state === "running" ? "At work" : summaryOf(run)}</b>
            <small
              >${mode} · ${run.by.kind === "rule" ? "by itself" : html`by ${shownText(short(run.by.name ?? run.by.kind, 80))}`} ·
              <ui-age as="ago" at=${run.startedAt}></ui-age></small
          ></span>
          <ui-icon class="turn" name="down"></ui-icon>
        </summary>
        <div class="steps">
          ${repeat(
            run.steps,
            ({ id }) => id,
            (step) => html`<healing-step .step=${step}></healing-step>`,
          )}
        </div>
        ${run.left.length > 0 ? html`<p class="left">${run.left.length} left alone.</p>` : nothing}
      </details>
    </ui-card>`;
  }
}

/** "2 steps done, 1 failed, 1 asked". */
function summaryOf({ steps: taken }: HealingRun): string {
  const count = (of: (step: (typeof taken)[number]) => boolean) => taken.filter(of).length;
  const asked = count(({ act, state }) => act === "ask" && state === "done");
  const done = count(({ act, state }) => state === "done" && act !== "ask" && act !== "wait");
  const failed = count(({ state }) => state === "failed");
  const refused = count(({ state }) => state === "refused");
  const parts = [
    done > 0 ? `${steps(done)} done` : "",
    failed > 0 ? `${failed} failed` : "",
    asked > 0 ? `${asked} asked` : "",
    refused > 0 ? `${refused} beyond its limits` : "",
  ].filter((part) => part !== "");
  return parts.join(", ") || "Nothing was done";
}

declare global {
  interface HTMLElementTagNameMap {
    "healing-run-card": HealingRunCard;
  }
}
