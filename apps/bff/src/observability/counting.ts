import type { Database, Db } from "../platform/db/database.ts";
import type { MetricName } from "./catalogue.ts";
import { bounded, keyOf, slotsFor, together } from "./labels.ts";
import { isSpread, type Sample, type Span, type Values } from "./observability.types.ts";
import { addToTotals, lockMark, noteTold, readMarks, readTotals, setMark, type Total } from "./totals.repository.ts";

/**
 * What is counted by when it happened. What is older than `lagMs` is taken into the totals once and not looked at again:
 * so long may be told late, and no reading costs more than what happened since.
 */
export type Source = { name: string; lagMs: number; read(db: Db, span: Span): Promise<Values> };
/** What is counted by sums that are kept for ever. */
export type Sums = { name: string; read(db: Db): Promise<Values> };

const hourMs = 3_600_000;

/** Takes what is old enough into the totals, each span once, whichever process does it. */
export const fold = async ({ database, sources, now }: { database: Database; sources: readonly Source[]; now: Date }): Promise<void> => {
  for (const source of sources) {
    const to = new Date(Math.floor((now.getTime() - source.lagMs) / hourMs) * hourMs);
    const marks = await readMarks(database.db);
    const from = marks.get(source.name) ?? new Date(0);
    if (from >= to) continue;
    // Outside the transaction: giving out slots has one of its own.
    const { slots } = await slotsFor(database, await source.read(database.db, { from, to }));
    await database.transaction(async ({ db }) => {
      const mark = await lockMark(db, source.name);
      if (mark >= to) return;
      await addToTotals(db, rowsOf(bounded(await source.read(db, { from: mark, to }), slots)));
      await setMark(db, source.name, to);
    });
  }
};

/** Everything that was ever counted: the totals, and what is newer. Read in the snapshot `db`. */
export const countedIn = async (
  db: Db,
  { sources, sums, now }: { sources: readonly Source[]; sums: readonly Sums[]; now: Date },
): Promise<{ fresh: Values; totals: Total[] }> => {
  const marks = await readMarks(db);
  const to = new Date(now.getTime() + 1);
  const [totals, ...readings] = await Promise.all([
    readTotals(db),
    ...sources.map(({ name, read }) => read(db, { from: marks.get(name) ?? new Date(0), to })),
    ...sums.map(({ read }) => read(db)),
  ]);
  return { fresh: together(...readings), totals };
};

/**
 * Totals and what is newer as counters that never go back: where a row was taken away, corrected or opened again the counter
 * stands still until it is passed. What is told is noted, so that no process ever tells less than another did.
 */
export const neverLess = async (db: Db, { fresh, totals }: { fresh: Values; totals: readonly Total[] }): Promise<Values> => {
  const now = new Map(rowsOf(fresh).map((row) => [`${row.metric} ${row.labels}`, row]));
  for (const { metric, labels } of totals) {
    const key = `${metric} ${labels}`;
    if (!now.has(key)) now.set(key, { metric: metric as MetricName, labels, values: [] });
  }
  const known = new Map(totals.map((total) => [`${total.metric} ${total.labels}`, total]));
  const told = [...now].map(([key, row]) => {
    const { folded = [], told: before = [] } = known.get(key) ?? {};
    const size = Math.max(row.values.length, folded.length, before.length);
    const values = Array.from({ length: size }, (_, index) =>
      Math.max((row.values[index] ?? 0) + (folded[index] ?? 0), before[index] ?? 0),
    );
    return { ...row, values, isMore: values.some((value, index) => value > (before[index] ?? 0)) };
  });
  await noteTold(
    db,
    told.filter(({ isMore }) => isMore).map(({ metric, labels, values }) => ({ metric, labels, values })),
  );
  const values: Values = {};
  for (const { metric, labels, values: numbers } of told) (values[metric] ??= []).push(sampleOf(labels, numbers));
  return values;
};

type Row = { metric: MetricName; labels: string; values: number[] };

const rowsOf = (values: Values): Row[] =>
  (Object.entries(values) as [MetricName, Sample[]][]).flatMap(([metric, samples]) =>
    samples.map((sample) => ({
      metric,
      labels: keyOf(sample.labels),
      values: isSpread(sample) ? [...sample.counts, sample.sum] : [sample.value],
    })),
  );

const sampleOf = (labels: string, values: readonly number[]): Sample => {
  const own = JSON.parse(labels) as Record<string, string>;
  return values.length === 1
    ? { labels: own, value: values[0] as number }
    : { labels: own, counts: values.slice(0, -1), sum: values.at(-1) as number };
};
