import type { HoldOuts, OutcomeBaseline, OutcomeBaselineInput } from "@beckon/contracts/outcomes";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { sheetStyles } from "../controls/sheet.styles.ts";
import { hoursStyles } from "./hours.styles.ts";
import { shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { hoursText, milliHoursOf, readHours } from "./outcome-draft.ts";
import { HoursSaidEvent } from "./outcome-events.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";

type HoldOut = HoldOuts["items"][number];
const empty = { taskType: "", p10: "", p50: "", p90: "", words: "", took: "" };
type Draft = typeof empty;

/**
 * Says what a type of task takes people, or what one task took that no agent was given.
 * @fires hours-said It is filled in.
 * @fires dialog-closed It was closed.
 */
@customElement("hours-sheet")
export class HoursSheet extends LitElement {
  static override styles = [baseStyles, sheetStyles, hoursStyles];

  /** Of this type; without both: of a type that is to be named. */
  @property({ attribute: false }) baseline: OutcomeBaseline | undefined;
  @property({ attribute: false }) holdOut: HoldOut | undefined;
  @property({ type: Boolean }) busy = false;
  /** It was taken: it closes. */
  @property({ type: Boolean }) done = false;
  /** Why it was not taken. */
  @property() problem = "";
  @state() private draft: Draft = empty;
  @state() private wrong = "";

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("baseline") && !changed.has("holdOut")) return;
    const { hours, words = [], taskType = "" } = this.baseline ?? {};
    const texts = hours ? { p10: hoursText(hours.p10), p50: hoursText(hours.p50), p90: hoursText(hours.p90) } : {};
    const took = this.holdOut?.milliHours === undefined ? "" : hoursText(this.holdOut.milliHours);
    this.draft = { ...empty, taskType, words: words.join(", "), ...texts, took };
  }

  override render() {
    const { baseline, holdOut } = this;
    const heading = holdOut ? "What did it take?" : baseline ? `What “${baseline.taskType}” takes people` : "Another type of task";
    const problem = this.wrong || this.problem;
    return html`<ui-dialog heading=${heading} ?open=${!this.done}>
      <div class="stack">
        ${holdOut ? this.#renderTook(holdOut) : this.#renderType()}
        ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
      </div>
      <div slot="actions" class="buttons">
        <ui-button wide @click=${() => this.renderRoot.querySelector("ui-dialog")?.close()}>Leave it</ui-button>
        <ui-button wide variant="primary" ?busy=${this.busy} @click=${this.#say}>Save</ui-button>
      </div>
    </ui-dialog>`;
  }

  #renderTook({ title }: HoldOut) {
    return html`<p class="what">${shownWords(short(title, 140))}</p>
      <p>Hours that people really worked on it, without agents.</p>
      ${this.#field("took", "Hours", { decimal: true })}`;
  }

  #renderType() {
    return html`${this.baseline ? nothing : this.#field("taskType", "Type of task, such as feature", { maxlength: 40 })}
      <p>Hours a person needs without agents. It holds for work that begins from now on; left empty, nothing is said of this type.</p>
      <div class="hours">
        ${this.#field("p10", "At least", { decimal: true })} ${this.#field("p50", "Likely", { decimal: true })}
        ${this.#field("p90", "At most", { decimal: true })}
      </div>
      ${this.#field("words", "Labels and prefixes that mean it, with commas", { maxlength: 1_000 })}`;
  }

  #field(name: keyof Draft, label: string, { maxlength = 12, decimal = false }) {
    return html`<ui-field
      label=${label}
      maxlength=${maxlength}
      keyboard=${decimal ? "decimal" : "text"}
      .value=${this.draft[name]}
      @field-changed=${({ value }: FieldChangedEvent) => {
        this.draft = { ...this.draft, [name]: value };
        this.wrong = "";
      }}
    ></ui-field>`;
  }

  #say(): void {
    if (this.holdOut) return this.#sayTook(this.holdOut);
    const taskType = this.draft.taskType.trim().toLowerCase().replaceAll(/\s+/gu, "-");
    const hours = readHours(this.draft);
    const words = this.draft.words
      .split(",")
      .map((word) => word.trim())
      .filter((word) => word !== "");
    if (!/^[a-z][a-z0-9-]{0,39}$/u.test(taskType)) this.wrong = "A type has small letters, digits and dashes.";
    else if ("problem" in hours) this.wrong = hours.problem;
    else if (words.length > 20 || words.some((word) => word.length > 60)) this.wrong = "At most 20 words, each of at most 60 letters.";
    else
      this.dispatchEvent(new HoursSaidEvent({ taskType, baseline: { hours: hours.value ?? null, words } satisfies OutcomeBaselineInput }));
  }

  #sayTook({ taskId }: HoldOut): void {
    const milliHours = milliHoursOf(this.draft.took);
    if (!milliHours) this.wrong = "Write it as hours, such as 1.5.";
    else this.dispatchEvent(new HoursSaidEvent({ taskId, milliHours }));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "hours-sheet": HoursSheet;
  }
}
