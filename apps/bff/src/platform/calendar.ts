import { hourMs, quarterMs, startOfQuarter } from "./keys.ts";

/** Milliseconds since 1970; `to` is not in it. */
export type Span = { from: number; to: number };
export type Bucket = Span & { key: string };

/**
 * The hours or days of a time zone that begin in or reach into a window, at most `limit` of them from
 * the window's start, whenever that is. A boundary is looked for on full quarters of an hour, which all zones keep to:
 * those with offsets such as +05:45 too, and those whose clocks change, by an hour or by half of one.
 */
export const bucketsOf = (unit: "hour" | "day", window: Span & { timeZone: string }, limit: number): Bucket[] => {
  const { from, to } = window;
  const labelOf = unit === "day" ? dateIn(window.timeZone) : undefined;
  const nextOf = unit === "day" ? nextDay(labelOf as (at: number) => string) : nextHour(window.timeZone);
  const buckets: Bucket[] = [];
  for (let start = from; start < to && buckets.length < limit;) {
    const end = Math.min(nextOf(startOfQuarter(start)), to);
    buckets.push({ from: start, to: end, key: labelOf ? labelOf(start) : new Date(start).toISOString() });
    start = end;
  }
  return buckets;
};

/** The local date of an instant, such as 2026-11-21. */
const dateIn = (timeZone: string) => {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, calendar: "iso8601", year: "numeric", month: "2-digit", day: "2-digit" });
  return (at: number) => format.format(at);
};

/** The first quarter of an hour of the next local day. */
const nextDay = (dateOf: (at: number) => string) => (start: number) => {
  const today = dateOf(start);
  const usual = start + 24 * hourMs;
  if (dateOf(usual) !== today && dateOf(usual - quarterMs) === today) return usual;
  let low = start;
  // Where a day is left out, as when a zone moves across the date line, the next is never 49 hours away.
  let high = start + 49 * hourMs;
  while (high - low > quarterMs) {
    const middle = low + Math.floor((high - low) / 2 / quarterMs) * quarterMs;
    if (dateOf(middle) === today) low = middle;
    else high = middle;
  }
  return high;
};

/** The first quarter of an hour after this one at which the zone's minutes are 00. */
const nextHour = (timeZone: string) => {
  const format = new Intl.DateTimeFormat("en", { timeZone, minute: "numeric" });
  const isFull = (at: number) => Number(format.format(at)) === 0;
  return (start: number) => {
    let next = start + quarterMs;
    while (!isFull(next)) next += quarterMs;
    return next;
  };
};

/** The index of the span that an instant lies in, of spans without gaps; -1 outside. */
export const spanAt = (spans: readonly Span[], at: number): number => {
  let [low, high] = [0, spans.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const { from, to } = spans[middle] as Span;
    if (at < from) high = middle - 1;
    else if (at >= to) low = middle + 1;
    else return middle;
  }
  return -1;
};

export type Step<G extends string = string> = { grain: G; ms: number };

/** A span cut into the largest full steps (of UTC) that fit, smaller ones at its ends; `steps` from large to small. */
export const piecesOf = <G extends string>({ from, to }: Span, steps: readonly Step<G>[]): (Span & { grain: G })[] => {
  const [step, ...smaller] = steps;
  if (!step || from >= to) return [];
  const [first, last] = [Math.ceil(from / step.ms) * step.ms, Math.floor(to / step.ms) * step.ms];
  if (first >= last) return piecesOf({ from, to }, smaller);
  return [
    ...piecesOf({ from, to: first }, smaller),
    { grain: step.grain, from: first, to: last },
    ...piecesOf({ from: last, to }, smaller),
  ];
};
