import { cells, lastShape, shapeOf, type Shape } from "./beta.ts";
import { rounded } from "./money.ts";
import type { Triple } from "./types.ts";

/** Positions are told in millionths of the span from P10 to P90, counted from P10: P10 is at 0, P90 at 1_000_000. */
export const spanUnits = 1_000_000;

/**
 * The distribution of a triple. `positions`: its quantiles at (i + ½) ÷ 512, ascending. `mean` is a position too: of a
 * PERT its closed form (min + 4 × mode + max) ÷ 6, else the mean of the quantiles.
 */
export type Fit = {
  /** `stretched`: no PERT has these quantiles. */
  kind: "point" | "pert" | "stretched";
  p10: number;
  span: number;
  positions: Int32Array;
  mean: bigint;
  /** In the unit of the triple, of a PERT only. */
  pert?: { min: number; mode: number; max: number };
};

/**
 * The PERT distribution (λ = 4) whose 10, 50 and 90 % quantiles are the triple's. There is just one, unless the median
 * lies nearer to an end than the most skewed PERT has it (at 31.2 and 68.8 % of the span), or its tail would pass 0 or
 * `atMost`. Then the nearest PERT is stretched, each part between known quantiles for itself: the quantiles still hold,
 * their order is kept, and where PERT ends both are the same.
 */
export function fit(triple: Triple, atMost = Number.MAX_SAFE_INTEGER): Fit {
  const key = `${triple.p10}/${triple.p50}/${triple.p90}/${atMost}`;
  let found = kept.get(key);
  if (found) return found;
  checkTriple(triple, atMost);
  if (kept.size >= mostKept) kept.clear();
  kept.set(key, (found = fitted(triple, atMost)));
  return found;
}

/** People give few different triples, and each group of a page asks for the same ones again. */
const kept = new Map<string, Fit>();
const mostKept = 2_000;

function fitted({ p10, p50, p90 }: Triple, atMost: number): Fit {
  const span = p90 - p10;
  if (span === 0) return { kind: "point", p10, span, positions: new Int32Array(cells), mean: 0n, pert: { min: p10, mode: p10, max: p10 } };
  const middle = (p50 - p10) / span;
  const { first, second, part, reached } = between(middle);
  const mix = (a: number, b: number) => a + part * (b - a);
  const [q10, q50, q90] = [mix(first.p10, second.p10), mix(first.p50, second.p50), mix(first.p90, second.p90)];
  const lower = (reached ? 1 / (q90 - q10) : middle / (q50 - q10)) * spanUnits;
  const upper = reached ? lower : ((1 - middle) / (q90 - q50)) * spanUnits;
  const median = middle * spanUnits;
  const [low, high] = [median - q50 * lower, median + (1 - q50) * upper];
  // How far the tails may reach below P10 and above P90, and to what part of itself a longer one is shortened.
  const room = { low: (p10 * spanUnits) / span, high: ((atMost - p90) * spanUnits) / span };
  const kept = { low: -low > room.low ? room.low / -low : 1, high: high - spanUnits > room.high ? room.high / (high - spanUnits) : 1 };
  const positions = new Int32Array(cells);
  const draw = (from: number, to: number, anchor: number, at: number, slope: number) =>
    fill(positions, first.quantiles(), second.quantiles(), { part, from, to, anchor, at, slope });
  draw(0, known.p10, 0, q10, lower * kept.low);
  draw(known.p10, cells / 2, median, q50, lower);
  draw(cells / 2, known.p90, median, q50, upper);
  draw(known.p90, cells, spanUnits, q90, upper * kept.high);
  if (!reached || kept.low < 1 || kept.high < 1) {
    clamp(positions, -Math.floor(room.low), spanUnits + Math.floor(room.high));
    return { kind: "stretched", p10, span, positions, mean: meanOf(positions) };
  }
  const mode = low + ((mix(first.eighths, second.eighths) / 8) * (high - low)) / 4;
  const unit = (at: number) => p10 + (span * at) / spanUnits;
  const mean = BigInt(Math.round((low + 4 * mode + high) / 6));
  return { kind: "pert", p10, span, positions, mean, pert: { min: unit(low), mode: unit(mode), max: unit(high) } };
}

/** The first cells above P10 and above P90. */
const known = { p10: Math.ceil(0.1 * cells - 0.5), p90: Math.ceil(0.9 * cells - 0.5) };

type Stretch = { part: number; from: number; to: number; anchor: number; at: number; slope: number };

/** Cells from … to: as far from the anchor as the mixed quantile is from `at`, by the slope. */
function fill(positions: Int32Array, a: Float64Array, b: Float64Array, { part, from, to, anchor, at, slope }: Stretch): void {
  for (let index = from; index < to; index += 1) {
    const x = a[index] as number;
    positions[index] = Math.floor(anchor + (x + part * ((b[index] as number) - x) - at) * slope + 0.5);
  }
}

/** Nothing passes its end by rounding. */
function clamp(positions: Int32Array, least: number, most: number): void {
  // They ascend: what passes an end stands at it.
  for (let index = 0; (positions[index] as number) < least; index += 1) positions[index] = least;
  for (let index = cells - 1; (positions[index] as number) > most; index -= 1) positions[index] = most;
}

/** Where a shape's median lies between its P10 and P90. */
const middleOf = ({ p10, p50, p90 }: Shape) => (p50 - p10) / (p90 - p10);

type Between = { first: Shape; second: Shape; part: number; reached: boolean };

/** The two neighbouring shapes between which the median lies, and how far on the way: their quantiles mix in a straight line. */
function between(middle: number): Between {
  let [low, high] = [0, lastShape];
  const [most, least] = [shapeOf(low), shapeOf(high)];
  if (middle < middleOf(most)) return { first: most, second: most, part: 0, reached: false };
  if (middle > middleOf(least)) return { first: least, second: least, part: 0, reached: false };
  while (high - low > 1) {
    const half = (low + high) >> 1;
    if (middleOf(shapeOf(half)) <= middle) low = half;
    else high = half;
  }
  const [first, second] = [shapeOf(low), shapeOf(high)];
  // Off by how much each of them is, in its own width; in between it is none.
  const off = ({ p10, p50, p90 }: Shape) => p50 - p10 - middle * (p90 - p10);
  return { first, second, part: off(first) / (off(first) - off(second)), reached: true };
}

function meanOf(positions: Int32Array): bigint {
  let sum = 0;
  for (let index = 0; index < cells; index += 1) sum += positions[index] as number;
  return rounded(BigInt(sum), BigInt(cells));
}

/** Refuses what is no triple: a mistake of the caller, whose contract is to keep it out. */
function checkTriple({ p10, p50, p90 }: Triple, atMost: number): void {
  const whole = Number.isSafeInteger(p10) && Number.isSafeInteger(p50) && Number.isSafeInteger(p90);
  if (!whole || p10 < 0 || p10 > p50 || p50 > p90 || p90 > atMost)
    throw new RangeError(`value: ${p10}, ${p50}, ${p90} are not P10 ≤ P50 ≤ P90 in whole numbers from 0 to ${atMost}`);
}
