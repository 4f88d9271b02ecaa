import type { Span } from "../platform/calendar.ts";
import { quarterMs } from "../platform/keys.ts";
import type { Piece } from "./rollups.ts";

/** Parts of a span that are to be added (`times` 1) or taken away again (-1). */
type Parts = Piece[];
type Grid = readonly { step: number; ms: number }[];

/**
 * Where to read a span of full quarters in sums that are kept by these steps, the largest first, in as few rows as can be:
 * what lacks little to a larger piece is that, with the little taken away.
 */
export const fewestPieces = (steps: readonly number[], { from, to }: Span, bucket = 0): Parts => {
  const grid = steps.map((step) => ({ step, ms: step * quarterMs }));
  const level = grid.findIndex(({ ms }) => Math.ceil(from / ms) * ms <= Math.floor(to / ms) * ms);
  const { step, ms } = grid[level] as Grid[number];
  const [first, last] = [Math.ceil(from / ms) * ms, Math.floor(to / ms) * ms];
  const whole = first < last ? [{ step, from: first, to: last, times: 1 as const, bucket }] : [];
  const edges = edgesOf(grid, bucket);
  return [...edges.until(from, first, level), ...whole, ...edges.since(last, to, level)];
};

/** What lies between an instant and an edge of a level, in the steps from that level on. */
const edgesOf = (grid: Grid, bucket: number) => {
  const piece = (level: number, from: number, to: number): Parts =>
    from === to ? [] : [{ step: (grid[level] as Grid[number]).step, from, to, times: 1, bucket }];

  /** From an edge of this level on. */
  const since = (edge: number, to: number, level: number): Parts => {
    if (edge === to) return [];
    const { ms } = grid[level] as Grid[number];
    const full = edge + Math.floor((to - edge) / ms) * ms;
    if (full === to) return piece(level, edge, to);
    return fewer(
      [...piece(level, edge, full), ...since(full, to, level + 1)],
      [...piece(level, edge, full + ms), ...negated(until(to, full + ms, level + 1))],
    );
  };
  /** Up to an edge of this level. */
  const until = (from: number, edge: number, level: number): Parts => {
    if (from === edge) return [];
    const { ms } = grid[level] as Grid[number];
    const full = edge - Math.floor((edge - from) / ms) * ms;
    if (full === from) return piece(level, from, edge);
    return fewer(
      [...until(from, full, level + 1), ...piece(level, full, edge)],
      [...negated(since(full - ms, from, level + 1)), ...piece(level, full - ms, edge)],
    );
  };
  return { since, until };
};

const negated = (parts: Parts): Parts => parts.map((part) => ({ ...part, times: part.times === 1 ? -1 : 1 }));
const lengthOf = (parts: Parts): number => parts.reduce((sum, { step, from, to }) => sum + (to - from) / (step * quarterMs), 0);
const fewer = (one: Parts, other: Parts): Parts => (lengthOf(other) < lengthOf(one) ? other : one);
