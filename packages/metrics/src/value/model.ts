import { bridge, expected } from "./at-p50.ts";
import { annual, breakEven, costOf, eachOf, multiple, payback, roi, yearMilliHours } from "./figures.ts";
import { ratio, TooLarge } from "./money.ts";
import { ordinary, sampleOf, type Sample } from "./sample.ts";
import { strongest } from "./strongest.ts";
import { formulaVersion, type Triple, type ValueInput, type ValueResult, type Warning } from "./types.ts";

const most = 1_000_000;

/**
 * What a fleet's outcomes are worth, METRICS "Business value": value = Σ hours × rate × agent share × realisation ×
 * counterfactual × durability, as a range of seeded draws. The same input gives the same digits on every engine, in
 * whatever order the outcomes come. What lacks its inputs is null. Throws a RangeError for what is no triple, share or
 * amount.
 */
export function valueOf(input: ValueInput): ValueResult {
  return figuresOf(input, sampleOf(input));
}

/** The same with draws that were made before, by `sampleOf` of this input or of one that differs in costs, window or people alone. */
export function figuresOf(input: ValueInput, sample: Sample): ValueResult {
  const { assumptions, humanMilliHours = null, ownMilliHours = 0 } = input;
  const { rateMicros, realisation } = assumptions;
  const { micros: costMicros, missing } = costOf(input.costs);
  const warnings: Warning[] = missing.length > 0 ? [{ code: "cost_missing", parts: missing }] : [];
  const { grades, milliHours, stretched } = sample;
  const result: ValueResult = {
    ...empty,
    seed: sample.seed,
    draws: sample.draws,
    n: sample.n,
    costMicros,
    breakEvenMilliHours: costMicros !== null && rateMicros && realisation ? breakEven(costMicros, rateMicros.p50, realisation.p50) : null,
    warnings,
  };
  if (!milliHours) return result;
  if (stretched > 0) warnings.push({ code: "no_pert", count: stretched });
  result.milliHours = milliHours;
  const ofPeople = humanMilliHours === null ? null : eachOrNull(milliHours, (value) => multiple(value + ownMilliHours, humanMilliHours));
  if (ofPeople) Object.assign(result, { multiple: ofPeople, gain: eachOf(ofPeople, (value) => value - most) });
  if (grades) Object.assign(result, { grades: grades.shares, indicative: grades.indicative });
  if (grades?.indicative) warnings.push({ code: "indicative" });
  if (!rateMicros || !realisation) return result;

  try {
    const worth = inMoney(input, sample, { costMicros, milliHours: milliHours.p50 });
    const perPerson = worth.annual?.milliHoursPerPerson ?? 0;
    if (perPerson > yearMilliHours) warnings.push({ code: "over_year", milliHours: perPerson });
    return { ...result, ...worth };
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return { ...result, warnings: [...warnings, { code: "too_large" }] };
  }
}

type Known = { costMicros: number | null; /** At P50. */ milliHours: number };

/** All that hangs on rate and realisation. */
function inMoney(input: ValueInput, { rate, used, worth, atP50, mean, byType, draws }: Sample, { costMicros, milliHours }: Known) {
  if (!rate || !used || !worth) throw new TooLarge();
  const { window, assumptions, people = ordinary.people, investmentMicros } = input;
  const value = worth.triple;
  const net = costMicros === null ? null : eachOf(value, (micros) => micros - costMicros);
  const perYear = assumptions.workingDays ?? ordinary.workingDays;
  const investment = investmentMicros ?? costMicros;
  const paid = costMicros === null || costMicros === 0 ? null : worth.above(costMicros);
  return {
    value,
    net,
    roi: net && costMicros !== null ? eachOrNull(net, (micros) => roi(micros, costMicros)) : null,
    chance: paid === null ? null : ratio(BigInt(paid) * BigInt(most), BigInt(draws)),
    expectedMicros: expected(mean, rate.fit, used.fit),
    atP50: bridge(atP50, rate.triple.p50, used.triple.p50, costMicros),
    strongest: strongest({ hours: byType, rate: rate.triple, realisation: used.triple, cost: costMicros ?? 0 }),
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

function eachOrNull(triple: Triple, change: (value: number) => number | null): Triple | null {
  const [p10, p50, p90] = [change(triple.p10), change(triple.p50), change(triple.p90)];
  return p10 === null || p50 === null || p90 === null ? null : { p10, p50, p90 };
}
