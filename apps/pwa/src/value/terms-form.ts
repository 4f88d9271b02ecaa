import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { PlanDraft, TermsDraft, Three } from "./terms-draft.ts";
import { termsFormStyles } from "./terms-form.styles.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-card";
import "@beckon/ui/ui-field";

/** The assumptions are written otherwise than before. */
export class TermsChangedEvent extends Event {
  readonly draft: TermsDraft;
  constructor(draft: TermsDraft) {
    super("terms-changed", { bubbles: true, composed: true });
    this.draft = draft;
  }
}

const points = [
  ["p10", "Low"],
  ["p50", "Middle"],
  ["p90", "High"],
] as const;
type Plain = { [K in keyof TermsDraft]: TermsDraft[K] extends string ? K : never }[keyof TermsDraft];

/**
 * What no machine can measure, to be said by a person: each as a range where it is uncertain.
 * @fires terms-changed At every change.
 */
@customElement("terms-form")
export class TermsForm extends LitElement {
  static override styles = [baseStyles, termsFormStyles];

  @property({ attribute: false }) draft!: TermsDraft;
  /** What is wrong, by field. */
  @property({ attribute: false }) errors: Record<string, string> = {};

  override render() {
    const { draft } = this;
    const isDollar = draft.currency.trim().toUpperCase() === "USD";
    return html`<ui-card>
        <h2>What an hour of your people is worth</h2>
        <div class="grid two">
          ${this.#field("currency", "Currency", { hint: "Three letters" })}
          ${
            isDollar
              ? nothing
              : html`${this.#field("perDollar", "One dollar in it", { number: true })}${this.#field("exchangeDate", "Of which day", { date: true })}`
          }
        </div>
        ${this.#three("rate", "Hourly rate", "Loaded: with taxes, insurance, desk. In 1 case of 10 it is below the low, in 1 of 10 above the high; one number alone is certain.")}
        ${this.#three("realisation", "Really used, %", "How much of the freed time goes into useful work.")}
      </ui-card>
      <ui-card>
        <h2>What else it costs</h2>
        ${draft.plans.map((plan, index) => this.#renderPlan(plan, index))}
        <ui-button
          icon="plus"
          @click=${() => this.#change({ plans: [...draft.plans, { name: "", monthly: "", share: "100", since: "", until: "" }] })}
          >A plan, such as a subscription</ui-button
        >
        <div class="grid two">
          ${this.#field("infrastructure", "Infrastructure a month", { number: true })}
          ${this.#field("costOfDelay", "Cost of delay an hour", { number: true, hint: "When an agent waits for a person" })}
          ${this.#field("setUp", "Set-up, once", { number: true, hint: "Spread over twelve months" })}
          ${this.#field("setUpSince", "Since", { date: true })}
        </div>
      </ui-card>
      <ui-card>
        <h2>How much people work</h2>
        <div class="grid three">
          ${this.#field("workingDays", "Working days a year", { number: true })}
          ${this.#field("people", "People", { number: true, hint: "Who work with the fleet" })}
          ${this.#field("hoursPerPersonDay", "Hours a day", { number: true, hint: "Of one person, for the multiple" })}
        </div>
      </ui-card>`;
  }

  #three(name: "rate" | "realisation", legend: string, hint: string) {
    const error = this.errors[name];
    return html`<fieldset>
      <legend>${legend}</legend>
      <div class="grid three">
        ${points.map(([point, label]) =>
          this.#input(label, this.draft[name][point], {
            number: true,
            change: (text) => this.#change({ [name]: { ...this.draft[name], [point]: text } as Three }),
          }),
        )}
      </div>
      <p class=${error ? "error" : "hint"} role=${error ? "alert" : nothing}>${error ?? hint}</p>
    </fieldset>`;
  }

  #renderPlan(plan: PlanDraft, index: number) {
    const change = (part: Partial<PlanDraft>) => this.#change({ plans: this.draft.plans.with(index, { ...plan, ...part }) });
    const field = (name: keyof PlanDraft, label: string, more: { number?: boolean; date?: boolean } = {}) =>
      this.#input(label, plan[name], { ...more, error: this.errors[`plans.${index}.${name}`], change: (text) => change({ [name]: text }) });
    return html`<fieldset class="plan">
      <legend>Plan ${index + 1}</legend>
      <div class="grid two">
        ${field("name", "Name")} ${field("monthly", "A month", { number: true })}
        ${field("share", "Of it for this fleet, %", { number: true })} ${field("since", "Since", { date: true })}
        ${field("until", "Until, if it ended", { date: true })}
        <ui-button variant="quiet" icon="cross" @click=${() => this.#change({ plans: this.draft.plans.toSpliced(index, 1) })}
          >Take it out</ui-button
        >
      </div>
    </fieldset>`;
  }

  #field(name: Plain, label: string, more: { hint?: string; number?: boolean; date?: boolean } = {}) {
    return this.#input(label, this.draft[name], { ...more, error: this.errors[name], change: (text) => this.#change({ [name]: text }) });
  }

  #input(
    label: string,
    value: string,
    {
      hint = "",
      error = "",
      number = false,
      date = false,
      change,
    }: { hint?: string; error?: string | undefined; number?: boolean; date?: boolean; change: (text: string) => void },
  ) {
    return html`<ui-field
      label=${label}
      .value=${value}
      hint=${hint}
      error=${error}
      type=${date ? "date" : "text"}
      keyboard=${number ? "decimal" : "text"}
      maxlength="120"
      @field-changed=${(event: FieldChangedEvent) => change(event.value)}
    ></ui-field>`;
  }

  #change(part: Partial<TermsDraft>): void {
    // Two changes in one turn, as a browser that fills in makes them, are both kept.
    this.draft = { ...this.draft, ...part };
    this.dispatchEvent(new TermsChangedEvent(this.draft));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "terms-form": TermsForm;
  }
  interface HTMLElementEventMap {
    "terms-changed": TermsChangedEvent;
  }
}
