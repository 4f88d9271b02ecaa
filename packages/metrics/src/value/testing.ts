import type { Triple, ValueInput, ValueOutcome } from "./types.ts";

const ppm = 1_000_000;

export const point = (value: number): Triple => ({ p10: value, p50: value, p90: value });

export const noCost = { billed: 0, plan: 0, infrastructure: 0, attention: 0, rework: 0, setUp: 0 };

export const outcome = (more: Partial<ValueOutcome> = {}): ValueOutcome => ({
  hours: point(8_000),
  grade: "A",
  agentShare: ppm,
  counterfactual: ppm,
  durability: ppm,
  ...more,
});

/** 100 an hour, wholly used, over 30 days, for nothing. */
export const input = (more: Partial<ValueInput> = {}): ValueInput => ({
  outcomes: [outcome()],
  assumptions: { rateMicros: point(100_000_000), realisation: point(ppm) },
  costs: noCost,
  window: { days: 30, workingDays: 22 },
  ...more,
});
