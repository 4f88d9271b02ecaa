import type { ValueCost, ValueSpent } from "@beckon/contracts/value";
import type { ValueTerms } from "@beckon/contracts/value-terms";
import { makesCost } from "./figures.ts";
import { rounded, total } from "./money.ts";
import { bounded, lastOfYear, spread, type ZonedSpan } from "./spread.ts";
import type { CostPart } from "./types.ts";

const ppm = 1_000_000n;
const ratio = (above: bigint, below: bigint) => bounded(rounded(above, below));
const parts: CostPart[] = ["billed", "plan", "infrastructure", "attention", "rework", "setUp"];

/**
 * What a window cost, of what was used and what people said (METRICS "Cost"). Each sum stands in one part alone: what was
 * billed for rework is taken out of `billed`, usage that a plan covers is in the plan's price alone, and the list price of
 * everything is in none. Money in whole millionths of the terms' currency, of a dollar without terms.
 */
export function costOf(spent: ValueSpent, terms: ValueTerms | null, span: ZonedSpan): ValueCost {
  const exchanged = (micros: number) => (terms?.exchange ? ratio(BigInt(micros) * BigInt(terms.exchange.perDollar), ppm) : micros);
  const inCurrency = (micros: number | null) => (micros === null ? null : exchanged(micros));
  // First the whole, then its part: so the two still add up to the whole after both were rounded.
  const billed = inCurrency(spent.billed);
  const rework = spent.billed === null || spent.rework === null ? null : exchanged(Math.min(spent.rework, spent.billed));
  const costs: Record<CostPart, number | null> = {
    billed: billed === null ? null : billed - (rework ?? 0),
    plan: planPart(spent, terms, span),
    infrastructure: spent.narrowed ? null : infrastructureOf(terms, span),
    attention: attentionOf(spent, terms),
    rework,
    setUp: spent.narrowed ? null : setUpOf(terms, span),
  };
  const known = parts.map((part) => costs[part]).filter((cost) => cost !== null);
  return {
    ...costs,
    total: makesCost(costs) ? bounded(total(known)) : null,
    listPrice: inCurrency(spent.listPrice),
    unattributed: spent.unattributed && {
      ...spent.unattributed,
      billed: exchanged(spent.unattributed.billed),
      listPrice: exchanged(spent.unattributed.listPrice),
    },
    missing: parts.filter((part) => costs[part] === null),
    unpriced: spent.unpriced,
    paymentUnknown: spent.paymentUnknown,
  };
}

/** Nobody named a plan, but something was covered by one: its price is not known. Of a scope: by what it used of all that is covered. */
function planPart({ planned, narrowed }: ValueSpent, terms: ValueTerms | null, span: ZonedSpan): number | null {
  if (!terms || (terms.plans.length === 0 && planned.all > 0)) return null;
  const price = spread(
    terms.plans.map(({ monthlyMicros, share, since, until }) => ({
      amount: BigInt(monthlyMicros) * BigInt(share),
      parts: ppm,
      since,
      until,
    })),
    span,
  );
  if (!narrowed) return price;
  return planned.all === 0 ? 0 : ratio(BigInt(price) * BigInt(planned.scope), BigInt(planned.all));
}

function infrastructureOf(terms: ValueTerms | null, span: ZonedSpan): number | null {
  if (terms?.infrastructurePerMonthMicros === undefined) return null;
  return spread([{ amount: BigInt(terms.infrastructurePerMonthMicros), parts: 1n, since: "0001-01-01" }], span);
}

function setUpOf(terms: ValueTerms | null, span: ZonedSpan): number | null {
  if (terms?.setUp === undefined) return null;
  const { micros, since } = terms.setUp;
  return spread([{ amount: BigInt(micros), parts: 12n, since, until: lastOfYear(since) }], span);
}

/** At the P50 of the rate. */
function attentionOf({ attentionMilliHours, narrowed }: ValueSpent, terms: ValueTerms | null): number | null {
  if (attentionMilliHours === null || narrowed || !terms?.rate) return null;
  return ratio(BigInt(attentionMilliHours) * BigInt(terms.rate.p50), 1_000n);
}
