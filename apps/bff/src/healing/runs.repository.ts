import type { HealingTally } from "@beckon/contracts/healing";
import { and, asc, desc, eq, gt, inArray, isNotNull, lt, ne, or, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { healingRuns as runs, healingSteps as steps, type RunRow, type StepRow } from "./healing.table.ts";

export type { RunRow, StepRow };

/** Whether it was written: nothing is while another run is at work, or where this key was used before. */
export const insertRun = async (db: Db, row: RunRow): Promise<boolean> =>
  (await db.insert(runs).values(row).onConflictDoNothing().returning({ id: runs.id })).length > 0;

export const updateRun = async (db: Db, id: string, changes: Partial<RunRow>): Promise<void> =>
  void (await db.update(runs).set(changes).where(eq(runs.id, id)));

/** Ends a run whose steps are all over; whether it did. */
export const endRun = async (db: Db, id: string, endedAt: Date): Promise<boolean> =>
  (
    await db
      .update(runs)
      .set({ state: "over", endedAt })
      .where(
        and(
          eq(runs.id, id),
          eq(runs.state, "running"),
          sql`not exists (select 1 from healing_step s where s.run_id = ${id} and s.state in ('planned', 'doing'))`,
        ),
      )
      .returning({ id: runs.id })
  ).length > 0;

export const findRuns = (db: Db, ids: readonly string[]): Promise<RunRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(runs)
        .where(inArray(runs.id, [...ids]));

export const findByKey = async (db: Db, { callerId, key }: { callerId: string; key: string }): Promise<RunRow | undefined> =>
  (
    await db
      .select()
      .from(runs)
      .where(and(eq(runs.callerId, callerId), eq(runs.idempotencyKey, key)))
  )[0];

export const runningRuns = (db: Db): Promise<RunRow[]> => db.select().from(runs).where(eq(runs.state, "running"));

/** Newest first. */
export const recentRuns = (db: Db, limit: number): Promise<RunRow[]> =>
  db.select().from(runs).orderBy(desc(runs.startedAt), desc(runs.id)).limit(limit);

export const pruneRuns = async (db: Db, before: Date): Promise<void> =>
  void (await db
    .delete(runs)
    .where(and(lt(runs.endedAt, before), sql`not exists (select 1 from healing_step s where s.run_id = ${runs.id} and s.ask_open)`)));

export const insertSteps = async (db: Db, rows: readonly StepRow[]): Promise<void> => {
  if (rows.length > 0) await db.insert(steps).values([...rows]);
};

export const stepsOf = (db: Db, runIds: readonly string[]): Promise<StepRow[]> =>
  runIds.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(steps)
        .where(inArray(steps.runId, [...runIds]))
        .orderBy(asc(steps.runId), asc(steps.place));

/** Changes a step while it is in one of these states; the row as it is then, or nothing. */
export const changeStep = async (
  db: Db,
  { id, from }: { id: string; from: readonly StepRow["state"][] },
  changes: Partial<StepRow>,
): Promise<StepRow | undefined> =>
  (
    await db
      .update(steps)
      .set(changes)
      .where(and(eq(steps.id, id), inArray(steps.state, [...from])))
      .returning()
  )[0];

/** The same of what is measured of it, while that is not over. */
export const measureStep = async (db: Db, id: string, changes: Partial<StepRow>): Promise<StepRow | undefined> =>
  (
    await db
      .update(steps)
      .set(changes)
      .where(and(eq(steps.id, id), eq(steps.outcome, "pending")))
      .returning()
  )[0];

/** Ends a question; the row, for whoever was first. */
export const closeAsk = async (db: Db, id: string, changes: Partial<StepRow>): Promise<StepRow | undefined> =>
  (
    await db
      .update(steps)
      .set({ ...changes, askOpen: false })
      .where(and(eq(steps.id, id), eq(steps.askOpen, true)))
      .returning()
  )[0];

export const findStep = async (db: Db, id: string): Promise<StepRow | undefined> =>
  (await db.select().from(steps).where(eq(steps.id, id)))[0];

export const stepOfRequest = async (db: Db, requestId: string): Promise<StepRow | undefined> =>
  (await db.select().from(steps).where(eq(steps.requestId, requestId)))[0];

export const pendingOutcomes = (db: Db): Promise<StepRow[]> =>
  db.select().from(steps).where(eq(steps.outcome, "pending")).orderBy(asc(steps.endedAt)).limit(500);
export const openAsks = (db: Db): Promise<StepRow[]> => db.select().from(steps).where(eq(steps.askOpen, true)).orderBy(asc(steps.id));

/** Steps that somebody has to carry out, or to follow. */
export const openSteps = (db: Db): Promise<StepRow[]> =>
  db
    .select()
    .from(steps)
    .where(inArray(steps.state, ["planned", "doing"]))
    .orderBy(asc(steps.runId), asc(steps.place));

/** Restarts since then, and what was let go on, whatever came of them; what a limit refused was none. */
export const restartsSince = (db: Db, since: Date): Promise<{ key: string; startedAt: Date | null }[]> =>
  db
    .select({ key: steps.key, startedAt: steps.startedAt })
    .from(steps)
    .where(and(inArray(steps.act, ["restart", "resume"]), ne(steps.state, "refused"), gt(steps.startedAt, since)));

/** Questions that are open, or were answered since then. */
export const asksSince = (db: Db, since: Date): Promise<StepRow[]> =>
  db
    .select()
    .from(steps)
    .where(and(eq(steps.act, "ask"), or(eq(steps.askOpen, true), and(isNotNull(steps.answer), gt(steps.startedAt, since)))))
    .orderBy(desc(steps.startedAt))
    .limit(1_000);

/** How often what helped against what, as measured. */
export const tallies = (db: Db): Promise<HealingTally[]> =>
  db
    .select({
      fault: steps.fault,
      act: steps.act,
      helped: sql<number>`count(*) filter (where ${steps.outcome} = 'helped')::int`,
      of: sql<number>`count(*)::int`,
    })
    .from(steps)
    .innerJoin(runs, eq(runs.id, steps.runId))
    .where(and(inArray(steps.outcome, ["helped", "not_helped"]), eq(runs.demo, false)))
    .groupBy(steps.fault, steps.act)
    .orderBy(asc(steps.fault), asc(steps.act));
