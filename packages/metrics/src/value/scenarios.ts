import type { Triple, ValueInput } from "./types.ts";

export type ScenarioName = "careful" | "expected" | "hopeful";
/** Which of a person's own three numbers is taken as certain; `value` null: there are none. Of hours each outcome has its own. */
export type ScenarioChange = { term: "rate" | "realisation" | "hours"; to: keyof Triple; value: number | null };
export type ScenarioInput = { name: ScenarioName; changes: ScenarioChange[]; input: ValueInput };

const quantiles = { careful: "p10", expected: "p50", hopeful: "p90" } as const satisfies Record<ScenarioName, keyof Triple>;

/**
 * Three ways to see the same work, to stand side by side: rate, realisation and hours all at the person's own P10, P50 or
 * P90. Costs stay as they are. The ends are meant to be far apart: that all goes badly, or well, at once is rarer than 1 in 10.
 */
export function scenarioInputs(input: ValueInput): ScenarioInput[] {
  return (Object.keys(quantiles) as ScenarioName[]).map((name) => {
    const to = quantiles[name];
    const { rateMicros, realisation } = input.assumptions;
    return {
      name,
      changes: [
        { term: "rate", to, value: rateMicros?.[to] ?? null },
        { term: "realisation", to, value: realisation?.[to] ?? null },
        { term: "hours", to, value: null },
      ],
      input: {
        ...input,
        assumptions: { ...input.assumptions, rateMicros: certain(rateMicros, to), realisation: certain(realisation, to) },
        outcomes: input.outcomes.map((outcome) => ({ ...outcome, hours: certain(outcome.hours, to) as Triple })),
      },
    };
  });
}

function certain(triple: Triple | null, to: keyof Triple): Triple | null {
  return triple && { p10: triple[to], p50: triple[to], p90: triple[to] };
}
