import type { WorkflowRun } from "@beckon/contracts/workflows";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatDuration } from "@beckon/ui/duration";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { stageLooks } from "./run-words.ts";
import "@beckon/ui/ui-icon";

type Stage = WorkflowRun["stages"][number];
/** More than these beside each other are read by nobody. */
const most = 10;

/** The stages of a run in their order, each with its state and how long it took. */
@customElement("stage-strip")
export class StageStrip extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      ol {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
      }
      li {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        min-inline-size: 0;
        max-inline-size: 100%;
        padding: 3px 10px 3px 8px;
        border: 1px solid var(--line);
        border-radius: 99px;
        background: var(--ground);
        color: var(--ink);
        font: 500 var(--text-xs) / 1.45 var(--font);
        font-variant-numeric: tabular-nums;
        --icon-size: 0.625rem;
        --icon-stroke: 3;
      }
      li.rest {
        padding-inline: 10px;
        border-color: transparent;
        color: var(--ink-soft);
        background: none;
      }
      li.waiting,
      li.skipped {
        color: var(--ink-soft);
        border-style: dashed;
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .took {
        color: var(--ink-soft);
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) stages: readonly Stage[] = [];
  /** Epoch milliseconds that a running stage is told by. */
  @property({ type: Number }) now = 0;

  override render() {
    const stages = [...this.stages].sort((a, b) => a.order - b.order);
    const { first, shown } = inSight(stages);
    const rest = stages.length - first - shown.length;
    return html`<ol aria-label="Stages">
      ${first > 0 ? html`<li class="rest">${first} before</li>` : nothing}
      ${shown.map((stage) => {
        const look = stageLooks[stage.status];
        return html`<li class=${stage.status}>
          <ui-icon class=${look.tone} name=${look.icon}></ui-icon><span class="visually-hidden">${look.word}: </span>
          <span class="name">${shownText(short(stage.name, 60))}</span>
          ${this.#renderTook(stage)}
        </li>`;
      })}
      ${rest > 0 ? html`<li class="rest">${rest} more</li>` : nothing}
    </ol>`;
  }

  #renderTook({ startedAt, endedAt, attempts }: Stage) {
    const ms = startedAt === undefined ? -1 : (endedAt === undefined ? this.now : Date.parse(endedAt)) - Date.parse(startedAt);
    const parts = [ms < 0 ? "" : formatDuration(ms, 0), attempts > 1 ? `${attempts} tries` : ""].filter((part) => part !== "");
    return parts.length === 0 ? nothing : html`<span class="took">${parts.join(" · ")}</span>`;
  }
}

/** Of very many, those around the first that has not ended well: the run's own page lists all. */
function inSight(stages: readonly Stage[]): { first: number; shown: readonly Stage[] } {
  if (stages.length <= most) return { first: 0, shown: stages };
  const here = stages.findIndex(({ status }) => status !== "succeeded" && status !== "skipped");
  const first = Math.max(0, Math.min(stages.length - most, (here < 0 ? stages.length : here) - 3));
  return { first, shown: stages.slice(first, first + most) };
}

declare global {
  interface HTMLElementTagNameMap {
    "stage-strip": StageStrip;
  }
}
