import type { Alert } from "@beckon/contracts/alerts";
import type { Budget, SpendAlarm } from "@beckon/contracts/budgets";
import { baseStyles } from "@beckon/ui/base.styles";
import { formatMoment } from "@beckon/ui/duration";
import type { Bar, BarChosenEvent } from "@beckon/ui/ui-bars";
import type { ChoiceMadeEvent } from "@beckon/ui/ui-select";
import { css, html, LitElement, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { markName, spendKinds, withMarks } from "../alerts/alert-marks.ts";
import { shownWords } from "../decisions/shown-text.ts";
import { formatMoney } from "../fleet/money.ts";
import { short } from "../fleet/short.ts";
import type { View } from "../platform/cached-view.ts";
import { columnNames, scopeName } from "./budget-words.ts";
import type { SpendHours } from "./budgets.api.ts";
import "@beckon/ui/ui-bars";
import "@beckon/ui/ui-chart";
import "@beckon/ui/ui-select";

/** Another scope's hours are to be shown: the place of its budget, or none for all agents. */
export class HoursChosenEvent extends Event {
  readonly id: string;
  constructor(id: string) {
    super("hours-chosen", { bubbles: true, composed: true });
    this.id = id;
  }
}

const series = [
  { name: "Spent", tone: "good" as const },
  { name: "Far above its habit", tone: "bad" as const },
];
/** Of a cent, for the axis takes whole counts. */
const centMicros = 10_000;

/**
 * What was spent hour by hour, and which of the hours was far above habit.
 * @fires hours-chosen Another scope was chosen.
 */
@customElement("spend-hours-card")
export class SpendHoursCard extends LitElement {
  static override styles = [
    baseStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
        font: 400 var(--text-s) / 1.5 var(--font);
        color: var(--ink);
      }
      ui-select {
        display: block;
        margin-block-end: var(--space-4);
      }
      p {
        color: var(--ink-soft);
        font-size: 0.8125rem;
      }
      .read {
        min-block-size: 1.5em;
        padding-block-start: var(--space-2);
      }
      table {
        inline-size: 100%;
        border-collapse: collapse;
        font-size: 0.8125rem;
        font-variant-numeric: tabular-nums;
      }
      th,
      td {
        padding: 7px 0;
        border-block-end: 1px solid var(--line);
        text-align: end;
      }
      th {
        text-align: start;
        font-weight: 500;
      }
    `,
  ];

  @property({ attribute: false }) view: View<SpendHours> = { loading: true };
  @property({ attribute: false }) budgets: readonly Budget[] = [];
  @property({ attribute: false }) alarms: readonly SpendAlarm[] = [];
  /** What fired: marks on the hours in which it did. */
  @property({ attribute: false }) fired: readonly Alert[] = [];
  /** The budget whose scope is shown; empty: all agents. */
  @property() chosen = "";
  @state() private bar: number | undefined;

  override render() {
    const { body, at, error, loading } = this.view;
    return html`<ui-chart heading="Spent by hour" stamp=${at ? `As of ${formatMoment(at, new Date())}` : ""}>
      ${
        this.budgets.length > 0
          ? html`<ui-select data-bare label="Of" .choices=${this.#choices()} value=${this.chosen} @choice-made=${this.#choose}></ui-select>`
          : nothing
      }
      ${body ? this.#renderBars(body) : html`<p role="status">${error ?? (loading ? "Loading" : "No data")}</p>`}
      ${error && at ? html`<p role="status">${error}. As of ${formatMoment(at, new Date())}.</p>` : nothing}
      ${body ? this.#renderNumbers(body) : nothing}
    </ui-chart>`;
  }

  #choices() {
    const own = this.budgets
      .filter(({ scope, column }) => scope.kind !== "workspace" || column !== "apiEquivalent")
      .map((budget) => ({
        value: budget.id,
        label: `${shownWords(short(scopeName(budget.scope), 80))}${budget.column === "billed" ? `, ${columnNames.billed}` : ""}`,
      }));
    return [{ value: "", label: "All agents" }, ...own];
  }

  #choose = ({ value }: ChoiceMadeEvent): void => {
    this.bar = undefined;
    this.dispatchEvent(new HoursChosenEvent(value));
  };

  #renderBars(hours: SpendHours) {
    const steps = hours.items.map(({ from }) => ({ from, to: new Date(Date.parse(from) + 3_600_000).toISOString() }));
    const bars = withMarks(this.#bars(hours), steps, { alerts: this.fired, kinds: spendKinds });
    const total = hours.items.reduce((sum, { micros }) => sum + (micros ?? 0), 0);
    if (hours.items.every(({ micros, unpriced }) => (micros ?? 0) === 0 && unpriced === 0))
      return html`<p role="status">Nothing was spent in the last ${hours.items.length} hours.</p>`;
    return html`<ui-bars
        label="Spent by hour"
        .bars=${bars}
        .series=${series}
        marked=${markName}
        .format=${(cents: number) => (cents >= 1_000 ? `$${Math.round(cents / 100)}` : formatMoney(cents * centMicros))}
        .chosen=${this.bar}
        @bar-chosen=${({ index }: BarChosenEvent) => (this.bar = index)}
      ></ui-bars>
      <p class="read">
        ${this.bar === undefined ? `${formatMoney(total)} in ${hours.items.length} hours, ${columnNames[hours.column]}.${habitWords(hours)}` : bars[this.bar]?.words}
      </p>`;
  }

  #bars({ items }: SpendHours): Bar[] {
    const wild = new Set(this.#anomalies());
    const step = Math.ceil(items.length / 4);
    return items.map(({ from, micros, unpriced }, index) => {
      const cents = Math.ceil((micros ?? 0) / centMicros);
      const isWild = wild.has(from);
      const hour = new Date(from).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      return {
        counts: isWild ? [0, cents] : [cents, 0],
        words: `${formatMoment(from, new Date())}: ${micros === null ? "nothing priced" : formatMoney(micros)}${unpriced > 0 ? `, ${unpriced} without price` : ""}${isWild ? ", far above habit" : ""}`,
        label: index % step === 0 ? hour : undefined,
      };
    });
  }

  #anomalies(): string[] {
    const budget = this.budgets.find(({ id }) => id === this.chosen);
    const { kind, id } = budget?.scope ?? { kind: "workspace", id: undefined };
    const column = budget?.column ?? "apiEquivalent";
    return this.alarms.flatMap(({ hour, scope }) =>
      hour && scope.kind === kind && scope.id === id && hour.column === column ? hour.from : [],
    );
  }

  #renderNumbers(hours: SpendHours) {
    return html`<table slot="numbers">
      <caption class="visually-hidden">
        Spent by hour
      </caption>
      <thead>
        <tr>
          <th scope="col">Hour</th>
          <td>Spent</td>
        </tr>
      </thead>
      <tbody>
        ${hours.items.map(
          ({ from, micros }) =>
            html`<tr>
              <th scope="row">${formatMoment(from, new Date())}</th>
              <td>${micros === null ? "no price" : formatMoney(micros)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

const habitWords = ({ habit }: SpendHours): string =>
  habit ? ` Usual for this hour of the day: ${formatMoney(habit.usual)}, by ${habit.n} days.` : "";

declare global {
  interface HTMLElementTagNameMap {
    "spend-hours-card": SpendHoursCard;
  }
  interface HTMLElementEventMap {
    "hours-chosen": HoursChosenEvent;
  }
}
