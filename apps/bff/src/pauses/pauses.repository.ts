import { and, desc, eq, inArray, lt, ne, or, sql } from "drizzle-orm";
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

/** The wish for this run that stands, locked until the transaction ends. */
export const lockActiveOf = async (db: Db, sessionId: string): Promise<PauseRow | undefined> =>
  (
    await db
      .select()
      .from(table)
      .where(and(eq(table.sessionId, sessionId), active))
      .for("update")
  )[0];

export const lockPause = async (db: Db, id: string): Promise<PauseRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)).for("update"))[0];

/** The newest wish for each of these runs. */
export const latestPauses = (db: Db, sessionIds: readonly string[]): Promise<PauseRow[]> =>
  sessionIds.length === 0
    ? Promise.resolve([])
    : db
        .selectDistinctOn([table.sessionId])
        .from(table)
        .where(inArray(table.sessionId, [...sessionIds]))
        .orderBy(table.sessionId, desc(table.at), desc(table.id));

export type Mark = { id: string; hold: string; step: string; now: Date; leaseUntil: Date; silentSince: Date };

/**
 * A step is held by it: gives the row, and whether it tells of this step anew; nothing where the wish is over. Others of
 * the run may be held beside the one that it tells of; when that one gives no sign any more, it tells of another.
 */
export const markHeld = async (
  db: Db,
  { id, hold, step, now, leaseUntil, silentSince }: Mark,
): Promise<{ first: boolean; row: PauseRow } | undefined> => {
  const [first] = await db
    .update(table)
    .set({ state: "held", heldAt: now, step, hold, leaseUntil })
    .where(
      and(
        eq(table.id, id),
        or(eq(table.state, "requested"), and(eq(table.state, "held"), ne(table.hold, hold), lt(table.leaseUntil, silentSince))),
      ),
    )
    .returning();
  if (first) return { first: true, row: first };
  const [again] = await db
    .update(table)
    // Only its own signs: who looks at it shall not be told of a step that has gone.
    .set({ leaseUntil: sql`case when ${table.hold} = ${hold} then ${leaseUntil.toISOString()}::timestamptz else ${table.leaseUntil} end` })
    .where(and(eq(table.id, id), eq(table.state, "held")))
    .returning();
  return again ? { first: false, row: again } : undefined;
};

/** Ends it, or asks anew; only while it is not over, and only of this step, or without a sign since, where that is said. */
export const changePause = async (
  db: Db,
  id: string,
  to: Partial<Pick<PauseRow, "state" | "heldAt" | "step" | "endedAt" | "note" | "hold" | "leaseUntil">>,
  only: { hold?: string; lapsedAt?: Date } = {},
): Promise<PauseRow | undefined> =>
  (
    await db
      .update(table)
      .set(to)
      .where(
        and(
          eq(table.id, id),
          active,
          only.hold === undefined ? undefined : eq(table.hold, only.hold),
          only.lapsedAt === undefined ? undefined : lt(table.leaseUntil, only.lapsedAt),
        ),
      )
      .returning()
  )[0];

/** Those that were held and gave no sign since. */
export const lapsedPauses = (db: Db, now: Date): Promise<PauseRow[]> =>
  db
    .select()
    .from(table)
    .where(and(eq(table.state, "held"), lt(table.leaseUntil, now)));

/** The wish that this step is held by. */
export const heldBy = async (db: Db, ownerId: string, hold: string): Promise<PauseRow | undefined> =>
  (
    await db
      .select()
      .from(table)
      .where(and(eq(table.state, "held"), eq(table.ownerId, ownerId), eq(table.hold, hold)))
  )[0];

export const prunePauses = async (db: Db, before: Date): Promise<void> =>
  void (await db.delete(table).where(and(lt(table.at, before), sql`state in ('resumed', 'let_go')`)));

export const deletePauses = async (db: Db, sessionIds: readonly string[]): Promise<void> => {
  if (sessionIds.length > 0) await db.delete(table).where(inArray(table.sessionId, [...sessionIds]));
};
