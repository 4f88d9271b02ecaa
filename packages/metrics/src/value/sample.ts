import { addDraws, drawHours, microHour, type HourDraws } from "./draws.ts";
import { eachOf, gradesOf, milliHoursOf, tripleOf } from "./figures.ts";
import { hoursTogether, sumsByWeight, weigh, type Weighed, type Weight } from "./hours.ts";
import { TooLarge } from "./money.ts";
import type { Triple, ValueInput } from "./types.ts";
import { drawAssumed, drawWorth, type Assumed, type DrawnWorth } from "./worth.ts";

const most = 1_000_000;
export const ordinary = { seed: 1, draws: 10_000, workingDays: 220, people: 1 };

/** What a sample is made of: costs and window are no part of it, so that it serves for others of both. */
export type SampleInput = Pick<ValueInput, "outcomes" | "assumptions" | "seed" | "draws">;

/** Hours in parts (see hourParts). */
type PartsTriple = { p10: bigint; p50: bigint; p90: bigint };

/** The draws of some outcomes, as far as figures need them. */
export type Sample = {
  seed: number;
  draws: number;
  n: number;
  rate: Assumed | null;
  used: Assumed | null;
  /** Triples that no PERT has. */
  stretched: number;
  milliHours: Triple | null;
  grades: ReturnType<typeof gradesOf>;
  /** Hours of each task type that is told apart. */
  byType: { taskType: string | null; parts: PartsTriple }[];
  /** Hours at P50 by what they count, and all in the mean. */
  atP50: readonly (readonly [Weight, bigint])[];
  mean: bigint;
  /** Null: without rate and realisation, or too large to be told. */
  worth: DrawnWorth | null;
};

/** The draws for `figuresOf`, which take most of the model's time: the same outcomes and assumptions have the same. */
export function sampleOf({ outcomes, assumptions, seed = ordinary.seed, draws = ordinary.draws }: SampleInput): Sample {
  if (!Number.isSafeInteger(draws) || draws < 100 || draws > 60_000 || draws % 10 !== 0)
    throw new RangeError("value: 100, 110 … 60,000 draws");
  const rate = assumptions.rateMicros && drawAssumed(assumptions.rateMicros, "rate", { seed, draws });
  const used = assumptions.realisation && drawAssumed(assumptions.realisation, "realisation", { atMost: most, seed, draws });
  const all = weigh(outcomes);
  const fits = [...new Set(all.map(({ hours: { fit } }) => fit)), ...[rate, used].flatMap((one) => (one ? [one.fit] : []))];
  const groups = drawHours(all, taskTypes(all), seed, draws);
  const hours = addDraws(groups.values(), draws);
  return {
    ...{ seed, draws, n: all.length, rate, used },
    stretched: fits.filter(({ kind }) => kind === "stretched").length,
    milliHours: all.length === 0 ? null : eachOf(tripleOf(hours.above), (micro) => milliHoursOf(partsAt(hours, micro))),
    grades: gradesOf(all),
    byType: [...groups].map(([taskType, own]) => ({ taskType, parts: partsOf(own) })),
    atP50: [...sumsByWeight(all, "p50")],
    mean: hoursTogether(all, "mean"),
    worth: all.length > 0 && rate && used ? worthOrNull(hours, rate, used) : null,
  };
}

function worthOrNull(hours: HourDraws, rate: Assumed, used: Assumed): DrawnWorth | null {
  try {
    return drawWorth(hours, rate, used);
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return null;
  }
}

function partsAt({ least }: HourDraws, micro: number): bigint {
  return least + BigInt(micro) * microHour;
}

function partsOf(draws: HourDraws): PartsTriple {
  const { p10, p50, p90 } = tripleOf(draws.above);
  return { p10: partsAt(draws, p10), p50: partsAt(draws, p50), p90: partsAt(draws, p90) };
}

const toldApart = 8;

/**
 * By which name the hours of an outcome are told apart: the eight task types with most hours, all others as one. By the
 * hours alone, nothing taken off: a revert must not change what is drawn together.
 */
function taskTypes(all: readonly Weighed[]): (one: Weighed) => string | null {
  const hours = new Map<string, number>();
  for (const { outcome } of all) {
    const { taskType } = outcome;
    if (taskType !== undefined) hours.set(taskType, (hours.get(taskType) ?? 0) + outcome.hours.p50);
  }
  const largest = [...hours].sort(([a, more], [b, less]) => less - more || (a < b ? -1 : 1)).slice(0, toldApart);
  const kept = new Set(largest.map(([taskType]) => taskType));
  return ({ outcome: { taskType } }) => (taskType !== undefined && kept.has(taskType) ? taskType : null);
}
