/*
 * Quantiles of the beta distributions that PERT knows: with λ = 4 the two parameters add up to 6, so that one number, the
 * first of them from 1 to 5, is the whole shape. Only + − × ÷ and the square root are used, which every engine rounds
 * alike; powers and logarithms differ in their last digit.
 */

/** Quantiles at (i + ½) ÷ 512. */
export const cells = 512;
/** Shapes are kept at every eighth of the parameter: between two of them a straight line is nearer than one in ten thousand. */
export const lastShape = 32;

export type Shape = { eighths: number; p10: number; p50: number; p90: number; quantiles: () => Float64Array };

const shapes = new Map<number, Shape>();

/** The beta distribution with the parameters 1 + eighths ÷ 8 and 5 − eighths ÷ 8; `eighths` from 0 to 32. */
export function shapeOf(eighths: number): Shape {
  let shape = shapes.get(eighths);
  if (!shape) shapes.set(eighths, (shape = eighths > lastShape / 2 ? mirrored(shapeOf(lastShape - eighths)) : made(eighths)));
  return shape;
}

function made(eighths: number): Shape {
  const at = inverse(eighths);
  let table: Float64Array | undefined;
  return {
    eighths,
    p10: at(0.1),
    p50: eighths === lastShape / 2 ? 0.5 : at(0.5),
    p90: at(0.9),
    quantiles: () => (table ??= Float64Array.from({ length: cells }, (_, index) => at((index + 0.5) / cells))),
  };
}

function mirrored(other: Shape): Shape {
  let table: Float64Array | undefined;
  const quantiles = () => (table ??= other.quantiles().map((_, index, all) => 1 - (all[cells - 1 - index] as number)));
  return { eighths: lastShape - other.eighths, p10: 1 - other.p90, p50: 1 - other.p50, p90: 1 - other.p10, quantiles };
}

const steps = 128;

/**
 * The quantile function. The density is added up by Simpson's rule over s, where x = s²(3 − 2s): steps are fine at both
 * ends, where roots of x are steep. Within a step its parabola is solved by Newton's.
 */
function inverse(eighths: number): (share: number) => number {
  const density = new Float64Array(2 * steps + 1);
  for (let index = 0; index <= 2 * steps; index += 1) {
    const s = index / (2 * steps);
    const x = s * s * (3 - 2 * s);
    density[index] = powerOfEighths(x, eighths) * powerOfEighths(1 - x, lastShape - eighths) * s * (1 - s);
  }
  const [start, middle, end] = [0, 1, 2].map((part) => (step: number) => density[2 * step + part] as number) as [At, At, At];
  const sums = new Float64Array(steps + 1);
  for (let step = 0; step < steps; step += 1) sums[step + 1] = (sums[step] as number) + (start(step) + 4 * middle(step) + end(step)) / 6;
  const whole = sums[steps] as number;
  return (share) => {
    const wanted = share * whole;
    const step = stepOf(sums, wanted);
    const [g0, g1, g2] = [start(step), middle(step), end(step)];
    const [linear, square] = [4 * g1 - 3 * g0 - g2, 2 * (g0 + g2 - 2 * g1)];
    const rest = wanted - (sums[step] as number);
    let part = rest / ((sums[step + 1] as number) - (sums[step] as number));
    for (let round = 0; round < 4; round += 1) {
      const sum = part * (g0 + part * (linear / 2 + (part * square) / 3));
      const slope = g0 + part * (linear + part * square);
      if (slope > 0) part = Math.min(1, Math.max(0, part - (sum - rest) / slope));
    }
    const s = (step + part) / steps;
    return s * s * (3 - 2 * s);
  };
}

type At = (step: number) => number;

/** The step that the sum falls in. */
function stepOf(sums: Float64Array, wanted: number): number {
  let [low, high] = [0, steps];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((sums[middle] as number) <= wanted) low = middle;
    else high = middle;
  }
  return low;
}

/** x to the power of eighths ÷ 8, by roots. */
function powerOfEighths(x: number, eighths: number): number {
  let power = 1;
  for (let whole = eighths >> 3; whole > 0; whole -= 1) power *= x;
  let root = x;
  for (let bit = 4; bit > 0; bit >>= 1) {
    root = Math.sqrt(root);
    if (eighths & bit) power *= root;
  }
  return power;
}
