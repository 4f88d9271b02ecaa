import type { SpendAlarm } from "@beckon/contracts/budgets";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shownText } from "../decisions/shown-text.ts";
import { toneStyles } from "../fleet/tone.styles.ts";
import { alarmWords } from "./budget-words.ts";
import "@beckon/ui/ui-age";
import "@beckon/ui/ui-icon";

const dayMs = 86_400_000;
const few = 3;

/** What stands out about spending now: silence while agents are at work, and hours of the last day far above habit. */
@customElement("spend-alarms")
export class SpendAlarms extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    css`
      :host {
        display: grid;
        gap: var(--space-2);
        font: 400 var(--text-s) / 1.45 var(--font);
        color: var(--ink);
      }
      :host([hidden]) {
        display: none;
      }
      p {
        display: grid;
        grid-template-columns: 18px minmax(0, 1fr);
        gap: var(--space-2);
        padding: var(--space-3) var(--space-4);
        border: 1px solid color-mix(in srgb, var(--bad) 45%, var(--line));
        border-radius: var(--radius-l);
        background: var(--surface);
        overflow-wrap: anywhere;
        --icon-size: 18px;
      }
      p.mild {
        border-color: color-mix(in srgb, var(--beacon) 45%, var(--line));
      }
      small {
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
    `,
  ];

  /** Newest first. */
  @property({ attribute: false }) alarms: readonly SpendAlarm[] = [];
  @property({ type: Number }) now = 0;

  override render() {
    const shown = standing(this.alarms, this.now);
    this.hidden = shown.length === 0;
    if (shown.length === 0) return nothing;
    return shown.map(
      (alarm) =>
        html`<p class=${alarm.kind === "anomaly" ? "mild" : ""} role="status">
          <ui-icon class=${alarm.kind === "anomaly" ? "beacon" : "bad"} name="alert"></ui-icon>
          <span
            >${shownText(alarmWords(alarm))}
            <small><ui-age as="ago" at=${alarm.hour?.from ?? alarm.silence?.lastAt ?? alarm.at}></ui-age></small
          ></span>
        </p>`,
    );
  }
}

/** Silence that stands, then the newest anomalies of the last day. */
export const standing = (alarms: readonly SpendAlarm[], now: number): SpendAlarm[] => [
  ...alarms.filter(({ kind, until }) => kind === "no_data" && until === undefined),
  ...alarms.filter(({ kind, at }) => kind === "anomaly" && now - Date.parse(at) < dayMs).slice(0, few),
];

declare global {
  interface HTMLElementTagNameMap {
    "spend-alarms": SpendAlarms;
  }
}
