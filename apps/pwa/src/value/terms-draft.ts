import type { ValuePlan, ValueTerms } from "@beckon/contracts/value-terms";

/*
 * Assumptions as they are being written: text in, whole millionths and thousandths out, digit by digit. A number that a
 * person writes never becomes a fraction on its way.
 */

export type Three = { p10: string; p50: string; p90: string };
export type PlanDraft = { name: string; monthly: string; share: string; since: string; until: string };
export type TermsDraft = {
  currency: string;
  perDollar: string;
  exchangeDate: string;
  rate: Three;
  realisation: Three;
  plans: PlanDraft[];
  infrastructure: string;
  setUp: string;
  setUpSince: string;
  costOfDelay: string;
  workingDays: string;
  hoursPerPersonDay: string;
  people: string;
};
export type TermsRead = { terms?: ValueTerms; errors: Record<string, string> };

const money = 6;
/** Percent to millionths. */
const share = 4;
const hours = 3;
const most = 1_000_000_000_000_000;

/** "1,250.50" with six places is 1250500000; undefined for what is no number, or has more places than there are. */
export function wholeOf(text: string, places: number): number | undefined {
  const plain = text.trim().replaceAll(/[\s\u00a0]/gu, "");
  // Commas in threes part thousands; a single one is the decimal sign of half the world.
  const digits = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/u.test(plain) ? plain.replaceAll(",", "") : plain.replace(",", ".");
  const parts = /^(\d{1,13})(?:\.(\d+))?$/u.exec(digits);
  if (!parts) return undefined;
  const fraction = (parts[2] ?? "").replace(/0+$/u, "");
  if (fraction.length > places) return undefined;
  const value = Number(`${parts[1]}${fraction.padEnd(places, "0")}`);
  return value <= most ? value : undefined;
}

/** The other way: 1250500000 with six places is "1250.5". */
export function textOf(value: number | undefined, places: number): string {
  if (value === undefined) return "";
  const digits = String(value).padStart(places + 1, "0");
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/u, "");
}

const three = (triple: ValueTerms["rate"], places: number): Three => ({
  p10: textOf(triple?.p10, places),
  p50: textOf(triple?.p50, places),
  p90: textOf(triple?.p90, places),
});

export const draftOfPlan = (plan: ValuePlan): PlanDraft => ({
  name: plan.name,
  monthly: textOf(plan.monthlyMicros, money),
  share: textOf(plan.share, share),
  since: plan.since,
  until: plan.until ?? "",
});

/** What stands, as text to change; where nothing stands yet, empty: nothing is suggested that nobody said. */
export function draftOf(terms: ValueTerms | null): TermsDraft {
  return {
    currency: terms?.currency ?? "USD",
    perDollar: textOf(terms?.exchange?.perDollar, money),
    exchangeDate: terms?.exchange?.date ?? "",
    rate: three(terms?.rate, money),
    realisation: three(terms?.realisation, share),
    plans: (terms?.plans ?? []).map(draftOfPlan),
    infrastructure: textOf(terms?.infrastructurePerMonthMicros, money),
    setUp: textOf(terms?.setUp?.micros, money),
    setUpSince: terms?.setUp?.since ?? "",
    costOfDelay: textOf(terms?.costOfDelayPerHourMicros, money),
    workingDays: String(terms?.workingDays ?? 220),
    hoursPerPersonDay: textOf(terms?.hoursPerPersonDay, hours),
    people: terms?.people === undefined ? "" : String(terms.people),
  };
}

/** The terms of a draft, or what is wrong in it by the field's name. */
export function termsOf(draft: TermsDraft): TermsRead {
  const errors: Record<string, string> = {};
  const read = new Reader(errors);
  const currency = draft.currency.trim().toUpperCase();
  if (!/^[A-Z]{3}$/u.test(currency)) errors.currency = "Three letters, such as USD or EUR.";
  const perDollar = currency === "USD" ? undefined : read.number("perDollar", draft.perDollar, money);
  if (currency !== "USD" && !perDollar) errors.perDollar ??= "Usage is told in dollars: say what one is in this currency.";
  if (currency !== "USD" && !isDay(draft.exchangeDate)) errors.exchangeDate = "Of which day that is.";
  const rate = read.three("rate", draft.rate, money);
  const realisation = read.three("realisation", draft.realisation, share, 1_000_000);
  const plans = draft.plans.map((plan, index) => read.plan(`plans.${index}`, plan));
  const infrastructure = read.number("infrastructure", draft.infrastructure, money);
  const setUp = read.number("setUp", draft.setUp, money);
  if (setUp !== undefined && !isDay(draft.setUpSince)) errors.setUpSince = "Since when it is there.";
  const costOfDelay = read.number("costOfDelay", draft.costOfDelay, money);
  const workingDays = read.number("workingDays", draft.workingDays || "220", 0, 366, 1);
  const hoursPerPersonDay = read.number("hoursPerPersonDay", draft.hoursPerPersonDay, hours, 24_000, 1);
  const people = read.number("people", draft.people, 0, 100_000, 1);
  if (Object.keys(errors).length > 0) return { errors };
  return {
    errors,
    terms: {
      currency,
      ...(perDollar && { exchange: { perDollar, date: draft.exchangeDate } }),
      ...(rate && { rate }),
      ...(realisation && { realisation }),
      plans: plans as ValuePlan[],
      ...(infrastructure !== undefined && { infrastructurePerMonthMicros: infrastructure }),
      ...(setUp !== undefined && { setUp: { micros: setUp, since: draft.setUpSince } }),
      ...(costOfDelay !== undefined && { costOfDelayPerHourMicros: costOfDelay }),
      workingDays: workingDays ?? 220,
      ...(hoursPerPersonDay !== undefined && { hoursPerPersonDay }),
      ...(people !== undefined && { people }),
    },
  };
}

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(Date.parse(text));

/** Reads fields, and notes what is wrong in them. */
class Reader {
  readonly #errors: Record<string, string>;
  constructor(errors: Record<string, string>) {
    this.#errors = errors;
  }

  /** Empty: not said. */
  number(field: string, text: string, places: number, atMost = most, atLeast = 0): number | undefined {
    if (text.trim() === "") return undefined;
    const value = wholeOf(text, places);
    if (value === undefined) this.#errors[field] = places === 0 ? "A whole number." : "A number, such as 80 or 79.50.";
    else if (value > atMost || value < atLeast)
      this.#errors[field] = `From ${textOf(atLeast, places) || "0"} to ${textOf(atMost, places)}.`;
    return value;
  }

  /** All three, rising; one alone stands for all of them. */
  three(field: string, { p10, p50, p90 }: Three, places: number, atMost = most) {
    const given = [p10, p50, p90].filter((text) => text.trim() !== "");
    if (given.length === 0) return undefined;
    const only = given.length === 1 ? given[0] : undefined;
    const [low, middle, high] = [p10, p50, p90].map((text) => this.number(field, only ?? text, places, atMost));
    if (this.#errors[field]) return undefined;
    if (low === undefined || middle === undefined || high === undefined) this.#errors[field] = "All three, or one that is certain.";
    else if (low > middle || middle > high) this.#errors[field] = "They must rise: low, middle, high.";
    else return { p10: low, p50: middle, p90: high };
    return undefined;
  }

  plan(field: string, { name, monthly, share: part, since, until }: PlanDraft): ValuePlan | undefined {
    const monthlyMicros = this.number(`${field}.monthly`, monthly, money);
    const own = this.number(`${field}.share`, part, share, 1_000_000);
    if (name.trim() === "") this.#errors[`${field}.name`] = "Its name.";
    if (monthlyMicros === undefined) this.#errors[`${field}.monthly`] ??= "What it costs a month.";
    if (own === undefined) this.#errors[`${field}.share`] ??= "How much of it is for this fleet: 100 for all.";
    if (!isDay(since)) this.#errors[`${field}.since`] = "Since when.";
    if (until !== "" && (!isDay(until) || until < since)) this.#errors[`${field}.until`] = "Not before it began.";
    if (monthlyMicros === undefined || own === undefined) return undefined;
    return { name: name.trim(), monthlyMicros, share: own, since, ...(until && { until }) };
  }
}
