import type { Delivery } from "@beckon/contracts/notifications";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatDuration } from "@beckon/ui/duration";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { stages } from "./push-words.ts";
import "@beckon/ui/ui-icon";

/** How far a test notification has come, stage by stage, as it happens. */
@customElement("test-progress")
export class TestProgress extends LitElement {
  static override styles = [
    baseStyles,
    css`
      ol {
        display: grid;
        gap: var(--space-2);
      }
      li {
        display: flex;
        align-items: center;
        gap: var(--space-3);
        color: var(--ink-faint);
        font: 400 var(--text-s) / 1.4 var(--font);
        --icon-size: 18px;
      }
      li.done {
        color: var(--ink);
      }
      .done ui-icon {
        color: var(--good);
      }
      .failed,
      .failed ui-icon {
        color: var(--bad);
      }
      span {
        margin-inline-start: auto;
        color: var(--ink-soft);
        font-size: var(--text-xs);
        white-space: nowrap;
      }
    `,
  ];

  @property({ attribute: false }) delivery!: Delivery;

  override render() {
    const { delivery } = this;
    const start = Date.parse(delivery.createdAt);
    return html`<div role="status">
      <ol aria-label="Test notification">
        ${stages.map(({ word, at }) => {
          const reached = at(delivery);
          const took = reached === undefined ? 0 : Date.parse(reached) - start;
          return html`<li class=${reached ? "done" : ""}>
            <ui-icon name=${reached ? "check" : "clock"} label=${reached ? "done" : "not yet"}></ui-icon>${word}
            ${reached && took > 0 ? html`<span>after ${took < 1_000 ? `${took} ms` : formatDuration(took)}</span>` : nothing}
          </li>`;
        })}
        ${
          delivery.status === "failed"
            ? html`<li class="failed"><ui-icon name="alert"></ui-icon>Failed${delivery.reason ? `: ${delivery.reason}` : ""}</li>`
            : nothing
        }
      </ol>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "test-progress": TestProgress;
  }
}
