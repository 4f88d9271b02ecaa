import { cells } from "./beta.ts";
import { microHour, type HourDraws } from "./draws.ts";
import { hourParts } from "./hours.ts";
import { rounded, safe } from "./money.ts";
import { fit, spanUnits, type Fit } from "./pert.ts";
import { counted, shuffle } from "./random.ts";
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
  const order = shuffle(counted(draws), new Uint32Array(draws), name, seed);
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

/** The worth of each draw in micros, ascending: exact products, rounded once. */
export function drawWorth({ least, above }: HourDraws, rate: Assumed, realisation: Assumed): Float64Array {
  const values = new Float64Array(above.length);
  const [r0, r1] = [BigInt(rate.fit.p10) * units, BigInt(rate.fit.span)];
  const [u0, u1] = [BigInt(realisation.fit.p10) * units, BigInt(realisation.fit.span)];
  for (let draw = 0; draw < values.length; draw += 1) {
    const hours = least + BigInt(above[draw] as number) * microHour;
    const r = r0 + r1 * BigInt(rate.places[draw] as number);
    const u = u0 + u1 * BigInt(realisation.places[draw] as number);
    values[draw] = safe(rounded(hours * r * u, scale));
  }
  return values.sort();
}
