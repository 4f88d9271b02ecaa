import { baseStyles } from "@beckon/ui/base.styles";
import { formatDuration } from "@beckon/ui/duration";
import { formatCount } from "@beckon/ui/numbers";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { WorkFigures } from "./work-figures.ts";

/** How the queue stands: each figure with what it rests on, or "no data". */
@customElement("queue-figures")
export class QueueFigures extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      dl {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: minmax(8.875rem, 1fr);
        gap: 1px;
        border: 1px solid var(--line);
        border-radius: var(--radius-l);
        background: var(--line);
        box-shadow: var(--shadow);
        overflow-x: auto;
        scrollbar-width: none;
      }
      div {
        display: grid;
        grid-template-rows: auto auto 1fr;
        gap: 1px;
        padding: 12px 14px;
        background: var(--surface);
        font: 400 var(--text-xs) / 1.4 var(--font);
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
      }
      dd.value {
        color: var(--ink);
        font: 650 var(--text-l) / 1.3 var(--font);
        letter-spacing: -0.015em;
        white-space: nowrap;
      }
      dd.none {
        color: var(--ink-soft);
        font-weight: 500;
        font-size: var(--text-m);
        letter-spacing: 0;
      }
      small {
        font-size: var(--text-s);
        font-weight: 500;
        color: var(--ink-soft);
      }
      dl:focus-visible {
        outline: 2px solid var(--info);
      }
      /* All six in view on a tablet. */
      @media (min-width: 720px) {
        dl {
          grid-auto-columns: minmax(8rem, 1fr);
        }
      }
      @media (forced-colors: active) {
        div + div {
          border-inline-start: 1px solid;
        }
      }
    `,
  ];

  @property({ attribute: false }) figures!: WorkFigures;

  override render() {
    const { queue, success, throughput, distribution, balance, words, oldest } = this.figures;
    const { counts } = queue;
    return html`<dl tabindex="0" aria-label="The queue in figures">
      ${figure("Open", formatCount(queue.n), `${formatCount(counts.in_progress)} in\u{a0}progress · ${formatCount(counts.blocked)}\u{a0}blocked`)}
      ${figure("Waits longest", queue.value === null ? null : formatDuration(queue.value, 0).split(" ").slice(0, 2).join(" "), oldest ? "oldest open task" : "nothing is open")}
      ${figure(
        "Success",
        success.value === null ? null : html`${percent(success.value)}<small> %</small>`,
        success.value === null
          ? `none ended in the ${words}`
          : `${formatCount(success.n)} ended, ${percent(success.interval?.low ?? null)}–${percent(success.interval?.high ?? null)}\u{a0}%${success.cancelled > 0 ? ` · ${formatCount(success.cancelled)}\u{a0}cancelled` : ""}`,
      )}
      ${figure("Done per hour", throughput.value === null ? null : rate(throughput.value), `${formatCount(throughput.n)} in the ${words}`)}
      ${figure(
        "Taken up",
        distribution.value === null ? null : html`${percent(distribution.value)}<small> %</small>`,
        distribution.value === null ? "nothing to take up" : `of ${formatCount(distribution.n)} that could be`,
      )}
      ${figure(
        "Balance",
        balance.value === null ? null : balance.value.toFixed(2),
        balance.value === null ? "nobody has work" : `over ${balance.n} ${balance.n === 1 ? "agent" : "agents"}, 1 is even`,
      )}
    </dl>`;
  }
}

const figure = (name: string, value: unknown, below: string) =>
  html`<div>
    <dt>${name}</dt>
    <dd class=${value === null ? "value none" : "value"}>${value ?? "no data"}</dd>
    <dd>${below || nothing}</dd>
  </div>`;

const percent = (value: number | null) => (value === null ? "–" : value.toFixed(1).replace(/\.0$/u, ""));
const rate = (value: number) => (value >= 10 ? value.toFixed(0) : value.toFixed(value >= 1 ? 1 : 2));

declare global {
  interface HTMLElementTagNameMap {
    "queue-figures": QueueFigures;
  }
}
