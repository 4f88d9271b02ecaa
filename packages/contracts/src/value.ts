import { z } from "zod";
import { agentId } from "./agents.ts";
import { instant, text } from "./common.ts";
import { timeZone } from "./usage.ts";
import { valueCostPart, valueFigures, valueRange, valueWhy } from "./value-figures.ts";
import { valueTerms } from "./value-terms.ts";

/*
 * What the fleet is worth, and how sure that is (METRICS "Business value"). Everywhere: money in whole millionths
 * ("micros") of the workspace's currency, hours in whole thousandths of an hour, shares and ratios in whole millionths
 * ("ppm": a ROI of 84.62 is 84620000). Null: no data, and where it matters `why`.
 */

const whole = z.number().int();

/** What was used in a window as it was told, before any assumption. Millionths of a dollar. */
export const valueSpent = z.object({
  billed: whole.nullable(),
  /** The part of `billed` that went into taking back or mending outcomes; null: not told of a narrower scope than all. */
  rework: whole.nullable(),
  listPrice: whole.nullable(),
  /** What plans covered, at list price: of the scope, and of the whole workspace. */
  planned: z.object({ scope: whole, all: whole }),
  /** People's time for agents; null: not measured. */
  attentionMilliHours: whole.nullable(),
  /** By runs that no outcome names; null: not asked for a narrower scope than all. */
  unattributed: z.object({ billed: whole, listPrice: whole, sessions: whole }).nullable(),
  /** Records without a price, and those of which nobody said how they are paid: in no sum. */
  unpriced: whole,
  paymentUnknown: whole,
  /** Of less than the whole workspace: what is paid for all together is in none of its costs. */
  narrowed: z.boolean(),
});
export type ValueSpent = z.infer<typeof valueSpent>;

/**
 * What a window cost, in the workspace's currency. `billed` is without `rework`, where that is known. Null: nobody said, or
 * nothing is known; it then counts as nothing, and stands in `missing`. `listPrice`: everything as if paid by token, shown beside, in no sum.
 */
export const valueCost = z.object({
  billed: whole.nullable(),
  plan: whole.nullable(),
  infrastructure: whole.nullable(),
  attention: whole.nullable(),
  rework: whole.nullable(),
  setUp: whole.nullable(),
  /** Of all that is known; null: nothing is. */
  total: whole.nullable(),
  listPrice: whole.nullable(),
  unattributed: valueSpent.shape.unattributed,
  missing: z.array(valueCostPart),
  unpriced: whole,
  paymentUnknown: whole,
});
export type ValueCost = z.infer<typeof valueCost>;

/** What else happened to what was accepted; each share in ppm of `n`. */
export const valueCounters = z.object({
  /** Reworked, of those that were looked at again. */
  rework: z.object({ share: whole.nullable(), n: whole, reworked: whole, micros: whole.nullable() }),
  reverts: z.object({ share: whole.nullable(), n: whole, reverted: whole }),
  /** Pull requests, from asked to merged. */
  review: z.object({ p50Minutes: whole.nullable(), p95Minutes: whole.nullable(), n: whole }),
});
export type ValueCounters = z.infer<typeof valueCounters>;

export const valueGroupBy = z.enum(["agent", "role", "team", "model", "project", "taskType"]);
export type ValueGroupBy = z.infer<typeof valueGroupBy>;

const filters = {
  agent: agentId.optional(),
  task: text(200).optional(),
  role: text(60).optional(),
  team: text(200).optional(),
  model: text(200).optional(),
  project: text(1_000).optional(),
  taskType: text(120).optional(),
};
/** `from` defaults to 90 days before `to`, `to` to now; widened to full quarters of an hour, as usage is kept. */
const window = { from: instant.optional(), to: instant.optional(), tz: timeZone.default("UTC") };

/** Of a window and what it is narrowed to. */
export const valueScope = z.object({ ...window, ...filters });
export type ValueScope = z.output<typeof valueScope>;

export const valueQuery = valueScope.extend({
  groupBy: valueGroupBy.optional(),
  cursor: text(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type ValueQuery = z.output<typeof valueQuery>;

/**
 * One agent, role, … `costMicros` is what it spent itself: what is paid for all together (infrastructure, attention,
 * set-up) is in no group but in `shared`. By task type: what its outcomes cost, whenever that was spent.
 */
export const valueGroup = z.object({
  /** An agent's or team's id, else the name; null: not told. */
  key: z.string().nullable(),
  name: z.string().optional(),
  outcomes: whole,
  value: valueRange.nullable(),
  costMicros: whole.nullable(),
  net: valueRange.nullable(),
  roi: valueRange.nullable(),
  breakEvenMilliHours: whole.nullable(),
  indicative: z.boolean().nullable(),
  counters: valueCounters,
});
export type ValueGroup = z.infer<typeof valueGroup>;

export const valueWindow = z.object({ from: instant, to: instant, timeZone: z.string() });

/** Which assumptions a figure was made with; null: there are none yet. */
export const valueAssumptionsRef = z.object({ version: whole, at: instant }).nullable();

export const valueFrame = {
  window: valueWindow,
  asOf: instant,
  /** Of the demo fleet, which is told of only while there is nobody else, or where it is named. */
  demo: z.boolean().optional(),
  currency: z.string(),
  assumptions: valueAssumptionsRef,
};

/** `GET /api/value/summary`. */
export const valueSummary = z.object({
  ...valueFrame,
  figures: valueFigures,
  /** By the figure's name. */
  why: z.record(z.string(), valueWhy),
  cost: valueCost,
  counts: z.object({
    outcomes: whole,
    /** Left out of all value: held back to compare with. */
    holdOuts: whole,
    /** Nobody has said or measured their hours: without value. */
    withoutHours: whole,
    /** Value that outcomes of this window have lost since, as hours at P50. */
    writtenDown: z.object({ outcomes: whole, milliHours: whole, micros: whole.nullable(), since: instant.nullable() }),
  }),
  counters: valueCounters,
  groupBy: valueGroupBy.optional(),
  groups: z.array(valueGroup),
  /** What no group spent by itself: total cost less that of all groups. Null: groups are not asked for, or not of the window. */
  shared: whole.nullable(),
  /** Where the rows are that stand behind: addresses of this API, with the same window and filters. */
  rows: z.record(z.string(), z.string()),
  cursor: z.string().optional(),
});
export type ValueSummary = z.infer<typeof valueSummary>;

/**
 * `GET /api/value/inputs`: all that the model needs, as columns, so that a device computes the same figures to the same
 * digits without network. Outcomes stand in the model's own order.
 */
export const valueInputs = z.object({
  ...valueFrame,
  formula: z.string(),
  seed: whole,
  /** Calendar days of the window, parts of them too. */
  days: z.number(),
  terms: valueTerms.nullable(),
  /** Costs are made of it by `costOf`, so that other terms can be tried without network. */
  spent: valueSpent,
  outcomes: z.object({
    n: whole,
    /** Thousandths of an hour. */
    p10: z.array(whole),
    p50: z.array(whole),
    p90: z.array(whole),
    /** One letter each. */
    grade: z.string(),
    /** Values that occur, and per outcome which of them it is. */
    agentShare: z.object({ of: z.array(whole), at: z.array(whole) }),
    counterfactual: z.object({ of: z.array(whole), at: z.array(whole) }),
    durability: z.object({ of: z.array(whole), at: z.array(whole) }),
    taskType: z.object({ of: z.array(z.string()), at: z.array(whole) }),
    /** What the hours rest on, where others rest on the same; empty: on nothing else. */
    basis: z.object({ of: z.array(z.string()), at: z.array(whole) }),
  }),
});
export type ValueInputs = z.infer<typeof valueInputs>;

/** `GET /api/value/trend`. */
export const valueTrendQuery = valueScope.extend({ unit: z.enum(["week", "month"]).default("week") });
export type ValueTrendQuery = z.output<typeof valueTrendQuery>;
export const valueTrend = z.object({
  ...valueFrame,
  unit: z.enum(["week", "month"]),
  /** Weeks begin on Monday; in order, the empty ones too. `expectedMicros`: the mean of the range, in closed form. */
  buckets: z.array(
    z.object({
      from: instant,
      to: instant,
      outcomes: whole,
      hoursMilli: whole,
      expectedMicros: whole.nullable(),
      costMicros: whole.nullable(),
      breakEvenMilliHours: whole.nullable(),
      reverted: whole,
    }),
  ),
  /** Per team, what was accepted in each of its first thirteen weeks: people and agents learn, so it first falls, then rises. */
  firstDays: z.array(
    z.object({
      /** Null: agents of no team. */
      team: z.string().nullable(),
      name: z.string().optional(),
      firstSignalAt: instant,
      weeks: z.array(z.object({ day: whole, outcomes: whole, hoursMilli: whole, costMicros: whole.nullable(), over: z.boolean() })),
    }),
  ),
});
export type ValueTrend = z.infer<typeof valueTrend>;
