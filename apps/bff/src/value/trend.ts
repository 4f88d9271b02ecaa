import type { ValueInputs, ValueSpent, ValueTrend, ValueTrendQuery } from "@beckon/contracts/value";
import { inputOf } from "@beckon/metrics/value/from-inputs";
import { spanAt, type Span } from "../platform/calendar.ts";
import type { Db } from "../platform/db/database.ts";
import { dayMs } from "../platform/keys.ts";
import type { UsageCosts } from "../usage/usage.types.ts";
import { spansOf } from "./calendar-spans.ts";
import { isValued, toColumns } from "./columns.ts";
import { firstDaysOf } from "./first-days.ts";
import { frameOf, gather } from "./gather.ts";
import type { Model } from "./model.ts";
import { columnsOf, together, usageFilter } from "./spent.ts";
import type { Look, OutcomeOfWindow, ValueDeps } from "./value.types.ts";
import { isNarrowed, told } from "./window.ts";

/** Only the mean is shown, which is no matter of draws. */
const draws = 100;

/** `plan`: what the plans covered of everybody's. */
type Part = { span: Span; rows: OutcomeOfWindow[]; used: UsageCosts | undefined; plan: number; milliHours: number | null };

/** Week by week, or by months: what was accepted, and what was spent. */
export const summarizeTrend =
  (deps: ValueDeps, model: Model) =>
  async (query: ValueTrendQuery): Promise<ValueTrend> =>
    (await deps.database.snapshot((db) => readTrend(deps, db, query)))(model);

/** Read within a snapshot; the model runs after it. */
export const readTrend = async (deps: ValueDeps, db: Db, query: ValueTrendQuery): Promise<(model: Model) => ValueTrend> => {
  let parts: Part[] = [];
  // What was spent in all is what was spent in its parts: nothing is read twice.
  const gathered = await gather(deps, db, query, async (look, span, rows) => {
    parts = await partsOf(deps, db, { look, rows, spans: spansOf(query.unit, { ...span, timeZone: query.tz }) });
    return spentIn(parts, isNarrowed(look));
  });
  const firstDays = await firstDaysOf(deps, db, gathered);
  return (model) => ({
    ...frameOf(gathered.inputs),
    unit: query.unit,
    buckets: parts.map((part) => toBucket(model, gathered.inputs, part)),
    firstDays,
  });
};

const timesOf = ({ from, to, demo }: Look) => ({ from, to, demo });

type Asked = { look: Look; rows: readonly OutcomeOfWindow[]; spans: readonly Span[] };

const partsOf = async (deps: ValueDeps, db: Db, { look, rows, spans }: Asked): Promise<Part[]> => {
  const accepted = Map.groupBy(rows, ({ acceptedAt }) => spanAt(spans, acceptedAt));
  const [used, all, hours] = await Promise.all([
    usedBySpan(deps, db, { look, spans }, accepted),
    isNarrowed(look) ? bySpan(deps, db, { ...timesOf(look), spans }) : undefined,
    isNarrowed(look) ? undefined : deps.attention.hoursBySpan(db, { spans, demo: look.demo }),
  ]);
  const isMeasured = hours?.some(({ n }) => n > 0) || hours?.every(({ unmeasured }) => unmeasured === 0);
  return spans.map((span, index) => ({
    span,
    rows: accepted.get(index) ?? [],
    used: used.get(index),
    plan: (all ?? used).get(index)?.plan ?? 0,
    milliHours: isMeasured ? (hours?.[index]?.milliHours ?? null) : null,
  }));
};

/** By type of task usage is not told: it is what the outcomes of the type were given. */
const usedBySpan = async (
  deps: ValueDeps,
  db: Db,
  { look, spans }: Omit<Asked, "rows">,
  accepted: ReadonlyMap<number, readonly OutcomeOfWindow[]>,
): Promise<ReadonlyMap<number, UsageCosts>> => {
  if (look.taskType === undefined) return bySpan(deps, db, { ...(await usageFilter(deps, db, look)), spans });
  const { byOutcome } = await deps.outcomes.costs(db, timesOf(look));
  return new Map([...accepted].map(([index, rows]) => [index, columnsOf(rows.flatMap(({ id }) => byOutcome.get(id) ?? []))]));
};

const bySpan = async (deps: ValueDeps, db: Db, asked: Parameters<ValueDeps["usage"]["costs"]>[1]) =>
  new Map((await deps.usage.costs(db, asked)).map((row) => [Number(row.key), row]));

/** Of all parts together what the model asks of the whole window. */
const spentIn = (parts: readonly Part[], narrowed: boolean): ValueSpent => {
  const used = together(
    "",
    parts.flatMap((part) => part.used ?? []),
  );
  const known = parts.map(({ milliHours }) => milliHours).filter((hours) => hours !== null);
  return {
    billed: used.billed,
    rework: 0,
    listPrice: used.apiEquivalent,
    planned: { scope: used.plan ?? 0, all: parts.reduce((sum, { plan }) => sum + plan, 0) },
    attentionMilliHours: known.length === 0 ? null : known.reduce((sum, hours) => sum + hours, 0),
    unattributed: null,
    unpriced: used.unpriced,
    paymentUnknown: used.paymentUnknown,
    narrowed,
  };
};

/** Rework stands in what was billed here: when which part of it was spent is told of the whole window alone. */
const toBucket = (model: Model, inputs: ValueInputs, { span, rows, used, plan, milliHours }: Part): ValueTrend["buckets"][number] => {
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
        // What outcomes of a type were given may have been spent before.
        planned: { scope: Math.min(used?.plan ?? 0, plan), all: plan },
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
