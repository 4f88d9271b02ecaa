import { z } from "zod";
import { actor } from "./access.ts";
import { agentId, sessionId } from "./agents.ts";
import { instant, text } from "./common.ts";

/*
 * Tokens and money. Money is in millionths of a dollar, whole numbers, added up as such. Of one session
 * only the best channel counts: calls told one by one before spans before counters.
 */

const whole = z.number().int();

/** Sum of a column: `n` records (calls, or steps of a counter) have a known cost; null: none has. */
export const costPart = z.object({ micros: whole.nullable(), n: whole, unknown: whole });
export type CostPart = z.infer<typeof costPart>;

/**
 * Three columns that are never added together. `billed`: paid by token. `plan`: at list price, but covered
 * by a plan's flat rate. `apiEquivalent`: everything at list price, the two others included. Of `paymentUnknown`
 * records nobody said how they are paid: they are in apiEquivalent alone.
 */
export const usageCost = z.object({ billed: costPart, plan: costPart, apiEquivalent: costPart, paymentUnknown: whole });
export type UsageCost = z.infer<typeof usageCost>;

/** `n`: records that count. `calls`: model calls among them; counters do not say how many there were. */
export const usageSum = z.object({
  n: whole,
  calls: whole,
  /** `input` is without cache reads and writes; `output` includes `reasoning`, as far as that was told. */
  tokens: z.object({ input: whole, output: whole, cacheRead: whole, cacheWrite: whole, reasoning: whole }),
  cost: usageCost,
});
export type UsageSum = z.infer<typeof usageSum>;

export const usageGroupBy = z.enum(["agent", "session", "model", "task", "project", "role", "hour", "day"]);
export type UsageGroupBy = z.infer<typeof usageGroupBy>;

export const usageGroup = usageSum.extend({
  /** The agent's or session's id, the name, the local date of a day, the start of an hour; null: not told. */
  key: z.string().nullable(),
  /** Of an hour or a day: the part of it that lies in the window. Days are those of the time zone, 23 or 25 hours long twice a year. */
  from: instant.optional(),
  to: instant.optional(),
});
export type UsageGroup = z.infer<typeof usageGroup>;

/** An IANA name, such as Asia/Kathmandu. */
export const timeZone = text(60).refine((name) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}, "no time zone of this name");

/** `from` defaults to 30 days before `to`, `to` to now. Usage is kept by quarters of an hour: the window is widened to full ones. */
export const usageQuery = z.object({
  from: instant.optional(),
  to: instant.optional(),
  agent: agentId.optional(),
  session: sessionId.optional(),
  task: text(200).optional(),
  role: text(60).optional(),
  project: text(1_000).optional(),
  model: text(200).optional(),
  groupBy: usageGroupBy.optional(),
  tz: timeZone.default("UTC"),
  cursor: text(2_000).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type UsageQuery = z.output<typeof usageQuery>;

export const usageSummary = usageSum.extend({
  /** As it was counted: `from` is in it, `to` is not. */
  window: z.object({ from: instant, to: instant, timeZone: z.string() }),
  asOf: instant,
  /** Of the demo fleet, which is told of only where it is named, or while there are no other agents. */
  demo: z.boolean().optional(),
  /** Models of which calls could not be priced, most calls first, at most 50. Empty text: the model was not told either. */
  unknownModels: z.array(z.string()),
  groupBy: usageGroupBy.optional(),
  /** Days and hours in their order, the empty ones too; anything else the dearest first. */
  groups: z.array(usageGroup),
  cursor: z.string().optional(),
});
export type UsageSummary = z.infer<typeof usageSummary>;

const rate = z.number().int().min(0).max(1e12);

/** A model's name, or a pattern in which `*` stands for any run of characters. Case does not matter. */
export const priceModel = text(200);

/** Millionths of a dollar for a million tokens: 3 $ are 3000000. Cached tokens without a price cost as much as others. */
export const priceInput = z.strictObject({
  input: rate,
  output: rate,
  cacheRead: rate.optional(),
  cacheWrite: rate.optional(),
  /** For calls made from then on; now, if not given. What has been booked keeps its cost. */
  since: instant.optional(),
});
export type PriceInput = z.infer<typeof priceInput>;

export const price = z.object({
  id: z.string(),
  model: z.string(),
  input: whole,
  output: whole,
  cacheRead: whole.optional(),
  cacheWrite: whole.optional(),
  since: instant,
  setAt: instant,
  setBy: actor,
});
export type Price = z.infer<typeof price>;

/** Prices that people set, newest first, and the table that holds for all other models. */
export const priceList = z.object({ items: z.array(price), table: z.string() });
