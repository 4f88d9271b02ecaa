import type { ClaimInput } from "@beckon/metrics/value/types";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { figureStyles } from "../teamwork/figure.styles.ts";
import { claimFields, claimOf, claimWarningWords, emptyClaim, resultOf } from "./claim-draft.ts";
import { claimStyles } from "./claim-card.styles.ts";
import { gridStyles } from "./terms-form.styles.ts";
import { days, exactMoney, hours, multiple, percent } from "./value-words.ts";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-icon";

/** A claim that somebody makes, by its own inputs: what they really come to, and why nobody should believe it. */
@customElement("claim-card")
export class ClaimCard extends LitElement {
  static override styles = [baseStyles, figureStyles, gridStyles, claimStyles];

  @property() currency = "USD";
  @property() stamp = "";
  @state() private draft = emptyClaim;

  override render() {
    const { claim, errors } = claimOf(this.draft);
    return html`<ui-chart heading="Check a claim" stamp=${this.stamp}>
      <p class="small">
        “340 % more, $857,000 per developer”: enter what it is made of, as it was said. Nothing of it goes into your figures.
      </p>
      <div class="grid two" data-bare>
        ${claimFields.map(
          ({ name, label, hint }) =>
            html`<ui-field
              label=${label}
              hint=${hint ?? ""}
              keyboard="decimal"
              maxlength="20"
              .value=${this.draft[name]}
              error=${errors[name] ?? ""}
              @field-changed=${(event: FieldChangedEvent) => (this.draft = { ...this.draft, [name]: event.value })}
            ></ui-field>`,
        )}
      </div>
      <div aria-live="polite">
        ${claim ? this.#renderResult(claim) : html`<p class="small" data-bare>Hours a day, days and the worth of an hour are enough.</p>`}
      </div>
    </ui-chart>`;
  }

  #renderResult(claim: ClaimInput) {
    const result = resultOf(claim);
    if (!result) return html`<p class="small" data-bare>These numbers are too large to be added up exactly.</p>`;
    const say = (micros: number) => exactMoney(micros, this.currency);
    const rows: [string, string | undefined][] = [
      ["Multiple", result.multiple === null ? undefined : multiple(result.multiple)],
      ["Gain", result.gain === null ? undefined : percent(result.gain)],
      ["Sum of its parts", say(result.sumMicros)],
      ["Net, cost taken off", say(result.netMicros)],
      ["ROI of the net", result.roi === null ? undefined : percent(result.roi)],
      ["Payback", result.paybackMilliDays === null ? undefined : days(result.paybackMilliDays)],
      ["Hours a year, per person", hours(result.milliHoursPerYear)],
      ["Of them a year can hold", `${hours(result.yearHolds.milliHours)}, ${say(result.yearHolds.micros)}`],
    ];
    return html`<dl class="result">
        ${rows.map(([name, value]) =>
          value === undefined
            ? nothing
            : html`<div>
                <dt>${name}</dt>
                <dd>${value}</dd>
              </div>`,
        )}
      </dl>
      <h3 class="why">Why nobody should believe it</h3>
      <ul class="doubts">
        ${result.warnings.map((warning) => html`<li><ui-icon name="alert"></ui-icon><span>${claimWarningWords(warning)}</span></li>`)}
      </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "claim-card": ClaimCard;
  }
}
