import type { ValueTerms } from "@beckon/contracts/value-terms";
import { shownWords } from "../decisions/shown-text.ts";
import { short } from "../fleet/short.ts";
import { count, exactMoney, hours, money, multiple, percent } from "./value-words.ts";

type Triple = { p10: number; p50: number; p90: number };

/** Assumptions as lines to read. What nobody said is in none. */
export function termRows(terms: ValueTerms): [string, string][] {
  const { currency } = terms;
  const range = ({ p10, p50, p90 }: Triple, say: (value: number) => string) =>
    p10 === p90 ? say(p50) : `${say(p50)} (${say(p10)} to ${say(p90)})`;
  const inMoney = (micros: number) => money(micros, currency);
  return [
    [
      "Currency",
      terms.exchange ? `${currency}; $1 is ${multiple(terms.exchange.perDollar)} ${currency} on ${terms.exchange.date}` : currency,
    ],
    ["Hourly rate", terms.rate ? range(terms.rate, inMoney) : "not said"],
    ["Really used", terms.realisation ? range(terms.realisation, percent) : "not said"],
    ...terms.plans.map((plan): [string, string] => [
      `Plan ${shownWords(short(plan.name, 80))}`,
      `${exactMoney(plan.monthlyMicros, currency, 2)} a month, ${percent(plan.share)} of it, since ${plan.since}${plan.until ? ` until ${plan.until}` : ""}`,
    ]),
    ...(terms.infrastructurePerMonthMicros === undefined
      ? []
      : [["Infrastructure", `${inMoney(terms.infrastructurePerMonthMicros)} a month`] as [string, string]]),
    ...(terms.setUp ? [["Set-up", `${inMoney(terms.setUp.micros)} once, since ${terms.setUp.since}`] as [string, string]] : []),
    ...(terms.costOfDelayPerHourMicros === undefined
      ? []
      : [["Cost of delay", `${inMoney(terms.costOfDelayPerHourMicros)} an hour`] as [string, string]]),
    ["Working days a year", count(terms.workingDays)],
    ...(terms.people === undefined ? [] : [["People", count(terms.people)] as [string, string]]),
    ...(terms.hoursPerPersonDay === undefined ? [] : [["Hours a day of one person", hours(terms.hoursPerPersonDay)] as [string, string]]),
  ];
}
