import { and, desc, eq, exists, isNotNull, isNull, lt, gte, notInArray, or, sql, type SQL } from "drizzle-orm";
import { anyOf } from "../platform/db/any-of.ts";
import { rowsOf, type Db } from "../platform/db/database.ts";
import type { RunState } from "./merge-run.ts";
import type { StageState } from "./merge-stages.ts";
import { workflowRuns as runs, workflowStages as stages, type RunRow, type StageRow } from "./workflows.table.ts";
import type { Source } from "./workflows.types.ts";

export type { RunRow, StageRow };

/** Makes the run if its key is new; says whether it was. */
export const insertRun = async (db: Db, row: typeof runs.$inferInsert): Promise<boolean> =>
  (
    await db
      .insert(runs)
      .values(row)
      .onConflictDoNothing({ target: [runs.ownerId, runs.source, runs.key] })
      .returning({ id: runs.id })
  ).length > 0;

export type RunKey = { ownerId: string; source: Source; key: string };

const byKey = ({ ownerId, source, key }: RunKey) => and(eq(runs.ownerId, ownerId), eq(runs.source, source), eq(runs.key, key));

/** The run, locked until the transaction ends: whoever reports the same one waits. */
export const lockRun = async (db: Db, key: RunKey): Promise<RunRow | undefined> =>
  (await db.select().from(runs).where(byKey(key)).for("update"))[0];

export const lockRunById = async (db: Db, id: string): Promise<RunRow | undefined> =>
  (await db.select().from(runs).where(eq(runs.id, id)).for("update"))[0];

export const findRunByKey = async (db: Db, key: RunKey): Promise<RunRow | undefined> => (await db.select().from(runs).where(byKey(key)))[0];

export const findRuns = async (db: Db, ids: string[]): Promise<RunRow[]> =>
  ids.length === 0 ? [] : db.select().from(runs).where(anyOf(runs.id, ids));

export const updateRun = async (db: Db, id: string, { agent, ...state }: RunState, updatedAt: Date): Promise<void> => {
  const empty = { task: null, role: null, project: null, url: null, error: null, endedAt: null };
  const told = Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
  await db
    .update(runs)
    .set({
      ...empty,
      ...told,
      agentId: agent?.id ?? null,
      agentName: agent?.name ?? null,
      at: state.endedAt ?? state.startedAt,
      updatedAt,
    })
    .where(eq(runs.id, id));
};

/** In their order. */
export const stagesOf = async (db: Db, runIds: string[]): Promise<StageRow[]> =>
  runIds.length === 0 ? [] : db.select().from(stages).where(anyOf(stages.runId, runIds)).orderBy(stages.runId, stages.place);

/** Writes all stages of a run, at their places. */
export const saveStages = async (db: Db, runId: string, list: readonly StageState[]): Promise<void> => {
  if (list.length === 0) return;
  await db
    .insert(stages)
    .values(
      list.map(({ name, status, agent, startedAt, endedAt, attempts, error }, place) => ({
        runId,
        name,
        place,
        status,
        agentId: agent?.id ?? null,
        agentName: agent?.name ?? null,
        startedAt: startedAt ?? null,
        endedAt: endedAt ?? null,
        attempts,
        error: error ?? null,
      })),
    )
    .onConflictDoUpdate({
      target: [stages.runId, stages.name],
      set: {
        place: sql`excluded.place`,
        status: sql`excluded.status`,
        agentId: sql`excluded.agent_id`,
        agentName: sql`excluded.agent_name`,
        startedAt: sql`excluded.started_at`,
        endedAt: sql`excluded.ended_at`,
        attempts: sql`excluded.attempts`,
        error: sql`excluded.error`,
      },
    });
};

export type RunFilter = {
  status?: RunRow["status"];
  source?: Source;
  agent?: string;
  task?: string;
  role?: string;
  project?: string;
  from?: Date;
  to?: Date;
  demo?: boolean;
};

const ended: RunRow["status"][] = ["succeeded", "failed", "cancelled"];

/** An agent's runs are those it has as a whole, or a stage of. */
export const matching = (db: Db, filter: RunFilter): SQL | undefined =>
  and(
    filter.status ? eq(runs.status, filter.status) : undefined,
    filter.source ? eq(runs.source, filter.source) : undefined,
    filter.task ? eq(runs.task, filter.task) : undefined,
    filter.role ? eq(runs.role, filter.role) : undefined,
    filter.project ? eq(runs.project, filter.project) : undefined,
    filter.from ? gte(runs.at, filter.from) : undefined,
    filter.to ? lt(runs.at, filter.to) : undefined,
    filter.demo === undefined ? undefined : eq(runs.demo, filter.demo),
    filter.agent
      ? or(
          eq(runs.agentId, filter.agent),
          exists(
            db
              .select({ one: sql`1` })
              .from(stages)
              .where(and(eq(stages.runId, runs.id), eq(stages.agentId, filter.agent))),
          ),
        )
      : undefined,
  );

export type Page = { before?: { at: Date; id: string }; limit: number };

/** Latest first. */
export const searchRuns = async (db: Db, filter: RunFilter, { before, limit }: Page): Promise<RunRow[]> =>
  db
    .select()
    .from(runs)
    .where(and(matching(db, filter), before ? or(lt(runs.at, before.at), and(eq(runs.at, before.at), lt(runs.id, before.id))) : undefined))
    .orderBy(desc(runs.at), desc(runs.id))
    .limit(limit);

/** Those that go on, latest first. */
export const openRuns = async (db: Db, filter: RunFilter, limit: number): Promise<RunRow[]> =>
  db
    .select()
    .from(runs)
    .where(and(matching(db, filter), notInArray(runs.status, ended)))
    .orderBy(desc(runs.at), desc(runs.id))
    .limit(limit);

/** What a phone's replica holds: all that goes on, and what ended since. */
export const runsForReplica = async (db: Db, since: Date, limit: number): Promise<RunRow[]> =>
  db
    .select()
    .from(runs)
    .where(or(isNull(runs.endedAt), and(isNotNull(runs.endedAt), gte(runs.at, since))))
    .orderBy(sql`${runs.endedAt} is not null`, desc(runs.at))
    .limit(limit);

/** The ids of those that are gone, stages and suspensions with them. */
export const deleteRuns = async (db: Db, ownerIds: string[]): Promise<string[]> =>
  rowsOf<{ id: string }>(
    await db.execute(sql`delete from workflow_run where owner_id = any(${sql.param(ownerIds)}::text[]) returning id`),
  ).map(({ id }) => id);
