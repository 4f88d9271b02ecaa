import type { Outcome } from "@beckon/contracts/outcomes";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import type { ChoiceMadeEvent } from "@beckon/ui/ui-select";
import { css, html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { sheetStyles } from "../controls/sheet.styles.ts";
import { hoursStyles } from "./hours.styles.ts";
import { shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { draftOf, type OutcomeDraft, patchOf, readHours } from "./outcome-draft.ts";
import { OutcomeSaidEvent } from "./outcome-events.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-select";

const otherwise = [
  { value: "1000000", label: "It would not have been done" },
  { value: "500000", label: "It might have been done anyway" },
  { value: "0", label: "It would have been done anyway" },
];
const empty: OutcomeDraft & { title: string } = {
  title: "",
  taskType: "other",
  p10: "",
  p50: "",
  p90: "",
  agentShare: "100",
  reviewed: "",
  counterfactual: 1_000_000,
  reason: "",
};

/**
 * Corrects an outcome, withdraws it with a reason, or enters a new one by hand.
 * @fires outcome-said It is filled in.
 * @fires dialog-closed It was closed.
 */
@customElement("outcome-sheet")
export class OutcomeSheet extends LitElement {
  static override styles = [
    baseStyles,
    sheetStyles,
    hoursStyles,
    css`
      .soft {
        padding-block-end: var(--space-2);
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
    `,
  ];

  @property() what: "correct" | "withdraw" | "new" = "correct";
  @property({ attribute: false }) outcome: Outcome | undefined;
  @property({ type: Boolean }) busy = false;
  /** It was taken: it closes. */
  @property({ type: Boolean }) done = false;
  /** Why it was not taken. */
  @property() problem = "";
  @state() private draft = empty;
  @state() private wrong = "";

  protected override willUpdate(changed: PropertyValues<this>): void {
    if ((changed.has("outcome") || changed.has("what")) && this.outcome) this.draft = { ...empty, ...draftOf(this.outcome) };
  }

  override render() {
    const heading = { correct: "Correct this outcome", withdraw: "Withdraw this outcome?", new: "An outcome by hand" }[this.what];
    const problem = this.wrong || this.problem;
    return html`<ui-dialog heading=${heading} ?open=${!this.done}>
      <div class="stack">
        ${this.outcome ? html`<p class="what">${shownWords(short(this.outcome.title, 140))}</p>` : nothing}
        ${this.what === "withdraw" ? this.#renderReason() : this.#renderFields()}
        ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
      </div>
      <div slot="actions" class="buttons">
        <ui-button wide @click=${() => this.renderRoot.querySelector("ui-dialog")?.close()}>Leave it</ui-button>
        <ui-button wide variant=${this.what === "withdraw" ? "danger" : "primary"} ?busy=${this.busy} @click=${this.#say}
          >${{ correct: "Correct it", withdraw: "Withdraw it", new: "Accept it" }[this.what]}</ui-button
        >
      </div>
    </ui-dialog>`;
  }

  #renderReason() {
    return html`<p>It counts no more, and does not come back when the same work is told of again. It can be put back.</p>
      ${this.#field("reason", "Why?", { maxlength: 500 })}`;
  }

  #renderFields() {
    const { what } = this;
    return html`${what === "new" ? this.#field("title", "What was delivered?", { maxlength: 300 }) : nothing}
      ${this.#field("taskType", "Type of task", { maxlength: 40 })}
      <div>
        <p class="soft">Hours a person would have needed. Said now, they are grade C; left empty, the baselines speak.</p>
        <div class="hours">
          ${this.#field("p10", "At least", { decimal: true })} ${this.#field("p50", "Likely", { decimal: true })}
          ${this.#field("p90", "At most", { decimal: true })}
        </div>
      </div>
      ${what === "correct" ? this.#field("agentShare", "The agents’ part, in percent", { decimal: true, maxlength: 4 }) : nothing}
      ${
        what === "correct"
          ? html`<ui-select
                label="Without agents"
                .choices=${otherwise}
                value=${String(this.draft.counterfactual)}
                @choice-made=${({ value }: ChoiceMadeEvent) => this.#put({ counterfactual: Number(value) as OutcomeDraft["counterfactual"] })}
              ></ui-select>
              ${this.#field("reviewed", "Minutes you spent reviewing it", { decimal: true, maxlength: 4 })}
              ${this.#field("reason", "Why? (for the audit)", { maxlength: 500 })}`
          : nothing
      }`;
  }

  #field(name: Exclude<keyof typeof empty, "counterfactual">, label: string, { maxlength = 12, decimal = false }) {
    return html`<ui-field
      label=${label}
      maxlength=${maxlength}
      keyboard=${decimal ? "decimal" : "text"}
      .value=${this.draft[name]}
      @field-changed=${({ value }: FieldChangedEvent) => this.#put({ [name]: value })}
    ></ui-field>`;
  }

  #put(change: Partial<typeof empty>): void {
    this.draft = { ...this.draft, ...change };
    this.wrong = "";
  }

  #say(): void {
    const { draft, outcome } = this;
    if (this.what === "withdraw") {
      const reason = draft.reason.trim();
      if (reason === "") this.wrong = "Say why: others will ask.";
      else this.dispatchEvent(new OutcomeSaidEvent({ withdraw: reason }));
      return;
    }
    if (this.what === "new") return this.#sayNew();
    if (!outcome) return;
    const patch = patchOf(outcome, draft);
    if ("problem" in patch) this.wrong = patch.problem;
    else if (patch.value === undefined) this.wrong = "Nothing is other than before.";
    else this.dispatchEvent(new OutcomeSaidEvent({ patch: patch.value }));
  }

  #sayNew(): void {
    const title = this.draft.title.trim();
    const hours = readHours(this.draft);
    const taskType = this.draft.taskType.trim().toLowerCase().replaceAll(/\s+/g, "-");
    if (title === "") this.wrong = "Say what was delivered.";
    else if (!/^[a-z][a-z0-9-]{0,39}$/.test(taskType)) this.wrong = "A type has small letters, digits and dashes.";
    else if ("problem" in hours) this.wrong = hours.problem;
    else
      this.dispatchEvent(
        new OutcomeSaidEvent({
          accept: { title, taskType, ...(hours.value ? { hours: { ...hours.value, judgedBy: "person" as const } } : {}) },
        }),
      );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "outcome-sheet": OutcomeSheet;
  }
}
