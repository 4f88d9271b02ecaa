import { tripleOf } from "./value/figures.ts";
import { randomWords } from "./value/random.ts";
import type { Triple } from "./value/types.ts";

/** A full step of the past (an hour, a day), one that nothing was spent in too. `slot`: what repeats, the hour of the day or the weekday. */
export type SpendStep = { slot: number; micros: number };

export type ForecastInput = {
  /** Spent in the period so far, in micros. */
  spentMicros: number;
  /** Own habit: full steps, in any order. */
  history: readonly SpendStep[];
  /** The steps left of the period; of the one under way `share` says how much is left, ppm. */
  ahead: readonly { slot: number; share: number }[];
  seed?: number | undefined;
};

/** What will have been spent at the period's end, in micros; never less than what is spent now. `n`: steps it rests on. */
export type Forecast = Triple & { n: number };

const draws = 1_000;
const fewest = 5;
/** From so many steps of its own a slot has a habit; before, all steps speak for it. */
const ownHabit = 3;
const ppm = 1_000_000;

/**
 * The end of a period from one's own habit: each step left costs what a step like it once cost (drawn at random, 1,000
 * times, seeded). Null without five full steps, unless nothing is left to come. Whole micros; the order of the history
 * changes nothing.
 */
export function forecast({ spentMicros, history, ahead, seed = 1 }: ForecastInput): Forecast | null {
  const left = ahead.filter(({ share }) => share > 0);
  const n = history.length;
  if (left.length === 0) return { p10: spentMicros, p50: spentMicros, p90: spentMicros, n };
  if (n < fewest) return null;
  const every = ascending(history);
  const slots = Map.groupBy(history, ({ slot }) => slot);
  const habits = new Map([...slots].map(([slot, steps]) => [slot, steps.length < ownHabit ? every : ascending(steps)]));
  const totals = new Float64Array(draws).fill(spentMicros);
  const words = new Uint32Array(draws);
  for (const [index, { slot, share }] of left.entries()) {
    const habit = habits.get(slot) ?? every;
    randomWords(words, `step ${index}`, seed);
    for (let draw = 0; draw < draws; draw += 1) {
      const micros = habit[Math.floor(((words[draw] as number) * habit.length) / 0x1_0000_0000)] as number;
      totals[draw] = (totals[draw] as number) + (share === ppm ? micros : partOf(micros, share));
    }
  }
  if (!totals.every(Number.isSafeInteger)) throw new RangeError("forecast: more than a whole number can hold exactly");
  return { ...tripleOf(totals.sort()), n };
}

const ascending = (steps: readonly SpendStep[]) => Float64Array.from(steps, ({ micros }) => micros).sort();

/** A share of whole micros, rounded down: what is left of a step is not more than it. */
function partOf(micros: number, share: number): number {
  return Number((BigInt(micros) * BigInt(share)) / BigInt(ppm));
}
