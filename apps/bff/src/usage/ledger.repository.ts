import { sql, type SQL } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { most } from "./sums.ts";
import type { BookedSession, Entry, Rollup, Standing } from "./usage.types.ts";

/*
 * Rows go in as one JSON value and one statement, whatever their number. Sums come out as float8,
 * which both drivers read as numbers and which is exact up to where sums are bounded.
 */

const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
const epoch = (column: string) => sql.raw(`(extract(epoch from ${column}) * 1000)::float8`);

const countColumns = ["records", "calls", "input", "output", "cache_read", "cache_write", "reasoning"];
const sumColumns = [...countColumns, "micros", "priced", "unpriced"];
const typed = (columns: string[]) => sql.raw(columns.map((name) => `${name} bigint`).join(", "));
const read = (columns: string[]) => sql.raw(columns.map((name) => `${name}::float8 as ${camel(name)}`).join(", "));
const list = (columns: string[]) => sql.raw(columns.join(", "));
const camel = (name: string) => `"${name.replace(/_(.)/, (_, letter: string) => letter.toUpperCase())}"`;
/** Bounded, so that no sum can become too large for its column. */
const grown = (table: string, columns: string[]) =>
  sql.raw(columns.map((name) => `${name} = least(${table}.${name} + excluded.${name}, ${most})`).join(", "));

const snake = ({ cacheRead, cacheWrite, ...rest }: Record<string, unknown> & { cacheRead: number; cacheWrite: number }) => ({
  ...rest,
  cache_read: cacheRead,
  cache_write: cacheWrite,
});
const json = (rows: unknown[]): SQL => sql`${JSON.stringify(rows)}::jsonb`;

/**
 * The rows of these sessions, each locked until the transaction ends, in one order for all writers.
 * Those of `make` that are not there are made, with nothing booked; others that are not there have no row.
 */
export const lockSessions = async (db: Db, wanted: ReadonlyMap<string, Standing>, make: ReadonlySet<string>): Promise<BookedSession[]> => {
  const columns = sql`session_id as "sessionId", agent_id as "agentId", role, project, payment, demo, rank, told, models,
    ${epoch("first_at")} as "firstAt", ${epoch("last_at")} as "lastAt", ${read(sumColumns)}`;
  const ids = [...wanted.keys()];
  if (ids.length === 0) return [];
  const found = rowsOf<BookedSession>(
    await db.execute(
      sql`select ${columns} from usage_session where session_id = any(${sql.param(ids)}::text[]) order by session_id for update`,
    ),
  );
  const there = new Set(found.map(({ sessionId }) => sessionId));
  const missing = [...make].filter((id) => !there.has(id)).toSorted();
  if (missing.length === 0) return found;
  const rows = missing.map((id) => {
    const { agentId, ...standing } = wanted.get(id) as Standing;
    return { session_id: id, agent_id: agentId, ...standing };
  });
  // An update that changes nothing: where another writer was faster its row is locked, and comes back as it is.
  const made = rowsOf<BookedSession>(
    await db.execute(sql`
      insert into usage_session (session_id, agent_id, role, project, payment, demo)
      select * from jsonb_to_recordset(${json(rows)}) as x(session_id text, agent_id text, role text, project text, payment text, demo boolean)
      order by session_id
      on conflict (session_id) do update set session_id = excluded.session_id
      returning ${columns}`),
  );
  return [...found, ...made];
};

/** Everything in the ledger of these sessions, of every channel. */
export const entriesOf = async (db: Db, sessionIds: string[]): Promise<Entry[]> =>
  rowsOf<Entry>(
    await db.execute(sql`
      select session_id as "sessionId", ${epoch("at")} as at, key::text as key, model, channel, task, payment, price,
        ${read([...countColumns, "micros"])}
      from usage_entry where session_id = any(${sql.param(sessionIds)}::text[])`),
  );

export const addEntries = async (db: Db, entries: readonly Entry[]): Promise<void> => {
  if (entries.length === 0) return;
  const sums = [...countColumns, "micros"];
  const rows = entries.map(({ sessionId, at, ...rest }) => snake({ ...rest, session_id: sessionId, at: iso(at) }));
  await db.execute(sql`
    insert into usage_entry (session_id, at, key, model, channel, task, payment, price, ${list(sums)})
    select session_id, at, key, model, channel, task, payment, price, ${list(sums)}
    from jsonb_to_recordset(${json(rows)}) as x(session_id text, at timestamptz, key uuid, model text, channel text, task text,
      payment text, price text, ${typed(sums)})
    on conflict (session_id, at, key) do update set ${grown("usage_entry", sums)}`);
};

/** Adds to the roll-ups, in the order given; rows with nothing left are taken away. */
export const addToRollups = async (db: Db, rollups: readonly Rollup[]): Promise<void> => {
  if (rollups.length === 0) return;
  const rows = rollups.map(({ agentId, at, ...rest }, index) => snake({ ...rest, agent_id: agentId, at: iso(at), index }));
  await db.execute(sql`
    insert into usage_rollup (grain, at, key, agent_id, role, model, project, task, payment, demo, ${list(sumColumns)})
    select grain, at, key, agent_id, role, model, project, task, payment, demo, ${list(sumColumns)}
    from jsonb_to_recordset(${json(rows)}) as x(grain text, at timestamptz, key uuid, agent_id text, role text, model text,
      project text, task text, payment text, demo boolean, index int, ${typed(sumColumns)})
    order by index
    on conflict (grain, at, key) do update set ${grown("usage_rollup", sumColumns)}`);
  const lessened = rollups.filter(({ records }) => records < 0).map(({ grain, at, key }) => ({ grain, at: iso(at), key }));
  if (lessened.length === 0) return;
  await db.execute(sql`
    delete from usage_rollup r using jsonb_to_recordset(${json(lessened)}) as x(grain text, at timestamptz, key uuid)
    where r.grain = x.grain and r.at = x.at and r.key = x.key and r.records = 0`);
};

/** Writes rows that are locked. */
export const saveSessions = async (db: Db, sessions: readonly BookedSession[]): Promise<void> => {
  if (sessions.length === 0) return;
  const columns = ["agent_id", "role", "project", "payment", "rank", "told", "models", "first_at", "last_at", ...sumColumns];
  const rows = sessions.map(({ sessionId, agentId, firstAt, lastAt, ...rest }) =>
    snake({ ...rest, session_id: sessionId, agent_id: agentId, first_at: iso(firstAt), last_at: iso(lastAt) }),
  );
  await db.execute(sql`
    update usage_session s set ${sql.raw(columns.map((name) => `${name} = x.${name}`).join(", "))}
    from jsonb_to_recordset(${json(rows)}) as x(session_id text, agent_id text, role text, project text, payment text, rank smallint,
      told text, models jsonb, first_at timestamptz, last_at timestamptz, ${typed(sumColumns)})
    where s.session_id = x.session_id`);
};

/** Takes these sessions out of the ledger. */
export const deleteSessions = async (db: Db, sessionIds: readonly string[]): Promise<void> => {
  const ids = sql.param(sessionIds);
  await db.execute(sql`delete from usage_entry where session_id = any(${ids}::text[])`);
  await db.execute(sql`delete from usage_session where session_id = any(${ids}::text[])`);
};
