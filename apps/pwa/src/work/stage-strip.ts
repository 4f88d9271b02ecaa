import type { WorkflowRun } from "@beckon/contracts/workflows";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatDuration } from "@beckon/ui/duration";
import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { stageLooks } from "./run-words.ts";
import "@beckon/ui/ui-icon";

type Stage = WorkflowRun["stages"][number];

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
        --icon-size: 10px;
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
    return html`<ol aria-label="Stages">
      ${stages.map((stage) => {
        const look = stageLooks[stage.status];
        return html`<li class=${stage.status}>
          <ui-icon class=${look.tone} name=${look.icon}></ui-icon><span class="visually-hidden">${look.word}: </span>
          <span class="name">${shownText(short(stage.name, 60))}</span>
          <span class="took">${this.#took(stage)}${stage.attempts > 1 ? ` · ${stage.attempts} tries` : ""}</span>
        </li>`;
      })}
    </ol>`;
  }

  #took({ startedAt, endedAt }: Stage): string {
    if (startedAt === undefined) return "";
    const ms = (endedAt === undefined ? this.now : Date.parse(endedAt)) - Date.parse(startedAt);
    return ms < 0 ? "" : formatDuration(ms, 0);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "stage-strip": StageStrip;
  }
}
