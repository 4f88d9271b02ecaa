import type { ValueInputs, ValueSummary } from "@beckon/contracts/value";
import type { ValueWhy } from "@beckon/contracts/value-figures";
import type { ValueResult } from "@beckon/metrics/value/types";

/** Of each figure that is null the first thing that is missing for it. */
export const whyNull = (
  figures: ValueResult,
  { terms, outcomes }: ValueInputs,
  counts: ValueSummary["counts"],
): Record<string, ValueWhy> => {
  const noRate: ValueWhy | undefined =
    terms === null ? "no_assumptions" : !terms.rate ? "no_rate" : !terms.realisation ? "no_realisation" : undefined;
  const noHours: ValueWhy | undefined = counts.outcomes === 0 ? "no_outcomes" : outcomes.n === 0 ? "no_hours" : undefined;
  const noCost: ValueWhy | undefined = figures.costMicros === null ? "no_cost" : undefined;
  // Of what cost nothing there is no return that could be told.
  const noReturn: ValueWhy | undefined = figures.costMicros === 0 ? "no_cost" : noCost;
  const noPeople: ValueWhy | undefined =
    terms === null ? "no_assumptions" : terms.people === undefined || terms.hoursPerPersonDay === undefined ? "no_people" : undefined;
  const worth = noHours ?? noRate;
  const reasons: Partial<Record<keyof ValueResult, ValueWhy | undefined>> = {
    costMicros: noCost,
    breakEvenMilliHours: noRate ?? noCost,
    milliHours: noHours,
    value: worth,
    net: worth ?? noCost,
    roi: worth ?? noReturn,
    chance: worth ?? noReturn,
    grades: worth,
    paybackMilliDays: worth ?? noCost ?? "never_paid_back",
    multiple: noHours ?? noPeople,
    gain: noHours ?? noPeople,
    annual: worth,
  };
  return Object.fromEntries(
    Object.entries(reasons).flatMap(([name, why]) =>
      why !== undefined && figures[name as keyof ValueResult] === null ? [[name, why]] : [],
    ),
  );
};
