import { alertKindOf, type AlertSeverity, type AlertUnit } from "@beckon/contracts/alert-kinds";
import { meansWords, valueWords } from "@beckon/contracts/alert-words";
import type { AlertRule, AlertRuleInput } from "@beckon/contracts/alerts";
import { baseStyles } from "@beckon/ui/base.styles";
import type { FieldChangedEvent } from "@beckon/ui/ui-field";
import type { SegmentChosenEvent } from "@beckon/ui/ui-segmented";
import type { SwitchTurnedEvent } from "@beckon/ui/ui-switch";
import { html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { sheetStyles } from "../controls/sheet.styles.ts";
import "@beckon/ui/ui-button";
import "@beckon/ui/ui-dialog";
import "@beckon/ui/ui-field";
import "@beckon/ui/ui-segmented";
import "@beckon/ui/ui-switch";

/** The rule is to be so; without values: as it was made. */
export class RuleWished extends Event {
  readonly input: AlertRuleInput | undefined;
  constructor(input: AlertRuleInput | undefined) {
    super("rule-wished", { bubbles: true, composed: true });
    this.input = input;
  }
}

/** How a threshold is written by people: its name, and how many of the stored unit one is. */
const written: Record<AlertUnit, { name: string; per: number }> = {
  percent: { name: "percent", per: 1 },
  times: { name: "times", per: 1 },
  count: { name: "number", per: 1 },
  seconds: { name: "minutes", per: 60 },
  milliseconds: { name: "milliseconds", per: 1 },
  micros: { name: "dollars", per: 1_000_000 },
};
const severities = [
  { value: "info", label: "Only show" },
  { value: "warning", label: "Warning" },
  { value: "critical", label: "Critical" },
];
const hints = {
  info: "It stands in the app and rings nobody.",
  warning: "It rings, and waits for the end of quiet hours.",
  critical: "It rings, in quiet hours too.",
};

const parse = (text: string): number => (/^\d{1,12}([.,]\d{1,6})?$/.test(text.trim()) ? Number(text.trim().replace(",", ".")) : Number.NaN);
const show = (value: number): string => String(Number(value.toFixed(6)));

/**
 * When a kind of alert fires, and how loud it is.
 * @fires rule-wished It is to be so.
 * @fires dialog-closed It was closed.
 */
@customElement("alert-rule-sheet")
export class AlertRuleSheet extends LitElement {
  static override styles = [baseStyles, sheetStyles];

  @property({ attribute: false }) rule!: AlertRule;
  @property({ type: Boolean }) busy = false;
  @property() problem = "";
  @state() private enabled = true;
  @state() private threshold = "";
  @state() private minutes = "";
  @state() private severity: AlertSeverity = "warning";

  protected override willUpdate(): void {
    if (this.hasUpdated) return;
    const { kind, enabled, threshold, forSeconds, severity } = this.rule;
    [this.enabled, this.severity] = [enabled, severity];
    this.threshold = show(threshold / written[alertKindOf(kind).unit].per);
    this.minutes = show(forSeconds / 60);
  }

  override render() {
    const { title, unit, min, max } = alertKindOf(this.rule.kind);
    const { name, per } = written[unit];
    const value = parse(this.threshold) * per;
    const wrong = !(value >= min && value <= max);
    const lasting = Math.round(parse(this.minutes) * 60);
    const wrongMinutes = !(lasting >= 0 && lasting <= 86_400);
    return html`<ui-dialog heading=${title} open>
      <div class="stack">
        <p>${wrong ? meansWords(this.rule.kind, this.rule.threshold) : meansWords(this.rule.kind, value)}</p>
        <ui-switch
          ?on=${this.enabled}
          label="Watch this"
          hint="Switched off, what fires by it is over."
          @switch-turned=${({ on }: SwitchTurnedEvent) => (this.enabled = on)}
        ></ui-switch>
        <ui-field
          label=${`Threshold, in ${name}`}
          keyboard="decimal"
          maxlength="16"
          hint=${`Between ${valueWords(unit, min)} and ${valueWords(unit, max)}.`}
          error=${wrong ? `Between ${valueWords(unit, min)} and ${valueWords(unit, max)}.` : ""}
          .value=${this.threshold}
          @field-changed=${({ value: text }: FieldChangedEvent) => (this.threshold = text)}
        ></ui-field>
        <ui-field
          label="For so many minutes before it fires"
          keyboard="decimal"
          maxlength="8"
          error=${wrongMinutes ? "Between 0 and 1,440 minutes." : ""}
          .value=${this.minutes}
          @field-changed=${({ value: text }: FieldChangedEvent) => (this.minutes = text)}
        ></ui-field>
        <ui-segmented
          label="How loud"
          .segments=${severities}
          value=${this.severity}
          @segment-chosen=${({ value: chosen }: SegmentChosenEvent) => (this.severity = chosen as AlertSeverity)}
        ></ui-segmented>
        <p>${hints[this.severity]}</p>
        ${this.rule.edited ? html`<ui-button wide variant="quiet" icon="refresh" ?busy=${this.busy} @click=${() => this.#wish(undefined)}>Back to the defaults</ui-button>` : nothing}
        ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      </div>
      <div slot="actions" class="buttons">
        <ui-button wide @click=${() => this.renderRoot.querySelector("ui-dialog")?.close()}>Not now</ui-button>
        <ui-button
          wide
          variant="primary"
          ?busy=${this.busy}
          ?disabled=${wrong || wrongMinutes}
          @click=${() => this.#wish({ enabled: this.enabled, threshold: value, forSeconds: lasting, severity: this.severity })}
          >Set</ui-button
        >
      </div>
    </ui-dialog>`;
  }

  #wish(input: AlertRuleInput | undefined): void {
    this.dispatchEvent(new RuleWished(input));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "alert-rule-sheet": AlertRuleSheet;
  }
  interface HTMLElementEventMap {
    "rule-wished": RuleWished;
  }
}
