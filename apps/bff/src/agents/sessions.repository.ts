import { and, desc, eq, gte, inArray, isNull, lt, lte, or, sql, type SQL, type SQLWrapper } from "drizzle-orm";
import type { Db, Work } from "../platform/db/database.ts";
import { jsonColumn } from "../platform/db/json-column.ts";
import { statement } from "../platform/db/statement.ts";
import { agents, type AgentRow } from "./agents.table.ts";
import { sessions as table, type SessionRow } from "./sessions.table.ts";

export type { SessionRow };
export type SessionName = { ownerId: string; key: string };

export const nameOf = (name: SessionName) => `${name.ownerId}\n${name.key}`;

const namedBy = (owners: SQLWrapper, keys: SQLWrapper): SQL =>
  sql`(${table.ownerId}, ${table.key}) in (select * from unnest(${owners}::text[], ${keys}::text[]))`;
const columnsOf = (names: readonly SessionName[]) => ({ owners: names.map(({ ownerId }) => ownerId), keys: names.map(({ key }) => key) });

type LockOptions = {
  /** Those that somebody else has locked are left out, and nobody is waited for. */
  skipLocked?: boolean;
};
/** The rows of these names with their agents, each session locked until the transaction ends, in one order for everybody. */
export const lockSessions = async (
  db: Db,
  names: readonly SessionName[],
  { skipLocked = false }: LockOptions = {},
): Promise<{ row: SessionRow; agent: AgentRow }[]> => {
  if (names.length === 0) return [];
  const { owners, keys } = columnsOf(names);
  return db
    .select({ row: table, agent: agents })
    .from(table)
    .innerJoin(agents, eq(agents.id, table.agentId))
    .where(namedBy(sql.param(owners), sql.param(keys)))
    .orderBy(table.ownerId, table.key)
    .for("update", skipLocked ? { of: table, skipLocked } : { of: table });
};

/** One process at a time makes runs of these owners, until its transaction ends. */
export const lockMaking = async (db: Db, ownerIds: readonly string[]): Promise<void> => {
  await db.execute(
    sql`select pg_advisory_xact_lock(hashtextextended('agents.make ' || owner, 0)) from unnest(${sql.param(ownerIds.toSorted())}::text[]) as owner`,
  );
};

const locking = statement<{ owners: string[]; keys: string[] }, { owner: string; key: string; version: number }>(
  "lock_versions",
  sql`select owner_id as owner, key, version from session
    where ${namedBy(sql.placeholder("owners"), sql.placeholder("keys"))} order by owner_id, key for update`,
);

/** Locks these sessions in one order for everybody; of what version each is. */
export const lockVersions = async (work: Work, names: readonly SessionName[]): Promise<Map<string, number>> => {
  const rows = await work.ask(locking, columnsOf(names));
  return new Map(rows.map(({ owner, key, version }) => [nameOf({ ownerId: owner, key }), version]));
};

/** Rows that somebody else has just made are left as they are. */
export const insertSessions = async (db: Db, rows: SessionRow[]): Promise<void> => {
  if (rows.length > 0) await db.insert(table).values(rows).onConflictDoNothing();
};

const saving = statement<{ ids: string[]; last: string[]; active: string[]; ended: (string | null)[]; states: string }>(
  "save_sessions",
  sql`
    update session set version = session.version + 1, last_signal_at = changed.last, active_at = changed.active, ended_at = changed.ended, state = changed.state
    from rows from (unnest(${sql.placeholder("ids")}::text[], ${sql.placeholder("last")}::timestamptz[], ${sql.placeholder("active")}::timestamptz[],
      ${sql.placeholder("ended")}::timestamptz[]), jsonb_array_elements(${sql.placeholder("states")}::jsonb)) as changed(id, last, active, ended, state)
    where session.id = changed.id`,
);

/** All that a batch changed, in one statement. The rows are locked by whoever calls. */
export const saveSessions = (work: Work, rows: readonly SessionRow[]): void => {
  if (rows.length === 0) return;
  work.send(saving, {
    ids: rows.map(({ id }) => id),
    last: rows.map(({ lastSignalAt }) => lastSignalAt.toISOString()),
    active: rows.map(({ activeAt }) => activeAt.toISOString()),
    ended: rows.map(({ endedAt }) => endedAt?.toISOString() ?? null),
    states: jsonColumn(rows.map(({ state }) => state)),
  });
};

export const findSessions = async (db: Db, ids: string[]): Promise<SessionRow[]> =>
  ids.length === 0 ? [] : db.select().from(table).where(inArray(table.id, ids));

export type SessionSearch = {
  agentId?: string;
  role?: string;
  task?: string;
  from?: Date;
  to?: Date;
  before?: { at: Date; id: string };
  limit: number;
};

/** Newest sign first, to the minute. */
export const searchSessions = async (db: Db, { agentId, role, task, from, to, before, limit }: SessionSearch): Promise<SessionRow[]> =>
  db
    .select()
    .from(table)
    .where(
      and(
        agentId ? eq(table.agentId, agentId) : undefined,
        role
          ? sql`exists (select 1 from agent where agent.id = ${table.agentId} and coalesce(agent.given_role, agent.role) = ${role})`
          : undefined,
        task ? sql`${table.state} #>> '{task,id}' = ${task}` : undefined,
        from ? gte(table.activeAt, toMinute(from)) : undefined,
        to ? lte(table.activeAt, to) : undefined,
        before ? or(lt(table.activeAt, before.at), and(eq(table.activeAt, before.at), lt(table.id, before.id))) : undefined,
      ),
    )
    .orderBy(desc(table.activeAt), desc(table.id))
    .limit(limit);

/** Sessions are searched by the minute of their last sign. */
export const toMinute = (at: Date) => new Date(Math.floor(at.getTime() / 60_000) * 60_000);

/** What a phone keeps: those with a sign since then, newest first. */
export const recentSessions = async (db: Db, since: Date, limit: number): Promise<SessionRow[]> =>
  db.select().from(table).where(gte(table.activeAt, since)).orderBy(desc(table.activeAt)).limit(limit);

/** All runs of these owners, locked as `lockSessions` does. */
export const lockSessionsOfOwners = async (db: Db, ownerIds: string[]): Promise<string[]> => {
  const rows = db.select({ id: table.id }).from(table).where(inArray(table.ownerId, ownerIds));
  return (await rows.orderBy(table.ownerId, table.key).for("update")).map(({ id }) => id);
};

export const deleteSessions = async (db: Db, ownerIds: string[]): Promise<string[]> =>
  (await db.delete(table).where(inArray(table.ownerId, ownerIds)).returning({ id: table.id })).map(({ id }) => id);

/** The session that has this call open: some programs know the call, and not the run it is of. */
export const sessionKeyOfCall = async (db: Db, { ownerId, callId }: { ownerId: string; callId: string }): Promise<string | undefined> => {
  const [row] = await db
    .select({ key: table.key })
    .from(table)
    .where(and(eq(table.ownerId, ownerId), isNull(table.endedAt), sql`${table.state} -> 'doing' @> ${JSON.stringify([{ callId }])}::jsonb`))
    .orderBy(desc(table.lastSignalAt))
    .limit(1);
  return row?.key;
};

/** Every run of an agent. */
export const sessionsOfAgent = async (db: Db, agentId: string): Promise<SessionRow[]> =>
  db.select().from(table).where(eq(table.agentId, agentId)).orderBy(table.id);

export const sessionIdOf = async (db: Db, { ownerId, key }: SessionName): Promise<string | undefined> =>
  (
    await db
      .select({ id: table.id })
      .from(table)
      .where(and(eq(table.ownerId, ownerId), eq(table.key, key)))
  )[0]?.id;

export const projectOfRun = async (db: Db, { ownerId, key }: SessionName): Promise<string | undefined> =>
  (
    await db
      .select({ project: sql<string | null>`${table.state} ->> 'project'` })
      .from(table)
      .where(and(eq(table.ownerId, ownerId), eq(table.key, key)))
  )[0]?.project ?? undefined;

export const ownersOfSessions = async (db: Db, ids: string[]): Promise<Map<string, string>> =>
  new Map(
    (await db.select({ id: table.id, ownerId: table.ownerId }).from(table).where(inArray(table.id, ids))).map(({ id, ownerId }) => [
      id,
      ownerId,
    ]),
  );

/** Runs with these ids of ours, or that only one agent calls so. */
export const sessionsNamed = async (db: Db, names: readonly string[]): Promise<string[]> => {
  if (names.length === 0) return [];
  const rows = await db
    .select({ id: table.id, key: table.key })
    .from(table)
    .where(or(inArray(table.id, [...names]), inArray(table.key, [...names])))
    .limit(500);
  return rows.filter(({ id, key }) => names.includes(id) || rows.filter((other) => other.key === key).length === 1).map(({ id }) => id);
};
