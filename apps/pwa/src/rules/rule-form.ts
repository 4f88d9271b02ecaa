import type { RuleAnswer } from "@beckon/contracts/rules";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import type { ChoiceMadeEvent } from "@beckon/ui/ui-select";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { answerChoices, type draftFlaws, type RuleDraft, workHours } from "./rule-draft.ts";
import { denies, hoursWords } from "./rule-words.ts";
import { ruleStyles } from "./rules.styles.ts";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-segmented";
import "@beckon/ui/ui-select";

/** A field was changed. */
export class DraftChangedEvent extends Event {
  readonly change: Partial<RuleDraft>;
  constructor(change: Partial<RuleDraft>) {
    super("draft-changed", { bubbles: true, composed: true });
    this.change = change;
  }
}

const commandWays = [
  { value: "begins", label: "Begins with" },
  { value: "is", label: "Is exactly" },
  { value: "none", label: "None" },
];
const risks = ["low", "medium", "high", "critical"].map((value) => ({
  value,
  label: `${value.charAt(0).toUpperCase()}${value.slice(1)}`,
}));
const spans = [1, 7, 30, 90].map((days) => ({ value: String(days), label: `${days} d` }));
const hint = {
  begins: "Plain words, such as “git status”. A command with anything else in it – pipes, quotes within words, line ends – waits for you.",
  is: "Letter by letter.",
  none: "For tools that run no command, and for questions.",
} as const;

/** Something is said where most rules say nothing. */
const further = ({ files, tools, title, hours, mostPerHour }: RuleDraft): boolean =>
  files + tools + title !== "" || hours !== "always" || mostPerHour !== "30";

/**
 * The fields of a rule.
 * @fires draft-changed A field was changed.
 */
@customElement("rule-form")
export class RuleForm extends LitElement {
  static override styles = [
    baseStyles,
    ruleStyles,
    css`
      .fields {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--space-4);
      }
      .choice {
        display: grid;
        gap: 6px;
        color: var(--ink-soft);
        font: 600 0.8125rem / 1.4 var(--font);
      }
      summary {
        display: flex;
        align-items: center;
        min-block-size: var(--touch);
        color: var(--ink-soft);
        font: 600 0.8125rem / 1.4 var(--font);
        cursor: pointer;
      }
      details .fields {
        padding-block-start: var(--space-2);
      }
      .choice .note {
        font-weight: 400;
      }
    `,
  ];

  @property({ attribute: false }) draft!: RuleDraft;
  @property({ attribute: false }) flaws: ReturnType<typeof draftFlaws> = {};
  /** Whom the rule is for, where it is for one alone. */
  @property() agentName = "";

  override render() {
    const { draft, flaws } = this;
    const deny = denies(draft);
    const option = "tone" in draft.answer ? draft.answer.tone : "option";
    const spansHere = draft.until === undefined ? spans : [{ value: "0", label: "As it is" }, ...spans];
    return html`<div class="fields">
      ${this.#field("name", "Name", { maxlength: 80, error: flaws.name })}
      ${this.#choice("It answers", option, answerChoices(draft.answer), (value) => this.#answered(value))}
      ${this.#choice("The command", draft.by, commandWays, (value) => this.#change({ by: value as RuleDraft["by"] }), hint[draft.by])}
      ${draft.by === "none" ? nothing : this.#field("command", draft.by === "is" ? "Command" : "First words", { maxlength: 20_000, code: true, error: flaws.command })}
      ${this.#field("folder", "Only in the folder", { maxlength: 1_000, code: true, error: flaws.folder, hint: "Where it runs; files that it names lie there too." })}
      ${draft.rest.agentId === undefined ? nothing : this.#renderAgent()}
      ${this.#choice("Up to this risk", draft.maxRisk, deny ? risks : risks.slice(0, 2), (value) => this.#change({ maxRisk: value as RuleDraft["maxRisk"] }), deny ? "" : "High and critical risk is never approved by a rule.")}
      ${this.#choice("It ends after", String(draft.days), spansHere, (value) => this.#change({ days: Number(value) }))}
      <details ?open=${further(draft) || flaws.mostPerHour !== undefined || flaws.files !== undefined}>
        <summary>More conditions</summary>
        <div class="fields">
          ${this.#field("files", "Only files in", { maxlength: 1_000, code: true, error: flaws.files, hint: "For tools that read or change files." })}
          ${this.#field("tools", "Only the tools", { maxlength: 2_000, hint: "As the agent calls them, with commas between." })}
          ${this.#field("title", "Only the question", { maxlength: 300, hint: "Letter by letter; for questions where nothing is to run." })}
          ${this.#choice("At these hours", draft.hours, this.#hourChoices(), (value) => this.#change({ hours: value as RuleDraft["hours"] }))}
          ${this.#field("mostPerHour", "At most in an hour", { maxlength: 4, error: flaws.mostPerHour, hint: "What comes above that is left to you." })}
        </div>
      </details>
      ${flaws.scope ? html`<p class="problem" role="alert">${flaws.scope}</p>` : nothing}
    </div>`;
  }

  #hourChoices() {
    const { keptHours } = this.draft;
    return [
      { value: "always", label: "Always" },
      ...(keptHours ? [{ value: "kept", label: hoursWords(keptHours) }] : []),
      { value: "work", label: hoursWords(workHours()) },
    ];
  }

  #renderAgent() {
    return html`<div class="choice">
      <span>For whom</span>
      <ui-select
        label="For whom"
        .choices=${[
          { value: "one", label: `Only ${this.agentName || "this agent"}` },
          { value: "all", label: "Any agent" },
        ]}
        value="one"
        @choice-made=${(event: ChoiceMadeEvent) =>
          event.value === "all" && this.#change({ rest: { ...this.draft.rest, agentId: undefined } })}
      ></ui-select>
    </div>`;
  }

  #field(
    name: "name" | "command" | "folder" | "files" | "tools" | "title" | "mostPerHour",
    label: string,
    { maxlength, code = false, error = "", hint: said = "" }: { maxlength: number; code?: boolean; error?: string; hint?: string },
  ) {
    return html`<ui-field
      label=${label}
      maxlength=${maxlength}
      ?code=${code}
      error=${error}
      hint=${said}
      .value=${this.draft[name]}
      @field-changed=${(event: FieldChangedEvent) => this.#change({ [name]: event.value })}
    ></ui-field>`;
  }

  #choice(label: string, value: string, segments: { value: string; label: string }[], choose: (value: string) => void, note = "") {
    return html`<div class="choice">
      <span>${label}</span>
      <ui-segmented
        label=${label}
        .segments=${segments}
        value=${value}
        @segment-chosen=${(event: SegmentChosenEvent) => choose(event.value)}
      ></ui-segmented>
      ${note ? html`<p class="note">${note}</p>` : nothing}
    </div>`;
  }

  #answered(value: string): void {
    const { draft } = this;
    const answer: RuleAnswer = value === "approve" || value === "deny" ? { tone: value } : draft.answer;
    const tooRisky = value !== "deny" && (draft.maxRisk === "high" || draft.maxRisk === "critical");
    this.#change({ answer, ...(tooRisky ? { maxRisk: "medium" } : {}) });
  }

  #change(change: Partial<RuleDraft>): void {
    this.dispatchEvent(new DraftChangedEvent(change));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "rule-form": RuleForm;
  }
  interface HTMLElementEventMap {
    "draft-changed": DraftChangedEvent;
  }
}
