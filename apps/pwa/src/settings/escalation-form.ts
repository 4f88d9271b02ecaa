import type { EscalationPolicy, EscalationPolicyAnswer } from "@beckon/contracts/escalation";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import type { ChoiceMadeEvent } from "@beckon/ui/ui-select";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { pageStyles } from "../shell/page.styles.ts";
import { costProblem, draftOf, minutesProblem, policyOf, repeatProblem, type DraftStep, type EscalationDraft } from "./escalation-draft.ts";
import { tellWords } from "./escalation-words.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-select";

const mostSteps = 10;
const risks = [
  { value: "", label: "By no risk" },
  { value: "medium", label: "Medium or more" },
  { value: "high", label: "High or more" },
  { value: "critical", label: "Critical" },
];
const times = ["0", "1", "2", "3", "5", "10"];

/** These steps are to hold. */
export class EscalationChanged extends Event {
  readonly policy: EscalationPolicy;
  constructor(policy: EscalationPolicy) {
    super("escalation-changed", { bubbles: true, composed: true });
    this.policy = policy;
  }
}

/**
 * The steps, to be changed.
 * @fires escalation-changed They are to be so.
 * @fires escalation-left As they were.
 */
@customElement("escalation-form")
export class EscalationForm extends LitElement {
  static override styles = [
    baseStyles,
    pageStyles,
    css`
      ol {
        display: grid;
        gap: var(--space-3);
      }
      .step {
        display: grid;
        grid-template-columns: 84px minmax(0, 1fr) auto;
        gap: var(--space-2);
        align-items: end;
      }
      /* On a phone whom it tells has a line of its own, to be read to its end. */
      @media (max-width: 519px) {
        .step {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        .step ui-select {
          grid-area: 2 / 1 / auto / -1;
        }
        .step + .step {
          padding-block-start: var(--space-3);
          border-block-start: 1px solid var(--line);
        }
      }
      .first {
        display: grid;
        align-items: center;
        min-block-size: 48px;
        color: var(--ink-soft);
      }
      .two {
        display: grid;
        grid-template-columns: repeat(2, minmax(0, 1fr));
        gap: var(--space-3);
        align-items: end;
      }
    `,
  ];

  @property({ attribute: false }) policy!: EscalationPolicyAnswer;
  @property({ type: Boolean }) busy = false;
  @property() problem = "";
  @state() private draft: EscalationDraft | undefined;

  protected override willUpdate(): void {
    this.draft ??= draftOf(this.policy);
  }

  override render() {
    const draft = this.draft as EscalationDraft;
    const policy = policyOf(draft);
    return html`<ol aria-label="Steps">
        ${draft.steps.map((step, index) => this.#renderStep(step, index))}
      </ol>
      ${
        draft.steps.length < mostSteps
          ? html`<ui-button icon="plus" @click=${() => this.#put({ steps: [...draft.steps, { after: "5", to: "everyone" }] })}
              >Add a step</ui-button
            >`
          : nothing
      }
      <div class="two">
        <ui-select
          label="From the beginning again"
          .choices=${times.map((value) => ({ value, label: value === "0" ? "Never" : value === "1" ? "Once" : `${value} times` }))}
          value=${draft.repeatTimes}
          @choice-made=${({ value }: ChoiceMadeEvent) => this.#put({ repeatTimes: value })}
        ></ui-select>
        ${
          draft.repeatTimes === "0"
            ? nothing
            : html`<ui-field
                label="After so many minutes"
                keyboard="decimal"
                maxlength="4"
                error=${repeatProblem(draft.repeatAfter)}
                .value=${draft.repeatAfter}
                @field-changed=${({ value }: FieldChangedEvent) => this.#put({ repeatAfter: value })}
              ></ui-field>`
        }
      </div>
      <div class="two">
        <ui-select
          label="Decisions too, from this risk"
          .choices=${risks}
          value=${draft.fromRisk}
          @choice-made=${({ value }: ChoiceMadeEvent) => this.#put({ fromRisk: value })}
        ></ui-select>
        <ui-field
          label="Or from this cost, $ an hour"
          keyboard="decimal"
          maxlength="10"
          error=${costProblem(draft.cost)}
          .value=${draft.cost}
          @field-changed=${({ value }: FieldChangedEvent) => this.#put({ cost: value })}
        ></ui-field>
      </div>
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      <div class="actions">
        <ui-button
          variant="primary"
          ?busy=${this.busy}
          ?disabled=${policy === undefined}
          @click=${() => policy && this.dispatchEvent(new EscalationChanged(policy))}
          >Save</ui-button
        >
        <ui-button
          ?disabled=${this.busy}
          @click=${() => this.dispatchEvent(new Event("escalation-left", { bubbles: true, composed: true }))}
          >Leave it</ui-button
        >
      </div>`;
  }

  #renderStep({ after, to }: DraftStep, index: number) {
    const { steps } = this.draft as EscalationDraft;
    const ways = Object.entries(tellWords).map(([value, words]) => ({ value, label: `${words[0]?.toUpperCase()}${words.slice(1)}` }));
    const channels = this.policy.channels.map(({ id, name, enabled }) => ({ value: id, label: `${name}${enabled ? "" : " (off)"}` }));
    const put = (change: Partial<DraftStep>) =>
      this.#put({ steps: steps.map((step, at) => (at === index ? { ...step, ...change } : step)) });
    return html`<li class="step">
      ${
        index === 0
          ? html`<span class="first">At once</span>`
          : html`<ui-field
              label="Minutes"
              keyboard="decimal"
              maxlength="4"
              error=${minutesProblem(after)}
              .value=${after}
              @field-changed=${({ value }: FieldChangedEvent) => put({ after: value })}
            ></ui-field>`
      }
      <ui-select
        label=${`Step ${index + 1} tells`}
        .choices=${[...ways, ...channels]}
        value=${to}
        @choice-made=${({ value }: ChoiceMadeEvent) => put({ to: value })}
      ></ui-select>
      <ui-button
        square
        variant="quiet"
        icon="cross"
        label=${`Remove step ${index + 1}`}
        ?disabled=${steps.length === 1}
        @click=${() => this.#put({ steps: steps.filter((_step, at) => at !== index) })}
      ></ui-button>
    </li>`;
  }

  #put(change: Partial<EscalationDraft>): void {
    this.draft = { ...(this.draft as EscalationDraft), ...change };
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "escalation-form": EscalationForm;
  }
  interface HTMLElementEventMap {
    "escalation-changed": EscalationChanged;
  }
}
