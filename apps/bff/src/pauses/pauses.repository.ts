import { and, desc, eq, inArray, lt, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { pauses as table, type PauseRow } from "./pauses.table.ts";

export type { PauseRow };
const active = inArray(table.state, ["requested", "held"]);

/** Whether it was made: there is one wish at a time for a run. */
export const insertPause = async (db: Db, row: PauseRow): Promise<boolean> =>
  (await db.insert(table).values(row).onConflictDoNothing().returning({ id: table.id })).length > 0;

export const activePauses = (db: Db): Promise<PauseRow[]> => db.select().from(table).where(active);

export const findPause = async (db: Db, id: string): Promise<PauseRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)))[0];

export const activeOf = async (db: Db, sessionId: string): Promise<PauseRow | undefined> =>
  (
    await db
      .select()
      .from(table)
      .where(and(eq(table.sessionId, sessionId), active))
  )[0];

/** The newest wish for each of these runs. */
export const latestPauses = (db: Db, sessionIds: readonly string[]): Promise<PauseRow[]> =>
  sessionIds.length === 0
    ? Promise.resolve([])
    : db
        .selectDistinctOn([table.sessionId])
        .from(table)
        .where(inArray(table.sessionId, [...sessionIds]))
        .orderBy(table.sessionId, desc(table.at), desc(table.id));

/** A step is held by it: gives the row, and whether it is the first; nothing where the wish is over. */
export const markHeld = async (
  db: Db,
  { id, step, now, leaseUntil }: { id: string; step: string; now: Date; leaseUntil: Date },
): Promise<{ first: boolean; row: PauseRow } | undefined> => {
  const [first] = await db
    .update(table)
    .set({ state: "held", heldAt: now, step, leaseUntil })
    .where(and(eq(table.id, id), eq(table.state, "requested")))
    .returning();
  if (first) return { first: true, row: first };
  const [again] = await db
    .update(table)
    .set({ leaseUntil })
    .where(and(eq(table.id, id), eq(table.state, "held")))
    .returning();
  return again ? { first: false, row: again } : undefined;
};

/** Ends it, or asks anew; only while it is not over. */
export const changePause = async (
  db: Db,
  id: string,
  to: Partial<Pick<PauseRow, "state" | "heldAt" | "step" | "endedAt" | "note" | "leaseUntil">>,
): Promise<PauseRow | undefined> =>
  (
    await db
      .update(table)
      .set(to)
      .where(and(eq(table.id, id), active))
      .returning()
  )[0];

/** Those that were held and gave no sign since. */
export const lapsedPauses = (db: Db, now: Date): Promise<PauseRow[]> =>
  db
    .select()
    .from(table)
    .where(and(eq(table.state, "held"), lt(table.leaseUntil, now)));

export const prunePauses = async (db: Db, before: Date): Promise<void> =>
  void (await db.delete(table).where(and(lt(table.at, before), sql`state in ('resumed', 'let_go')`)));

export const deletePauses = async (db: Db, sessionIds: readonly string[]): Promise<void> => {
  if (sessionIds.length > 0) await db.delete(table).where(inArray(table.sessionId, [...sessionIds]));
};
