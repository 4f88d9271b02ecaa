import { z } from "zod";
import { text } from "./common.ts";

/* What people say that no machine can measure; it makes value out of hours. Units as in value.ts. */

const micros = z.number().int().min(0).max(1e15);
const ppm = z.number().int().min(0).max(1_000_000);
const ordered = ({ p10, p50, p90 }: { p10: number; p50: number; p90: number }) => p10 <= p50 && p50 <= p90;
const tripleOf = (part: z.ZodType<number>) =>
  z.strictObject({ p10: part, p50: part, p90: part }).refine(ordered, "must rise: p10 ≤ p50 ≤ p90");
const localDate = z.iso.date();

/** A flat rate that is paid by the month, such as a subscription. Dates are those of the person's time zone, both in it. */
export const valuePlan = z
  .strictObject({
    name: text(120),
    monthlyMicros: micros,
    /** How much of it is for this workspace. */
    share: ppm,
    since: localDate,
    until: localDate.optional(),
  })
  .refine(({ since, until }) => until === undefined || since <= until, "must not end before it begins");
export type ValuePlan = z.infer<typeof valuePlan>;

/**
 * What people say that no machine can measure. Anything may be left out: what needs it is then null, with the reason.
 * Money is in `currency`; usage is told in dollars, so another currency needs the rate of exchange.
 */
export const valueTerms = z
  .strictObject({
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as USD")
      .default("USD"),
    /** How many millionths of the currency one dollar is, and of which day that is. */
    exchange: z.strictObject({ perDollar: z.number().int().min(1).max(1e12), date: localDate }).optional(),
    /** Loaded cost of one hour of work. */
    rate: tripleOf(micros).optional(),
    /** The part of freed time that is really used. */
    realisation: tripleOf(ppm).optional(),
    plans: z.array(valuePlan).max(50).default([]),
    infrastructurePerMonthMicros: micros.optional(),
    /** Paid once; spread over the twelve months from `since`. */
    setUp: z.strictObject({ micros, since: localDate }).optional(),
    costOfDelayPerHourMicros: micros.optional(),
    workingDays: z.number().int().min(1).max(366).default(220),
    /** Thousandths of an hour that one person works in a day. */
    hoursPerPersonDay: z.number().int().min(1).max(24_000).optional(),
    people: z.number().int().min(1).max(100_000).optional(),
  })
  .superRefine(({ currency, exchange }, ctx) => {
    if ((currency === "USD") !== (exchange === undefined))
      ctx.addIssue({
        code: "custom",
        path: ["exchange"],
        message: currency === "USD" ? "dollars need no exchange" : "usage is told in dollars: say what one is in this currency",
      });
  });
export type ValueTerms = z.output<typeof valueTerms>;
