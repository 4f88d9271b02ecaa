import { holdOutLabel } from "@beckon/contracts/outcomes";
import { and, eq, getTableColumns, inArray, isNotNull, isNull, lte, ne, or, sql, type SQL } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { taskEvents, tasks as table, type TaskRow } from "./tasks.table.ts";

export type { TaskRow };

/** A task by what its reporter calls it. */
export type TaskName = { ownerId: string; run: string; key: string };

export const findRows = async (db: Db, ids: readonly string[]): Promise<TaskRow[]> =>
  ids.length === 0
    ? []
    : db
        .select()
        .from(table)
        .where(inArray(table.id, [...ids]));

const named = (names: readonly TaskName[]): SQL =>
  sql`(${table.ownerId}, ${table.run}, ${table.key}) in (select * from unnest(${sql.param(names.map(({ ownerId }) => ownerId))}::text[], ${sql.param(
    names.map(({ run }) => run),
  )}::text[], ${sql.param(names.map(({ key }) => key))}::text[]))`;

const ofRuns = (runs: readonly Omit<TaskName, "key">[]): SQL =>
  sql`(${table.ownerId}, ${table.run}) in (select * from unnest(${sql.param(runs.map(({ ownerId }) => ownerId))}::text[], ${sql.param(
    runs.map(({ run }) => run),
  )}::text[]))`;

/** All attempts of a name. */
export const findByName = async (db: Db, name: TaskName): Promise<TaskRow[]> =>
  db
    .select()
    .from(table)
    .where(named([name]));

type Wanted = {
  ids?: readonly string[];
  names?: readonly TaskName[];
  /** The whole lists of these runs. */
  runs?: readonly Omit<TaskName, "key">[];
};

/** Locked until the transaction ends, in one order for everybody. All attempts of a name. */
export const lockRows = async (db: Db, { ids = [], names = [], runs = [] }: Wanted): Promise<TaskRow[]> => {
  const wanted = [
    ids.length > 0 ? inArray(table.id, [...ids]) : undefined,
    names.length > 0 ? named(names) : undefined,
    runs.length > 0 ? and(ofRuns(runs), eq(table.scope, "session")) : undefined,
  ].filter((one) => one !== undefined);
  if (wanted.length === 0) return [];
  return db
    .select()
    .from(table)
    .where(or(...wanted))
    .orderBy(table.id)
    .for("update");
};

/** What these runs and these agents have or had to do, locked as above. */
export const lockRowsOfRuns = (db: Db, { sessionIds, agentIds }: { sessionIds: string[]; agentIds: string[] }): Promise<TaskRow[]> =>
  db
    .select()
    .from(table)
    .where(or(inArray(table.sessionId, sessionIds), agentIds.length > 0 ? inArray(table.agentId, agentIds) : undefined))
    .orderBy(table.id)
    .for("update");

/** Tasks of runs that are known by their agents' own names alone, so far. */
export const lockRowsAwaiting = (db: Db, runs: readonly { ownerId: string; key: string }[]): Promise<TaskRow[]> =>
  db
    .select()
    .from(table)
    .where(
      and(
        isNotNull(table.awaitedRun),
        or(...runs.map(({ ownerId, key }) => and(eq(table.agentOwnerId, ownerId), eq(table.awaitedRun, key)))),
      ),
    )
    .orderBy(table.id)
    .for("update");

/** The team's open work of this agent, locked as above. */
export const lockOpenOfAgent = (db: Db, agentId: string): Promise<TaskRow[]> =>
  db
    .select()
    .from(table)
    .where(
      and(eq(table.agentId, agentId), isNull(table.endedAt), eq(table.scope, "team"), isNull(table.directoryId), ne(table.origin, "hook")),
    )
    .orderBy(table.id)
    .for("update");

/** The rows that are new; those that somebody else has just made are left as they are. */
export const insertRows = async (db: Db, rows: readonly TaskRow[]): Promise<TaskRow[]> =>
  rows.length === 0
    ? []
    : db
        .insert(table)
        .values([...rows])
        .onConflictDoNothing()
        .returning();

const chunk = 500;
const everyColumn = Object.fromEntries(
  Object.entries(getTableColumns(table))
    .filter(([name]) => name !== "id")
    .map(([name, column]) => [name, sql.raw(`excluded."${column.name}"`)]),
);

/** All columns of all rows, new or locked by whoever calls. */
export const saveRows = async (db: Db, rows: readonly TaskRow[]): Promise<void> => {
  for (let from = 0; from < rows.length; from += chunk)
    await db
      .insert(table)
      .values(rows.slice(from, from + chunk))
      .onConflictDoUpdate({ target: table.id, set: everyColumn });
};

export const findByIdempotencyKey = async (db: Db, ownerId: string, idempotencyKey: string): Promise<TaskRow | undefined> =>
  (
    await db
      .select()
      .from(table)
      .where(and(eq(table.ownerId, ownerId), eq(table.idempotencyKey, idempotencyKey)))
  )[0];

export const findRetry = async (db: Db, retryOf: string): Promise<TaskRow | undefined> =>
  (await db.select().from(table).where(eq(table.retryOf, retryOf)))[0];

/** Which of these were tried again. */
export const retriesOf = async (db: Db, ids: readonly string[]): Promise<Set<string>> => {
  if (ids.length === 0) return new Set();
  const rows = await db
    .select({ id: table.retryOf })
    .from(table)
    .where(inArray(table.retryOf, [...ids]));
  return new Set(rows.flatMap(({ id }) => id ?? []));
};

export const findAttempts = async (db: Db, firstId: string): Promise<TaskRow[]> =>
  db.select().from(table).where(eq(table.firstId, firstId)).orderBy(table.attempt).limit(100);

export const deleteRows = async (db: Db, ids: readonly string[]): Promise<void> => {
  if (ids.length === 0) return;
  await db.delete(taskEvents).where(inArray(taskEvents.taskId, [...ids]));
  await db.delete(table).where(inArray(table.id, [...ids]));
};

export const idsOfOwners = async (db: Db, ownerIds: readonly string[]): Promise<string[]> =>
  (
    await db
      .select({ id: table.id })
      .from(table)
      .where(inArray(table.ownerId, [...ownerIds]))
  ).map(({ id }) => id);

/** To-dos of runs that ended before then: like the signals they came with, they are not kept for ever. */
export const oldTodos = async (db: Db, before: Date, limit: number): Promise<string[]> =>
  (
    await db
      .select({ id: table.id })
      .from(table)
      .where(and(eq(table.scope, "session"), lte(table.endedAt, before)))
      .limit(limit)
  ).map(({ id }) => id);

export const dueIds = async (db: Db, now: Date, limit: number): Promise<string[]> =>
  (
    await db
      .select({ id: table.id })
      .from(table)
      .where(and(isNull(table.endedAt), isNotNull(table.deadlineAt), lte(table.deadlineAt, now)))
      .orderBy(table.deadlineAt)
      .limit(limit)
  ).map(({ id }) => id);

/** Open tasks of agents' own lists that nobody has touched since, with the run they are of. */
export const idleOfHooks = async (db: Db, before: Date, limit: number): Promise<{ id: string; sessionId: string | null }[]> =>
  db
    .select({ id: table.id, sessionId: table.sessionId })
    .from(table)
    .where(and(isNull(table.endedAt), inArray(table.origin, ["hook", "todo"]), lte(table.updatedAt, before)))
    .limit(limit);

/** What a person is to do, to measure what it takes, is given to no agent. */
const heldOut = JSON.stringify([holdOutLabel]);

/**
 * The next one for this agent, locked: assigned to it, or pending for its role (or for nobody in particular) under
 * its token or made by people. What another claimer has in hand is passed over.
 */
export const lockNext = async (
  db: Db,
  by: { agentIds: readonly string[]; agentName: string; role: string | undefined; ownerId: string; demo: boolean },
): Promise<TaskRow | undefined> => {
  const [row] = rowsOf<{ id: string }>(
    await db.execute(sql`
      select id from task
      where ended_at is null and scope = 'team' and directory_id is null and origin <> 'hook' and demo = ${by.demo} and (
        (status = 'assigned' and (agent_id = any(${sql.param([...by.agentIds])}::text[]) or (agent_id is null and agent_name = ${by.agentName} and owner_id in ('', ${by.ownerId}))))
        or (status = 'pending' and not labels @> ${heldOut}::jsonb and owner_id in ('', ${by.ownerId}) and (role is null or role = ${by.role ?? ""}))
      )
      order by (status = 'assigned') desc, rank desc, created_at, id limit 1 for update skip locked`),
  );
  return row ? (await findRows(db, [row.id]))[0] : undefined;
};

/** What waits for anybody, the most urgent first, locked; what a claimer has in hand is passed over. */
export const lockWaiting = async (db: Db, limit: number): Promise<TaskRow[]> =>
  db
    .select()
    .from(table)
    .where(
      and(
        eq(table.status, "pending"),
        eq(table.scope, "team"),
        eq(table.demo, false),
        isNull(table.endedAt),
        isNull(table.agentName),
        isNull(table.directoryId),
        sql`${table.origin} <> 'hook'`,
        sql`not ${table.labels} @> ${heldOut}::jsonb`,
      ),
    )
    .orderBy(sql`${table.rank} desc`, table.createdAt, table.id)
    .limit(limit)
    .for("update", { skipLocked: true });

/** Tasks with one of these ids, reporter's keys or links, whosesoever they are. */
export const findEvidence = async (
  db: Db,
  { ids, keys, refs }: { ids: readonly string[]; keys: readonly string[]; refs: readonly { kind: string; ref: string }[] },
): Promise<string[]> => {
  const wanted = [
    ids.length > 0 ? inArray(table.id, [...ids]) : undefined,
    keys.length > 0 ? and(inArray(table.key, [...keys]), eq(table.run, "")) : undefined,
    ...refs.map(({ kind, ref }) => sql`(${table.links} <> '[]' and ${table.links} @> ${JSON.stringify([{ kind, ref }])}::jsonb)`),
  ].filter((one) => one !== undefined);
  if (wanted.length === 0) return [];
  const rows = await db
    .select({ id: table.id })
    .from(table)
    .where(or(...wanted))
    .orderBy(table.id)
    .limit(200);
  return rows.map(({ id }) => id);
};

/** The task of an offer that one of this token's agents made, or may take. */
export const findOffered = async (db: Db, { ownerId, handoffId }: { ownerId: string; handoffId: string }): Promise<TaskRow | undefined> =>
  (
    await db
      .select()
      .from(table)
      .where(and(eq(table.handoffId, handoffId), or(eq(table.ownerId, ownerId), eq(table.agentOwnerId, ownerId))))
      .limit(1)
  )[0];
