import { z } from "zod";

/* What the model of business value answers (packages/metrics/src/value). Units as in value.ts. */

const whole = z.number().int();

export const valueRange = z.object({ p10: whole, p50: whole, p90: whole });
export type ValueRange = z.infer<typeof valueRange>;

export const valueGrade = z.enum(["A", "B", "C", "D"]);
export const valueCostPart = z.enum(["billed", "plan", "infrastructure", "attention", "rework", "setUp"]);

/** Why a figure is less than it looks: see `Warning` of packages/metrics/src/value/types.ts. */
const valueWarning = z.object({
  code: z.string(),
  parts: z.array(valueCostPart).optional(),
  count: whole.optional(),
  milliHours: whole.optional(),
});

/** What the model answers (packages/metrics/src/value/types.ts, `ValueResult`, has the meaning of each). */
export const valueFigures = z.object({
  formula: z.string(),
  seed: whole,
  draws: whole,
  n: whole,
  costMicros: whole.nullable(),
  breakEvenMilliHours: whole.nullable(),
  milliHours: valueRange.nullable(),
  value: valueRange.nullable(),
  net: valueRange.nullable(),
  roi: valueRange.nullable(),
  chance: whole.nullable(),
  expectedMicros: whole.nullable(),
  atP50: z
    .object({
      gross: whole,
      afterAgentShare: whole,
      afterCounterfactual: whole,
      afterDurability: whole,
      value: whole,
      cost: whole.nullable(),
      net: whole.nullable(),
    })
    .nullable(),
  grades: z.object({ A: whole, B: whole, C: whole, D: whole }).nullable(),
  indicative: z.boolean().nullable(),
  strongest: z.array(
    z.object({ input: z.enum(["hours", "rate", "realisation"]), taskType: z.string().nullable().optional(), low: whole, high: whole }),
  ),
  paybackMilliDays: whole.nullable(),
  multiple: valueRange.nullable(),
  gain: valueRange.nullable(),
  annual: z.object({ value: valueRange, net: valueRange.nullable(), milliHoursPerPerson: whole }).nullable(),
  warnings: z.array(valueWarning),
});
export type ValueFigures = z.infer<typeof valueFigures>;

/** Why a figure is null. */
export const valueWhy = z.enum([
  "no_assumptions",
  "no_rate",
  "no_realisation",
  "no_outcomes",
  "no_hours",
  "no_cost",
  "no_people",
  "never_paid_back",
]);
export type ValueWhy = z.infer<typeof valueWhy>;

/** The figures at the top, as they stood with one version of the assumptions. */
export const valueHeadline = z.object({
  milliHours: valueRange.nullable(),
  breakEvenMilliHours: whole.nullable(),
  value: valueRange.nullable(),
  costMicros: whole.nullable(),
  net: valueRange.nullable(),
  roi: valueRange.nullable(),
  chance: whole.nullable(),
});
export type ValueHeadline = z.infer<typeof valueHeadline>;
