import type { CoordinationType, FailureCause } from "@beckon/contracts/coordination";
import { and, asc, desc, eq, gte, inArray, isNotNull, lt, lte, or, sql, type SQL } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import type { Counts, Name } from "./rollups.ts";
import { coordinationCases as cases, coordinations as table, type CoordinationRow } from "./coordination.table.ts";

export type { CoordinationRow };

export const attemptsOfCases = async (db: Db, keys: readonly string[]): Promise<CoordinationRow[]> =>
  keys.length === 0
    ? []
    : db
        .select()
        .from(table)
        .where(inArray(table.key, [...keys]));

const together = 500;
const columns = [
  ["type", "type"],
  ["fromKey", "from_key"],
  ["fromRole", "from_role"],
  ["fromSession", "from_session"],
  ["toKey", "to_key"],
  ["toRole", "to_role"],
  ["toSession", "to_session"],
  ["task", "task"],
  ["what", "what"],
  ["thing", "thing"],
  ["status", "status"],
  ["cause", "cause"],
  ["causeGiven", "cause_given"],
  ["message", "message"],
  ["exhausted", "exhausted"],
  ["attempt", "attempt"],
  ["startedAt", "started_at"],
  ["endedAt", "ended_at"],
  ["deadlineAt", "deadline_at"],
  ["at", "at"],
  ["pattern", "pattern"],
] as const;
const replaced = Object.fromEntries(columns.map(([name, column]) => [name, sql.raw(`excluded.${column}`)]));

/** Writes rows as they are now. Whoever calls holds the locks of their matters. */
export const saveAttempts = async (db: Db, rows: readonly CoordinationRow[]): Promise<void> => {
  for (let from = 0; from < rows.length; from += together)
    await db
      .insert(table)
      .values(rows.slice(from, from + together))
      .onConflictDoUpdate({ target: table.id, set: replaced });
};

export const deleteAttempts = async (db: Db, ids: readonly string[]): Promise<void> => {
  if (ids.length > 0) await db.delete(table).where(inArray(table.id, [...ids]));
};

/** Matters with an attempt that should have ended by then. */
export const dueCases = async (db: Db, now: Date, limit: number): Promise<{ key: string; ownerId: string }[]> =>
  db
    .selectDistinct({ key: table.key, ownerId: table.ownerId })
    .from(table)
    .where(and(eq(table.status, "pending"), lte(table.deadlineAt, now)))
    .limit(limit);

/** Delegations of these runs that are not known to have gone well, by the names of their matters. */
export const openDelegations = async (
  db: Db,
  sessionIds: readonly string[],
): Promise<{ name: string; sessionId: string; startedAt: Date }[]> => {
  const rows = await db
    .select({ name: cases.name, sessionId: table.fromSession, startedAt: table.startedAt })
    .from(table)
    .innerJoin(cases, and(eq(cases.key, table.key), eq(cases.ownerId, table.ownerId)))
    .where(and(inArray(table.fromSession, [...sessionIds]), eq(table.type, "delegation"), sql`${table.status} <> 'succeeded'`));
  return rows.map(({ name, sessionId, startedAt }) => ({ name, sessionId: sessionId ?? "", startedAt }));
};

export const findAttempts = (db: Db, ids: readonly string[]): Promise<CoordinationRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(inArray(table.id, [...ids]));

/** Oldest first. */
export const openAttempts = (db: Db, { demo, limit }: { demo: boolean; limit: number }): Promise<CoordinationRow[]> =>
  db
    .select()
    .from(table)
    .where(and(eq(table.status, "pending"), eq(table.demo, demo)))
    .orderBy(asc(table.startedAt), asc(table.id))
    .limit(limit);

export const findAttempt = async (db: Db, id: string): Promise<CoordinationRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)))[0];

/** What rows are asked by. `agent` and `other`: the keys an agent may stand under. Instants: `from` is in it, `to` is not. */
export type RowFilter = {
  demo?: boolean;
  from?: Date;
  to?: Date;
  agent?: readonly string[];
  /** With `agent`, of a list: the other side. */
  other?: readonly string[];
  role?: string;
  task?: string;
  type?: CoordinationType;
  status?: CoordinationRow["status"];
  cause?: FailureCause;
  pattern?: string;
  giver?: readonly string[];
  taker?: readonly string[];
  giverRole?: string;
  takerRole?: string;
  exhausted?: boolean;
  /** Failures alone, which have indexes of their own. */
  failures?: boolean;
};

const among = (column: typeof table.fromKey | typeof table.toKey, keys: readonly string[]) => inArray(column, [...keys]);

export const where = (filter: RowFilter): SQL | undefined => {
  const { demo, from, to, agent, role, task, type, status, cause, pattern } = filter;
  return and(
    demo === undefined ? undefined : eq(table.demo, demo),
    from && gte(table.at, from),
    to && lt(table.at, to),
    agent && or(among(table.fromKey, agent), among(table.toKey, agent)),
    role === undefined ? undefined : or(eq(table.fromRole, role), eq(table.toRole, role)),
    task === undefined ? undefined : eq(table.task, task),
    type && eq(table.type, type),
    status && eq(table.status, status),
    cause && eq(table.cause, cause),
    pattern === undefined ? undefined : eq(table.pattern, pattern),
    filter.giver && among(table.fromKey, filter.giver),
    filter.taker && among(table.toKey, filter.taker),
    filter.giverRole === undefined ? undefined : eq(table.fromRole, filter.giverRole),
    filter.takerRole === undefined ? undefined : eq(table.toRole, filter.takerRole),
    filter.exhausted ? eq(table.exhausted, true) : undefined,
    filter.failures ? isNotNull(table.pattern) : undefined,
  );
};

/** Latest first. `round`: the how-manieth attempt at the same thing, where that is known. */
export const listAttempts = async (
  db: Db,
  filter: RowFilter,
  page: { before?: { at: Date; id: string }; limit: number },
): Promise<(CoordinationRow & { round: number | null })[]> => {
  const { before, limit } = page;
  const earlier = before && or(lt(table.at, before.at), and(eq(table.at, before.at), lt(table.id, before.id)));
  const { agent, other, ...rest } = filter;
  const withOther = agent && other && or(among(table.fromKey, other), among(table.toKey, other));
  const wanted = and(where(rest), withOther, earlier);
  const rows = await db
    .select()
    .from(table)
    .where(agent ? sql`${table.id} in (${latestOf(agent, { wanted, limit })})` : wanted)
    .orderBy(desc(table.at), desc(table.id))
    .limit(limit);
  return withRounds(db, rows);
};

/** Each key and side by itself along its index: asked for together, all rows of the window would be gone through. */
const latestOf = (keys: readonly string[], { wanted, limit }: { wanted: SQL | undefined; limit: number }): SQL => {
  const side = (column: "from_key" | "to_key") => sql`
    select latest.id, latest.at from unnest(${sql.param(keys)}::text[]) as own(key) cross join lateral (
      select id, at from coordination where ${and(sql`${sql.raw(column)} = own.key`, wanted)} order by at desc, id desc limit ${limit}) as latest`;
  return sql`select id from (${side("from_key")} union ${side("to_key")}) as sides order by at desc, id desc limit ${limit}`;
};

const withRounds = async (db: Db, rows: CoordinationRow[]): Promise<(CoordinationRow & { round: number | null })[]> => {
  const ids = rows.filter(({ thing }) => thing !== null).map(({ id }) => id);
  if (ids.length === 0) return rows.map((row) => ({ ...row, round: null }));
  const counted = rowsOf<{ id: string; round: number }>(
    await db.execute(sql`
      select c.id, (select count(*)::int + 1 from coordination e where e.thing = c.thing and e.owner_id = c.owner_id
        and (e.started_at, e.id) < (c.started_at, c.id)) as round
      from coordination c where c.id = any(${sql.param(ids)}::text[])`),
  );
  const rounds = new Map(counted.map(({ id, round }) => [id, round]));
  return rows.map((row) => ({ ...row, round: rounds.get(row.id) ?? null }));
};

export type RowSum = Counts & { bucket: number } & Record<Name, string>;

/** The sums of what only rows can tell (a task's, an agent's patterns), as the roll-ups would; by bucket. */
export const sumRows = async (db: Db, filter: RowFilter, spans: readonly { from: number; to: number }[]): Promise<RowSum[]> => {
  const iso = (at: number) => new Date(at).toISOString();
  const parts = JSON.stringify(spans.map(({ from, to }, bucket) => ({ from: iso(from), to: iso(to), bucket })));
  const count = (status: string) => sql.raw(`count(*) filter (where status = '${status}')::int as ${status}`);
  const rows = rowsOf<RowSum>(
    await db.execute(sql`
      select p.bucket, s.* from jsonb_to_recordset(${parts}::jsonb) as p("from" timestamptz, "to" timestamptz, bucket int) cross join lateral (
        select type, coalesce(cause, '') as cause, from_key as "fromKey", to_key as "toKey", from_role as "fromRole", to_role as "toRole",
          coalesce(pattern::text, '') as pattern, ${count("succeeded")}, ${count("failed")}, ${count("pending")},
          count(*) filter (where status = 'failed' and exhausted)::int as exhausted
        from coordination where ${and(where(filter), sql`at >= p."from" and at < p."to"`)}
        group by 1, 2, 3, 4, 5, 6, 7) as s`),
  );
  return rows;
};

/** Everything of these tokens. */
export const attemptsOfOwners = (db: Db, ownerIds: readonly string[]): Promise<CoordinationRow[]> =>
  db
    .select()
    .from(table)
    .where(inArray(table.ownerId, [...ownerIds]))
    .orderBy(asc(table.id));
