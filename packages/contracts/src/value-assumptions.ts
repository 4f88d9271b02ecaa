import { z } from "zod";
import { actor } from "./access.ts";
import { instant, text } from "./common.ts";
import { timeZone } from "./usage.ts";
import { valueFrame, valueWindow } from "./value.ts";
import { valueHeadline } from "./value-figures.ts";
import { valueTerms } from "./value-terms.ts";

/* The assumptions as they were said, version after version, and three ways to see them. */

const whole = z.number().int();

/** `PUT /api/value/assumptions`. `version`: the one that was changed (0: none yet); another one stands by now: 409. */
export const valueAssumptionsInput = z.strictObject({
  version: z.number().int().min(0),
  terms: valueTerms,
  note: text(500).optional(),
  /** What it moved is told of this window; the last 90 days, if not given. */
  window: z.strictObject({ from: instant, to: instant, tz: timeZone }).optional(),
});
export type ValueAssumptionsInput = z.input<typeof valueAssumptionsInput>;

export const valueAssumptions = z.object({
  version: whole,
  at: instant,
  by: actor,
  note: z.string().optional(),
  terms: valueTerms,
  /** Which terms differ from the version before. */
  changed: z.array(z.string()),
  /** The same window and seed before and after. */
  moved: z.object({
    window: valueWindow,
    currency: z.object({ before: z.string(), after: z.string() }),
    before: valueHeadline,
    after: valueHeadline,
  }),
});
export type ValueAssumptions = z.infer<typeof valueAssumptions>;

/** `GET /api/value/assumptions`: the ones that stand, and those before, newest first. */
export const valueAssumptionsPage = z.object({
  current: valueAssumptions.nullable(),
  items: z.array(valueAssumptions),
  cursor: z.string().optional(),
});

/** One ready way to see it: which of the person's own P10, P50 or P90 is taken as certain. */
export const valueScenario = z.object({
  name: z.enum(["careful", "expected", "hopeful"]),
  changes: z.array(
    z.object({ term: z.enum(["rate", "realisation", "hours"]), to: z.enum(["p10", "p50", "p90"]), value: whole.nullable() }),
  ),
  figures: valueHeadline,
});
/** `GET /api/value/scenarios`: three side by side, of the same window. */
export const valueScenarios = z.object({ ...valueFrame, items: z.array(valueScenario) });
export type ValueScenarios = z.infer<typeof valueScenarios>;
