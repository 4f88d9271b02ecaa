import type { TaskPriority, TaskStatus } from "@beckon/contracts/tasks";
import { and, count, desc, eq, gt, gte, inArray, isNull, lte, or, sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { tasks as table, type TaskRow } from "./tasks.table.ts";

export type TaskSearch = {
  status?: readonly TaskStatus[];
  scope?: "session" | "team";
  agentId?: string;
  role?: string;
  task?: string;
  priority?: TaskPriority;
  project?: string;
  directoryId?: string;
  search?: string;
  from?: Date;
  to?: Date;
  before?: { at: Date; id: string };
  limit: number;
};

const escapeLike = (value: string) => value.replace(/[\\%_]/g, "\\$&");
const is = <T>(value: T | undefined, make: (value: T) => ReturnType<typeof eq> | undefined) =>
  value === undefined ? undefined : make(value);

/** The last change first. */
export const searchRows = async (db: Db, by: TaskSearch): Promise<TaskRow[]> =>
  db
    .select()
    .from(table)
    .where(
      and(
        is(by.status, (all) => inArray(table.status, [...all])),
        is(by.scope, (scope) => eq(table.scope, scope)),
        is(by.agentId, (id) => eq(table.agentId, id)),
        is(by.role, (role) => eq(table.role, role)),
        is(by.task, (name) => or(eq(table.id, name), eq(table.key, name))),
        is(by.priority, (priority) => eq(table.priority, priority)),
        is(by.project, (project) => eq(table.project, project)),
        is(by.directoryId, (id) => eq(table.directoryId, id)),
        is(by.search, (text) => sql`${table.searchText} like ${`%${escapeLike(text.toLowerCase())}%`}`),
        is(by.from, (from) => gte(table.updatedAt, from)),
        is(by.to, (to) => lte(table.updatedAt, to)),
        is(by.before, ({ at, id }) => sql`(${table.updatedAt}, ${table.id}) < (${at.toISOString()}::timestamptz, ${id})`),
      ),
    )
    .orderBy(desc(table.updatedAt), desc(table.id))
    .limit(by.limit);

/** What a phone holds: all that is open, then what ended since, latest first. */
export const snapshotRows = async (db: Db, { since, most }: { since: Date; most: number }): Promise<TaskRow[]> => {
  const open = await db.select().from(table).where(isNull(table.endedAt)).orderBy(desc(table.rank), table.createdAt, table.id).limit(most);
  const ended = await db
    .select()
    .from(table)
    .where(gt(table.endedAt, since))
    .orderBy(desc(table.endedAt), desc(table.id))
    .limit(most - open.length);
  return [...open, ...ended];
};

/** All open work of the team. */
export const openRows = async (db: Db, most: number): Promise<TaskRow[]> =>
  db
    .select()
    .from(table)
    .where(and(isNull(table.endedAt), eq(table.scope, "team")))
    .orderBy(desc(table.rank), table.createdAt, table.id)
    .limit(most);

export type KeyUse = { shared: Set<string>; retriedAt: Map<string, Date> };

/** Of these tasks: whose key another token uses too, and when which was tried again. */
export const readKeyUse = async (db: Db, { keys, ids }: { keys: readonly string[]; ids: readonly string[] }): Promise<KeyUse> => {
  const shared =
    keys.length === 0
      ? []
      : await db
          .select({ key: table.key })
          .from(table)
          .where(and(inArray(table.key, [...keys]), eq(table.run, "")))
          .groupBy(table.key)
          .having(gt(sql`count(distinct ${table.ownerId})`, 1));
  const retried =
    ids.length === 0
      ? []
      : await db
          .select({ id: table.retryOf, at: table.createdAt })
          .from(table)
          .where(inArray(table.retryOf, [...ids]));
  return {
    shared: new Set(shared.flatMap(({ key }) => key ?? [])),
    retriedAt: new Map(retried.flatMap(({ id, at }) => (id ? [[id, at] as const] : []))),
  };
};

/** How many of each agent's ended since then, cancelled ones left out. */
export const countEnded = async (
  db: Db,
  { agentIds, since }: { agentIds: readonly string[]; since: Date },
): Promise<Map<string, { completed: number; failed: number }>> => {
  if (agentIds.length === 0) return new Map();
  const rows = await db
    .select({ agentId: table.agentId, status: table.status, count: count() })
    .from(table)
    .where(
      and(
        sql`${table.agentId} = any(${sql.param([...agentIds])}::text[])`,
        gt(table.endedAt, since),
        eq(table.scope, "team"),
        isNull(table.directoryId),
      ),
    )
    .groupBy(table.agentId, table.status);
  const tallies = new Map<string, { completed: number; failed: number }>();
  for (const { agentId, status, count: some } of rows) {
    if (agentId === null || status === "cancelled") continue;
    const tally = tallies.get(agentId) ?? { completed: 0, failed: 0 };
    tally[status === "completed" ? "completed" : "failed"] += some;
    tallies.set(agentId, tally);
  }
  return tallies;
};

export type FailedAttempts = {
  id: string;
  newest: { id: string; title: string; status: TaskStatus };
  failures: { agent: string; error: string; at: string }[];
  demo: boolean;
};
const mostFailed = 500;

/** Work of which more than one attempt failed, one of them since then; by its first attempt. */
export const failedAttempts = async (db: Db, since: Date): Promise<FailedAttempts[]> =>
  rowsOf<FailedAttempts>(
    await db.execute(sql`
      select first_id as id, bool_or(demo) as demo,
        (jsonb_agg(jsonb_build_object('id', id, 'title', title, 'status', status) order by attempt desc, id desc)) -> 0 as newest,
        jsonb_agg(jsonb_build_object('agent', coalesce(agent_name, ''), 'error', left(coalesce(error, ''), 300),
          'at', to_char(ended_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by attempt, id)
          filter (where status in ('failed', 'timed_out')) as failures
      from task
      where scope = 'team' and directory_id is null and first_id in (
        select first_id from task where ended_at > ${since.toISOString()}::timestamptz and status in ('failed', 'timed_out')
          and scope = 'team' and attempt > 1 limit ${mostFailed})
      group by first_id order by first_id`),
  );

export type AgentRecord = { agentId: string; active: number; completed: number; failed: number };

/** Of each agent: its open work, and how tasks of the same role or project ended with it. */
export const agentRecords = async (
  db: Db,
  like: { agentIds: readonly string[]; role: string | null; project: string | null; since: Date },
): Promise<AgentRecord[]> => {
  if (like.agentIds.length === 0) return [];
  const alike = sql`((${like.role}::text is not null and role = ${like.role}) or (${like.project}::text is not null and project = ${like.project}) or (${like.role}::text is null and ${like.project}::text is null))`;
  return rowsOf<AgentRecord>(
    await db.execute(sql`
      select agent_id as "agentId",
        count(*) filter (where status in ('assigned', 'in_progress'))::int as active,
        count(*) filter (where status = 'completed' and ${alike})::int as completed,
        count(*) filter (where status in ('failed', 'timed_out') and ${alike})::int as failed
      from task
      where agent_id = any(${sql.param([...like.agentIds])}::text[]) and scope = 'team'
        and (ended_at is null or ended_at > ${like.since.toISOString()}::timestamptz)
      group by agent_id`),
  );
};
