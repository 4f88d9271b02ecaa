import { successRate } from "@beckon/metrics/coordination";
import type { Db } from "../platform/db/database.ts";
import { storable } from "../platform/storable.ts";
import type { Span, Tally } from "../platform/db/tallies.ts";
import { sumsOf } from "./figures.ts";
import type { Sum } from "./sums.repository.ts";

export type CoordinationTotals = { ended: Tally[]; failures: Tally[] };

const inside = ({ from, to }: Span) => ({
  scope: { demo: false },
  spans: [{ from: storable(from.toISOString()).getTime(), to: to.getTime() }],
});

/** Attempts that ended in full quarters of an hour, by type and by how; and why the failed ones did. */
export const coordinationTotals = async (db: Db, span: Span): Promise<CoordinationTotals> => {
  const rows = await sumsOf(db, { ...inside(span), by: ["type", "cause"] });
  const of = (outcome: "succeeded" | "failed") =>
    rows.flatMap(({ type, ...row }): Tally[] => (row[outcome] > 0 ? [{ labels: { type, outcome }, value: row[outcome] }] : []));
  const failures = (row: Sum): Tally[] => [
    { labels: { cause: row.cause, exhausted: "true" }, value: row.exhausted },
    { labels: { cause: row.cause, exhausted: "false" }, value: row.failed - row.exhausted },
  ];
  return { ended: [...of("succeeded"), ...of("failed")], failures: rows.flatMap(failures).filter(({ value }) => value > 0) };
};

/** METRICS "Success rate" in full quarters of an hour: 0 to 1, null without any; and how many had not ended. */
export const successIn = async (db: Db, span: Span): Promise<{ ratio: number | null; n: number; pending: number }> => {
  const [sum] = await sumsOf(db, { ...inside(span), by: [] });
  const { value, n, pending } = successRate(sum ?? { succeeded: 0, failed: 0, pending: 0 });
  return { ratio: value === null ? null : value / 100, n, pending };
};
