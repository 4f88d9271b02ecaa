import type { ValueInputs, ValueTrend, ValueTrendQuery } from "@beckon/contracts/value";
import { inputOf } from "@beckon/metrics/value/from-inputs";
import { spanAt, type Span } from "../platform/calendar.ts";
import type { Db } from "../platform/db/database.ts";
import { dayMs } from "../platform/keys.ts";
import type { UsageCosts } from "../usage/usage.types.ts";
import { spansOf } from "./calendar-spans.ts";
import { isValued, toColumns } from "./columns.ts";
import { firstDaysOf } from "./first-days.ts";
import { frameOf, gather, type Gathered } from "./gather.ts";
import type { Model } from "./model.ts";
import { usageFilter } from "./spent.ts";
import type { OutcomeOfWindow, ValueDeps } from "./value.types.ts";
import { told } from "./window.ts";

/** Only the mean is shown, which is no matter of draws. */
const draws = 100;

type Part = { span: Span; rows: OutcomeOfWindow[]; used: UsageCosts | undefined; milliHours: number | null };

/** Week by week, or by months: what was accepted, and what was spent. */
export const readTrend =
  (deps: ValueDeps, model: Model) =>
  async (query: ValueTrendQuery): Promise<ValueTrend> => {
    const { gathered, parts, firstDays } = await deps.database.snapshot(async (db) => {
      const found = await gather(deps, db, query);
      return { gathered: found, parts: await partsOf(deps, db, found, query), firstDays: await firstDaysOf(deps, db, found) };
    });
    return {
      ...frameOf(gathered.inputs),
      unit: query.unit,
      buckets: parts.map((part) => toBucket(model, gathered.inputs, part)),
      firstDays,
    };
  };

const partsOf = async (deps: ValueDeps, db: Db, { look, span, rows, inputs }: Gathered, { unit, tz }: ValueTrendQuery): Promise<Part[]> => {
  const spans = spansOf(unit, { ...span, timeZone: tz });
  const [used, hours] = await Promise.all([
    usageFilter(deps, db, look).then((filter) => deps.usage.costs(db, { ...filter, spans })),
    inputs.spent.attentionMilliHours === null ? [] : deps.attention.hoursBySpan(db, { spans, demo: look.demo }),
  ]);
  const byKey = new Map(used.map((row) => [row.key, row]));
  const accepted = Map.groupBy(rows, ({ acceptedAt }) => spanAt(spans, acceptedAt));
  return spans.map((each, index) => ({
    span: each,
    rows: accepted.get(index) ?? [],
    used: byKey.get(String(index)),
    milliHours: hours[index]?.milliHours ?? null,
  }));
};

/** Rework stands in what was billed here: when which part of it was spent is told of the whole window alone. */
const toBucket = (model: Model, inputs: ValueInputs, { span, rows, used, milliHours }: Part): ValueTrend["buckets"][number] => {
  const valued = rows.filter(isValued);
  const figures = model({
    ...inputOf({
      ...inputs,
      window: told(span, inputs.window.timeZone),
      days: (span.to - span.from) / dayMs,
      spent: {
        billed: used?.billed ?? (inputs.spent.billed === null ? null : 0),
        rework: 0,
        listPrice: used?.apiEquivalent ?? null,
        planned: { scope: used?.plan ?? 0, all: inputs.spent.planned.all },
        attentionMilliHours: milliHours,
        unattributed: null,
        unpriced: used?.unpriced ?? 0,
        paymentUnknown: used?.paymentUnknown ?? 0,
        narrowed: inputs.spent.narrowed,
      },
      outcomes: toColumns(valued),
    }),
    draws,
  });
  return {
    ...{ from: new Date(span.from).toISOString(), to: new Date(span.to).toISOString() },
    outcomes: rows.filter(({ holdOut }) => !holdOut).length,
    hoursMilli: figures.milliHours?.p50 ?? 0,
    expectedMicros: figures.expectedMicros,
    costMicros: figures.costMicros,
    breakEvenMilliHours: figures.breakEvenMilliHours,
    reverted: rows.filter(({ state }) => state === "reverted").length,
  };
};
