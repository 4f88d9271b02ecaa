import type { Span } from "../platform/calendar.ts";
import { quarterMs } from "../platform/keys.ts";
import { steps, type Piece } from "./rollups.ts";

/** Parts of a window that are to be added (1) or taken away again (-1): `bucket` says which. */
type Parts = Piece[];

const grid = steps.pair.map((step) => ({ step, ms: step * quarterMs }));

/**
 * Where to read a span of full quarters in the sums by pair. Those have a row for each two agents in every piece, so it
 * matters how many pieces there are: what lacks little to a larger one is that, with the little taken away.
 */
export const pairPieces = ({ from, to }: Span): Parts => {
  const level = grid.findIndex(({ ms }) => Math.ceil(from / ms) * ms <= Math.floor(to / ms) * ms);
  const { step, ms } = grid[level] as (typeof grid)[number];
  const [first, last] = [Math.ceil(from / ms) * ms, Math.floor(to / ms) * ms];
  return [...until(from, first, level), ...(first < last ? [{ step, from: first, to: last, bucket: 1 }] : []), ...since(last, to, level)];
};

/** From an edge of this level on. */
const since = (edge: number, to: number, level: number): Parts => {
  if (edge === to) return [];
  const { step, ms } = grid[level] as (typeof grid)[number];
  const full = edge + Math.floor((to - edge) / ms) * ms;
  const own = (end: number): Parts => (edge === end ? [] : [{ step, from: edge, to: end, bucket: 1 }]);
  if (full === to) return own(to);
  return fewer([...own(full), ...since(full, to, level + 1)], [...own(full + ms), ...negated(until(to, full + ms, level + 1))]);
};

/** Up to an edge of this level. */
const until = (from: number, edge: number, level: number): Parts => {
  if (from === edge) return [];
  const { step, ms } = grid[level] as (typeof grid)[number];
  const full = edge - Math.floor((edge - from) / ms) * ms;
  const own = (start: number): Parts => (start === edge ? [] : [{ step, from: start, to: edge, bucket: 1 }]);
  if (full === from) return own(from);
  return fewer([...until(from, full, level + 1), ...own(full)], [...negated(since(full - ms, from, level + 1)), ...own(full - ms)]);
};

const negated = (parts: Parts): Parts => parts.map((part) => ({ ...part, bucket: -part.bucket }));
const lengthOf = (parts: Parts): number => parts.reduce((sum, { step, from, to }) => sum + (to - from) / (step * quarterMs), 0);
const fewer = (one: Parts, other: Parts): Parts => (lengthOf(other) < lengthOf(one) ? other : one);
