/** From when to when something was open, in epoch milliseconds; `to` is not in it. */
export type Interval = { from: number; to: number };

/** The same time as disjoint intervals in ascending order: what overlaps or touches is one. Empty and impossible ones are none. */
export function merged(intervals: Iterable<Interval>): Interval[] {
  const all = [...intervals].filter(({ from, to }) => Number.isFinite(from) && Number.isFinite(to) && from < to);
  return unionOf(
    Float64Array.from(all, ({ from }) => from),
    Float64Array.from(all, ({ to }) => to),
  );
}

/**
 * The same of intervals in two columns, none of them empty. Where the beginnings do not ascend, both are sorted in place, each
 * for itself: which end belongs to which beginning is no matter for when anything is open.
 */
export function unionOf(starts: Float64Array, ends: Float64Array): Interval[] {
  if (!starts.every((start, at) => at === 0 || (starts[at - 1] as number) <= start)) {
    starts.sort();
    ends.sort();
  }
  const out: Interval[] = [];
  for (let at = 0, last: Interval | undefined; at < starts.length; at += 1) {
    const [from, to] = [starts[at] as number, ends[at] as number];
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else out.push((last = { from, to }));
  }
  return out;
}

/** What of these intervals lies in a window; their order and what they overlap stay. */
export function within(intervals: Iterable<Interval>, window: Interval): Interval[] {
  const out: Interval[] = [];
  for (const { from, to } of intervals) {
    const cut = { from: Math.max(from, window.from), to: Math.min(to, window.to) };
    if (cut.from < cut.to) out.push(cut);
  }
  return out;
}

/** How long these last together, where they overlap not once; of disjoint ones that is how long something was open. */
export function lengthOf(intervals: Iterable<Interval>): number {
  let total = 0;
  for (const { from, to } of intervals) total += to - from;
  return total;
}

/** METRICS "Waiting time" of one agent, in milliseconds: the union of its open request intervals; overlaps count once. */
export function waitingTime(requests: Iterable<Interval>): number {
  return lengthOf(merged(requests));
}

/**
 * How much of these intervals lies in each of `count` steps of equal length from `start` on, in milliseconds; where they
 * overlap, all of it. Whole steps cost nothing, however many an interval spans.
 */
export function spreadOver(
  intervals: Iterable<Interval>,
  { start, stepMs, count }: { start: number; stepMs: number; count: number },
): Float64Array {
  const [into, whole] = [new Float64Array(count), new Int32Array(count + 1)];
  for (const interval of intervals) {
    const [from, to] = [Math.max(interval.from, start), Math.min(interval.to, start + stepMs * count)];
    if (from >= to) continue;
    const [first, last] = [Math.floor((from - start) / stepMs), Math.ceil((to - start) / stepMs) - 1];
    if (first === last) {
      into[first] = (into[first] as number) + to - from;
      continue;
    }
    into[first] = (into[first] as number) + start + (first + 1) * stepMs - from;
    into[last] = (into[last] as number) + to - start - last * stepMs;
    whole[first + 1] = (whole[first + 1] as number) + 1;
    whole[last] = (whole[last] as number) - 1;
  }
  for (let step = 0, open = 0; step < count; step++) {
    open += whole[step] as number;
    into[step] = (into[step] as number) + open * stepMs;
  }
  return into;
}
