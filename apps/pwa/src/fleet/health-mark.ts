import type { Health, HealthPart } from "@beckon/metrics/health";
import { baseStyles } from "@beckon/ui/base.styles";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { toneStyles } from "./tone.styles.ts";
import "@beckon/ui/ui-menu";

const tones = { healthy: "good", degraded: "beacon", unhealthy: "bad" } as const;
const partWords: Record<HealthPart["name"], [name: string, meaning: string]> = {
  tasks: ["Tasks", "of those that ended in 24 h, completed"],
  heartbeat: ["Signs of life", "100 up to a minute old, 0 from five minutes on"],
  responsiveness: ["Response time", "last hour against the week before"],
};
const unknown = (parts: readonly HealthPart[]) =>
  (Object.keys(partWords) as HealthPart["name"][]).filter((name) => !parts.some((part) => part.name === name));

/** Health from 0 to 100, which opens to the parts it is made of; nothing where there is no part. */
@customElement("health-mark")
export class HealthMark extends LitElement {
  static override styles = [
    baseStyles,
    toneStyles,
    css`
      :host {
        display: inline-block;
        font: 500 var(--text-xs) / 1.3 var(--font);
        color: var(--ink-soft);
        font-variant-numeric: tabular-nums;
      }
      .sign b {
        font-weight: 650;
      }
      .parts {
        display: block;
        inline-size: min(280px, calc(100vw - 48px));
        padding: var(--space-2) var(--space-3);
      }
      h4 {
        margin: 0;
        font: 650 var(--text-s) / 1.4 var(--font);
        color: var(--ink);
      }
      dl {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--space-2) var(--space-3);
        padding-block: var(--space-3) var(--space-2);
      }
      dt {
        color: var(--ink);
        font-size: 0.8125rem;
      }
      small {
        display: block;
        color: var(--ink-soft);
        font-size: var(--text-xs);
      }
      dd {
        font-size: 0.8125rem;
        text-align: end;
      }
      p {
        color: var(--ink-soft);
        font-size: var(--text-xs);
      }
    `,
  ];

  @property({ attribute: false }) health!: Health;

  override render() {
    const { health } = this;
    if (health.value === null) return nothing;
    const value = Math.round(health.value);
    const missing = unknown(health.parts).map((name) => partWords[name][0].toLowerCase());
    return html`<ui-menu label=${`Health ${value} of 100, ${health.grade}: what it is made of`}>
      <span slot="trigger" class="sign">health <b class=${tones[health.grade]}>${value}</b></span>
      <div class="parts">
        <h4>Health ${value} of 100 · ${health.grade}</h4>
        <dl>
          ${health.parts.map(
            ({ name, score, weight }) =>
              html`<dt>${partWords[name][0]}<small>${partWords[name][1]}</small></dt>
                <dd>${Math.round(score)}<small>weight ${Math.round(weight * 100)} %</small></dd>`,
          )}
        </dl>
        ${missing.length > 0 ? html`<p>No data, so not counted: ${missing.join(", ")}.</p>` : nothing}
      </div>
    </ui-menu>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "health-mark": HealthMark;
  }
}
