import { cells } from "./beta.ts";
import { microHour, type HourDraws } from "./draws.ts";
import { tripleAt } from "./figures.ts";
import { hourParts } from "./hours.ts";
import { rounded, safe } from "./money.ts";
import { fit, spanUnits, type Fit } from "./pert.ts";
import { tenthsInPlace } from "./places.ts";
import { counted, shuffled } from "./random.ts";
import type { Triple } from "./types.ts";

const ppm = 1_000_000;
const units = BigInt(spanUnits);
/** What hours in parts × rate × realisation, the latter two in millionths of their units (see assumed), are divided by. */
const scale = hourParts * units * units * BigInt(ppm);

/** A rate or a realisation: its value in each draw is (p10 × 1_000_000 + span × place) millionths of its unit. */
export type Assumed = { triple: Triple; fit: Fit; places: Int32Array };

/**
 * Of the few inputs that everything hangs on each draw takes another part of the distribution, in an order of their own:
 * what is shown at 10, 50 and 90 % is then what was entered, without the scatter of the draws.
 */
export function drawAssumed(
  triple: Triple,
  name: string,
  { atMost, seed, draws }: { atMost?: number; seed: number; draws: number },
): Assumed {
  const found = fit(triple, atMost);
  const places = new Int32Array(draws);
  if (found.span === 0) return { triple, fit: found, places };
  const order = shuffled(name, { seed, count: draws, of: counted });
  for (let draw = 0; draw < draws; draw += 1) {
    const at = (((order[draw] as number) + 0.5) / draws) * cells - 0.5;
    const low = Math.min(cells - 2, Math.max(0, Math.floor(at)));
    const [start, end] = [found.positions[low] as number, found.positions[low + 1] as number];
    // The outermost half cells have nothing to lie between.
    places[draw] = Math.floor(start + (end - start) * Math.min(1, Math.max(0, at - low)) + 0.5);
  }
  return { triple, fit: found, places };
}

/** Hours in parts at a rate (micros per hour) and a realisation (ppm), in micros. */
export function worth(hours: bigint, rate: number, realisation: number): bigint {
  return rounded(hours * BigInt(rate) * BigInt(realisation), hourParts * BigInt(ppm));
}

/** The mean of the worth, of mean hours in parts: the three are independent. */
export function meanWorth(hours: bigint, rate: Fit, realisation: Fit): bigint {
  return rounded(hours * meanOf(rate) * meanOf(realisation), scale);
}

const meanOf = ({ p10, span, mean }: Fit) => BigInt(p10) * units + BigInt(span) * mean;

/** What all draws are worth: each exact product rounded once, in whole micros. */
export type DrawnWorth = { triple: Triple; /** How many are worth more than so much. */ above(micros: number): number };

/**
 * The worth of the draws. Only the few that a figure is read from, or that lie too near to tell, are made exactly: all others
 * stand in their order by numbers whose error is known, which gives the same digits in a tenth of the time.
 */
export function drawWorth(hours: HourDraws, rate: Assumed, realisation: Assumed): DrawnWorth {
  const exact = exactWorth(hours, rate, realisation);
  const { near, off } = nearWorth(hours, rate, realisation);
  const inPlace = tenthsInPlace(near);
  // Beyond what a number holds it is refused, however few draws reach it.
  for (let draw = 0; draw < near.length; draw += 1) if ((near[draw] as number) + off >= Number.MAX_SAFE_INTEGER) exact(draw);
  const at = (place: number) => {
    const middle = inPlace[place] as number;
    const least = middle - 2 * off;
    let below = 0;
    for (let draw = 0; draw < near.length; draw += 1) below += Number((near[draw] as number) < least);
    return Float64Array.from(within(near, middle, 2 * off), exact).sort()[place - below] as number;
  };
  return {
    triple: tripleAt(near.length, at),
    above: (micros) => {
      let count = within(near, micros, off).filter((draw) => exact(draw) > micros).length;
      for (let draw = 0; draw < near.length; draw += 1) count += Number((near[draw] as number) > micros + off);
      return count;
    },
  };
}

function within(near: Float64Array, middle: number, off: number): number[] {
  const found: number[] = [];
  const [least, most] = [middle - off, middle + off];
  for (let draw = 0; draw < near.length; draw += 1) if ((near[draw] as number) >= least && (near[draw] as number) <= most) found.push(draw);
  return found;
}

/** The worth of one draw in micros. Draws with the same places are worth the same. */
export function exactWorth({ least, above }: HourDraws, rate: Assumed, realisation: Assumed): (draw: number) => number {
  const [r0, r1] = [BigInt(rate.fit.p10) * units, BigInt(rate.fit.span)];
  const [u0, u1] = [BigInt(realisation.fit.p10) * units, BigInt(realisation.fit.span)];
  let last: { hours: number; r: number; u: number; micros: number } | undefined;
  return (draw) => {
    const [hours, r, u] = [above[draw] as number, rate.places[draw] as number, realisation.places[draw] as number];
    if (last?.hours === hours && last.r === r && last.u === u) return last.micros;
    const product = (least + BigInt(hours) * microHour) * (r0 + r1 * BigInt(r)) * (u0 + u1 * BigInt(u));
    const micros = safe(rounded(product, scale));
    last = { hours, r, u, micros };
    return micros;
  };
}

/** The worth of each draw, with `off` the most that one of them may lie beside its exact worth. */
function nearWorth({ least, above }: HourDraws, rate: Assumed, realisation: Assumed): { near: Float64Array; off: number } {
  const from = Number(least) / Number(microHour);
  const [r0, r1, u0, u1] = [rate.fit.p10 * spanUnits, rate.fit.span, realisation.fit.p10 * spanUnits, realisation.fit.span];
  const unit = Number(scale / microHour);
  const near = new Float64Array(above.length);
  let [hours, r, u] = [0, 0, 0];
  for (let draw = 0; draw < near.length; draw += 1) {
    const [a, b, c] = [above[draw] as number, r1 * (rate.places[draw] as number), u1 * (realisation.places[draw] as number)];
    near[draw] = ((from + a) * (r0 + b) * (u0 + c)) / unit;
    hours = Math.max(hours, a);
    r = Math.max(r, b, -b);
    u = Math.max(u, c, -c);
  }
  // A dozen roundings at most, each of one part in 2⁵³ of the largest; and the exact one to a whole number.
  return { near, off: 1 + ((from + hours) * (r0 + r) * (u0 + u) * 32) / unit / Number.MAX_SAFE_INTEGER };
}
