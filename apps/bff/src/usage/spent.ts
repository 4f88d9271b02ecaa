import type { Db } from "../platform/db/database.ts";
import { bucketsOf } from "../platform/calendar.ts";
import { startOfHour } from "../platform/keys.ts";
import type { TaskName } from "./of-tasks.repository.ts";
import { sourceOf } from "./sources.ts";
import { spentOfSessions, spentOfTask, type SpentRow } from "./spent.repository.ts";
import { readBuckets, readTotals } from "./summary.repository.ts";
import type { Figures } from "./usage.types.ts";

/** Whose usage; the demo fleet's is in none. */
export type SpentOf =
  | { of: "all" }
  | { of: "agent" | "project"; id: string }
  | { of: "sessions"; ids: readonly string[] }
  | { of: "task"; names: readonly TaskName[] };

/** Epoch milliseconds, on quarters of an hour; `to` is not in it. */
export type SpentIn = { from: number; to: number; column: "billed" | "apiEquivalent" };

/** `micros` null: no record has a known cost. `unpriced` and `paymentUnknown` records are not in it. */
export type Spent = { micros: number | null; n: number; unpriced: number; paymentUnknown: number };

const nothing: Spent = { micros: null, n: 0, unpriced: 0, paymentUnknown: 0 };

const pick = (row: Omit<SpentRow, "hour">, column: SpentIn["column"]): Spent =>
  column === "billed"
    ? {
        micros: row.billedPriced > 0 ? row.billedMicros : null,
        n: row.billedPriced,
        unpriced: row.billedUnpriced,
        paymentUnknown: row.paymentUnknown,
      }
    : { micros: row.priced > 0 ? row.micros : null, n: row.priced, unpriced: row.unpriced, paymentUnknown: 0 };

const filterOf = (whose: Extract<SpentOf, { of: "all" | "agent" | "project" }>) =>
  whose.of === "all" ? { demo: false } : { demo: false, [whose.of]: whose.id };

/** The sum of one column in a span, exactly as the ledger has it. */
export const spent = async (db: Db, whose: SpentOf, { from, to, column }: SpentIn): Promise<Spent> => {
  if (whose.of === "sessions" || whose.of === "task") {
    const span = { from, to, byHour: false };
    const [row] = whose.of === "sessions" ? await spentOfSessions(db, whose.ids, span) : await spentOfTask(db, whose.names, span);
    return row ? pick(row, column) : nothing;
  }
  const figures: Figures = await readTotals(db, sourceOf({ filter: filterOf(whose), key: "model", spans: [{ from, to }] }));
  return pick(figures, column);
};

/** The same by full hour of UTC: those with anything in them, by their start. */
export const spentByHour = async (db: Db, whose: SpentOf, { from, to, column }: SpentIn): Promise<Map<number, Spent>> => {
  if (whose.of === "sessions" || whose.of === "task") {
    const span = { from, to, byHour: true };
    const rows = whose.of === "sessions" ? await spentOfSessions(db, whose.ids, span) : await spentOfTask(db, whose.names, span);
    return new Map(rows.map((row) => [row.hour, pick(row, column)]));
  }
  const hours = bucketsOf("hour", { from: startOfHour(from), to, timeZone: "UTC" }, 1_000);
  const rows = await readBuckets(db, sourceOf({ filter: filterOf(whose), key: "bucket", spans: hours }));
  return new Map(rows.map((row) => [(hours[Number(row.key)] as { from: number }).from, pick(row, column)]));
};
