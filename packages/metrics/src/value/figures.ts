import { hourParts, hoursTogether, type Weighed } from "./hours.ts";
import { ratio, ratioOrNull, safe, total } from "./money.ts";
import { tenthsInPlace } from "./places.ts";
import type { Annual, CostPart, Grade, Triple, ValueCosts } from "./types.ts";

/* The figures that follow from others by one formula each: whole numbers in, whole numbers out. */

const ppm = 1_000_000n;
/** Parts of an hour in a milliHour. */
const milliParts = hourParts / 1000n;

/** P10, P50 and P90 of whole numbers, as many as a multiple of ten: each lies between two of them. `at`: the n-th smallest, from 0. */
export function tripleAt(count: number, at: (place: number) => number): Triple {
  const between = (percent: number) => {
    const next = (count * percent) / 100;
    return ratio(BigInt(at(next - 1)) + BigInt(at(next)), 2n);
  };
  return { p10: between(10), p50: between(50), p90: between(90) };
}

/** The same of numbers in any order. */
export function tripleOf(values: Float64Array): Triple {
  const inPlace = tenthsInPlace(values);
  return tripleAt(inPlace.length, (place) => inPlace[place] as number);
}

/** Each of the three by the same function, which keeps their order. */
export function eachOf(triple: Triple, change: (value: number) => number): Triple {
  return { p10: change(triple.p10), p50: change(triple.p50), p90: change(triple.p90) };
}

/**
 * Whether the known parts make a cost: while what was billed or the price of plans is not known, nothing but zeros beside it
 * are no cost of 0, from which everything would pay for itself.
 */
export function makesCost(costs: ValueCosts): boolean {
  const known = Object.values(costs).filter((micros) => micros !== null);
  return known.some((micros) => micros > 0) || (known.length > 0 && costs.billed !== null && costs.plan !== null);
}

/** The parts of the cost that are known, together in micros; null if they make none. `missing`: the others. */
export function costOf(costs: ValueCosts): { micros: number | null; missing: CostPart[] } {
  const parts = Object.entries(costs) as [CostPart, number | null][];
  const known = parts.flatMap(([, micros]) => (micros === null ? [] : [micros]));
  if (known.some((micros) => !Number.isSafeInteger(micros) || micros < 0))
    throw new RangeError("value: a cost is whole micros, not negative");
  const micros = makesCost(costs) ? safe(total(known)) : null;
  return { micros, missing: parts.flatMap(([part, micros]) => (micros === null ? [part] : [])) };
}

/** Hours that must be really saved for the cost: cost ÷ (rate × realisation), in milliHours; null if they are worth nothing. */
export function breakEven(costMicros: number, rateMicros: number, realisation: number): number | null {
  const each = BigInt(rateMicros) * BigInt(realisation);
  return each === 0n ? null : ratioOrNull(BigInt(costMicros) * ppm * 1000n, each);
}

/** Net ÷ cost in ppm; null without cost, and where it is beyond what a number holds. */
export function roi(netMicros: number, costMicros: number): number | null {
  return costMicros === 0 ? null : ratioOrNull(BigInt(netMicros) * ppm, BigInt(costMicros));
}

/** Investment ÷ net per day, in milliDays; null if there is no net to pay it back. */
export function payback(investmentMicros: number, netMicros: number, days: number): number | null {
  return netMicros <= 0 ? null : ratioOrNull(BigInt(investmentMicros) * milli(days), BigInt(netMicros));
}

/** Hours of work that came out ÷ hours that people spent, in ppm; null if they spent none. The gain is 1_000_000 less. */
export function multiple(equivalentMilliHours: number, humanMilliHours: number): number | null {
  return humanMilliHours <= 0 ? null : ratioOrNull(BigInt(equivalentMilliHours) * ppm, BigInt(humanMilliHours));
}

/** What a year of work holds, in milliHours. */
export const yearMilliHours = 2_080_000;

type Year = { value: Triple; net: Triple | null; milliHours: number; workingDays: number; perYear: number; people: number };

/** A year of working days at the pace of a window; null if the window has none. */
export function annual({ value, net, milliHours, workingDays, perYear, people }: Year): Annual | null {
  if (milli(workingDays) <= 0n || people <= 0) return null;
  const ofYear = (figure: number) => ratio(BigInt(figure) * milli(perYear), milli(workingDays));
  return {
    value: eachOf(value, ofYear),
    net: net && eachOf(net, ofYear),
    milliHoursPerPerson: ratio(BigInt(milliHours) * milli(perYear) * 1000n, milli(workingDays) * milli(people)),
  };
}

const milli = (amount: number) => BigInt(Math.round(amount * 1000));

/** Hours in parts as milliHours. */
export function milliHoursOf(parts: bigint): number {
  return ratio(parts, milliParts);
}

/** Which part of the hours at P50 rests on each grade, in ppm that add up to a million; null if there are none. */
export function gradesOf(all: readonly Weighed[]): { shares: Record<Grade, number>; indicative: boolean } | null {
  const hours: Record<Grade, bigint> = { A: 0n, B: 0n, C: 0n, D: 0n };
  for (const [grade, own] of Map.groupBy(all, ({ outcome }) => outcome.grade)) hours[grade] = hoursTogether(own, "p50");
  const whole = hours.A + hours.B + hours.C + hours.D;
  if (whole === 0n) return null;
  const parts = (Object.keys(hours) as Grade[]).map((grade) => {
    const exact = hours[grade] * ppm;
    return { grade, share: Number(exact / whole), rest: exact % whole };
  });
  // What rounding down leaves goes to those that lost most by it.
  const left = 1_000_000 - parts.reduce((sum, { share }) => sum + share, 0);
  const shares = { A: 0, B: 0, C: 0, D: 0 };
  parts.sort((a, b) => Number(b.rest - a.rest > 0n) - Number(b.rest - a.rest < 0n) || (a.grade < b.grade ? -1 : 1));
  for (const [index, { grade, share }] of parts.entries()) shares[grade] = share + Number(index < left);
  return { shares, indicative: (hours.C + hours.D) * 2n > whole };
}
