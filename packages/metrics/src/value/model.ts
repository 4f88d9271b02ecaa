import { bridge, expected } from "./at-p50.ts";
import { addDraws, drawHours, microHour, type HourDraws } from "./draws.ts";
import { annual, breakEven, costOf, eachOf, gradesOf, milliHoursOf, multiple, payback, roi, tripleOf, yearMilliHours } from "./figures.ts";
import { weigh, type Weighed } from "./hours.ts";
import { ratio, TooLarge } from "./money.ts";
import { strongest } from "./strongest.ts";
import { formulaVersion, type Triple, type ValueInput, type ValueResult, type Warning } from "./types.ts";
import { drawAssumed, drawWorth, type Assumed } from "./worth.ts";

const most = 1_000_000;
const ordinary = { seed: 1, draws: 10_000, workingDays: 220, people: 1 };

/**
 * What a fleet's outcomes are worth, METRICS "Business value": value = Σ hours × rate × agent share × realisation ×
 * counterfactual × durability, as a range of seeded draws. The same input gives the same digits on every engine, in
 * whatever order the outcomes come. What lacks its inputs is null. Throws a RangeError for what is no triple, share or
 * amount.
 */
export function valueOf(input: ValueInput): ValueResult {
  const { assumptions, humanMilliHours = null, ownMilliHours = 0, seed = ordinary.seed, draws = ordinary.draws } = input;
  if (!Number.isSafeInteger(draws) || draws < 100 || draws > 60_000 || draws % 10 !== 0)
    throw new RangeError("value: 100, 110 … 60,000 draws");
  const { rateMicros, realisation } = assumptions;
  const { micros: costMicros, missing } = costOf(input.costs);
  const warnings: Warning[] = missing.length > 0 ? [{ code: "cost_missing", parts: missing }] : [];
  const rate = rateMicros && drawAssumed(rateMicros, "rate", { seed, draws });
  const used = realisation && drawAssumed(realisation, "realisation", { atMost: most, seed, draws });
  const all = weigh(input.outcomes);
  const result: ValueResult = {
    ...empty,
    seed,
    draws,
    n: all.length,
    costMicros,
    breakEvenMilliHours: costMicros !== null && rateMicros && realisation ? breakEven(costMicros, rateMicros.p50, realisation.p50) : null,
    warnings,
  };
  if (all.length === 0) return result;
  const stretched = new Set([...all.map(({ fit }) => fit), ...[rate, used].flatMap((one) => (one ? [one.fit] : []))]);
  const count = [...stretched].filter(({ kind }) => kind === "stretched").length;
  if (count > 0) warnings.push({ code: "no_pert", count });

  const groups = drawHours(all, taskTypes(all), seed, draws);
  const hours = addDraws(groups.values(), draws);
  result.milliHours = milliHours(hours);
  const ofPeople =
    humanMilliHours === null ? null : eachOrNull(result.milliHours, (value) => multiple(value + ownMilliHours, humanMilliHours));
  if (ofPeople) Object.assign(result, { multiple: ofPeople, gain: eachOf(ofPeople, (value) => value - most) });
  const grades = gradesOf(all);
  if (grades) Object.assign(result, { grades: grades.shares, indicative: grades.indicative });
  if (grades?.indicative) warnings.push({ code: "indicative" });
  if (!rate || !used) return result;

  try {
    const worth = inMoney(input, { all, groups, hours, rate, used, costMicros, milliHours: result.milliHours.p50 });
    const perPerson = worth.annual?.milliHoursPerPerson ?? 0;
    if (perPerson > yearMilliHours) warnings.push({ code: "over_year", milliHours: perPerson });
    return { ...result, ...worth };
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return { ...result, warnings: [...warnings, { code: "too_large" }] };
  }
}

type Drawn = {
  all: readonly Weighed[];
  groups: ReadonlyMap<string | null, HourDraws>;
  hours: HourDraws;
  rate: Assumed;
  used: Assumed;
  costMicros: number | null;
  /** At P50. */
  milliHours: number;
};

/** All that hangs on rate and realisation. */
function inMoney({ window, assumptions, people = ordinary.people, investmentMicros }: ValueInput, drawn: Drawn) {
  const { all, groups, hours, rate, used, costMicros, milliHours } = drawn;
  const values = drawWorth(hours, rate, used);
  const value = tripleOf(values);
  const net = costMicros === null ? null : eachOf(value, (micros) => micros - costMicros);
  const perYear = assumptions.workingDays ?? ordinary.workingDays;
  const investment = investmentMicros ?? costMicros;
  const paid = costMicros === null || costMicros === 0 ? null : values.filter((micros) => micros > costMicros).length;
  return {
    value,
    net,
    roi: net && costMicros !== null ? eachOrNull(net, (micros) => roi(micros, costMicros)) : null,
    chance: paid === null ? null : ratio(BigInt(paid) * BigInt(most), BigInt(values.length)),
    expectedMicros: expected(all, rate.fit, used.fit),
    atP50: bridge(all, rate.triple.p50, used.triple.p50, costMicros),
    strongest: strongest({ groups, rate: rate.triple, realisation: used.triple, cost: costMicros ?? 0 }),
    paybackMilliDays: net && investment !== null ? payback(investment, net.p50, window.days) : null,
    annual: annual({ value, net, milliHours, workingDays: window.workingDays, perYear, people }),
  };
}

const empty: ValueResult = {
  formula: formulaVersion,
  seed: ordinary.seed,
  draws: ordinary.draws,
  n: 0,
  costMicros: null,
  breakEvenMilliHours: null,
  milliHours: null,
  value: null,
  net: null,
  roi: null,
  chance: null,
  expectedMicros: null,
  atP50: null,
  grades: null,
  indicative: null,
  strongest: [],
  paybackMilliDays: null,
  multiple: null,
  gain: null,
  annual: null,
  warnings: [],
};

function milliHours({ least, above }: HourDraws): Triple {
  return eachOf(tripleOf(above.toSorted()), (micro) => milliHoursOf(least + BigInt(micro) * microHour));
}

function eachOrNull(triple: Triple, change: (value: number) => number | null): Triple | null {
  const [p10, p50, p90] = [change(triple.p10), change(triple.p50), change(triple.p90)];
  return p10 === null || p50 === null || p90 === null ? null : { p10, p50, p90 };
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
