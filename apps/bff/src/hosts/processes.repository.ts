import { and, desc, eq, getTableColumns, gt, inArray, isNull, lt, or, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { hostProcesses as table, type ProcessRow } from "./hosts.table.ts";

export type { ProcessRow };

const { output: _, ...columns } = getTableColumns(table);
/** A process without its lines: they are many, and seldom asked for. */
export type ProcessHead = Omit<ProcessRow, "output">;

/** The rows of these ids, whoever's they are, and all that is believed to run on this machine. */
export const processesOfReport = (db: Db, hostId: string, ids: readonly string[]): Promise<ProcessHead[]> => {
  const running = and(eq(table.hostId, hostId), isNull(table.endedAt));
  return db
    .select(columns)
    .from(table)
    .where(ids.length === 0 ? running : or(inArray(table.id, [...ids]), running));
};

export const hasProcesses = async (db: Db, hostId: string): Promise<boolean> =>
  (await db.select({ id: table.id }).from(table).where(eq(table.hostId, hostId)).limit(1)).length > 0;

const told = (name: string) => sql.raw(`excluded."${name}"`);
/** Without lines it has said nothing new: what was said before stands, as does the run that it is. */
const written = {
  ...Object.fromEntries(
    Object.entries(columns)
      .filter(([name]) => name !== "id" && name !== "hostId")
      .map(([name, column]) => [name, told(column.name)]),
  ),
  output: sql`case when excluded.output = '[]'::jsonb then ${table.output} else excluded.output end`,
  lastOutputAt: sql`coalesce(excluded.last_output_at, ${table.lastOutputAt})`,
  sessionId: sql`coalesce(excluded.session_id, ${table.sessionId})`,
};

/** Writes what was told; gives the ids of those that are this machine's, and so were written. */
export const putProcesses = async (db: Db, rows: readonly ProcessRow[]): Promise<string[]> =>
  rows.length === 0
    ? []
    : (
        await db
          .insert(table)
          // In one order for everybody: two machines that tell of the same ones must not wait for each other.
          .values(rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
          .onConflictDoUpdate({ target: table.id, set: written, setWhere: eq(table.hostId, sql`excluded.host_id`) })
          .returning({ id: table.id })
      ).map(({ id }) => id);

/** Of a machine that tells of ever new processes the oldest are dropped, what has ended first. */
export const trimProcesses = async (db: Db, hostId: string, most: number): Promise<void> =>
  void (await db.execute(sql`
    delete from host_process where id in (
      select id from host_process where host_id = ${hostId}
      order by ended_at is null desc, started_at desc, id offset ${most})`));

export type ShownRow = ProcessHead & { lastLine: string | null };

/** What runs on a machine, then what ended since; newest first. */
export const shownProcesses = (db: Db, hostId: string, { since, limit }: { since: Date; limit: number }): Promise<ShownRow[]> =>
  db
    .select({ ...columns, lastLine: sql<string | null>`left(${table.output} ->> -1, 200)` })
    .from(table)
    .where(and(eq(table.hostId, hostId), or(isNull(table.endedAt), gt(table.endedAt, since))))
    .orderBy(desc(isNull(table.endedAt)), desc(table.startedAt), table.id)
    .limit(limit);

export const findProcess = async (db: Db, hostId: string, id: string): Promise<ProcessRow | undefined> =>
  (
    await db
      .select()
      .from(table)
      .where(and(eq(table.hostId, hostId), eq(table.id, id)))
  )[0];

export const findProcesses = (db: Db, ids: readonly string[]): Promise<ProcessHead[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select(columns)
        .from(table)
        .where(inArray(table.id, [...ids]));

/** What is believed to run on a machine, or to be one of these runs; or anywhere. */
export type LiveOf = { hostId: string } | { sessionIds: readonly string[] } | "everywhere";
export const liveProcesses = (db: Db, where: LiveOf): Promise<ProcessHead[]> =>
  where !== "everywhere" && "sessionIds" in where && where.sessionIds.length === 0
    ? Promise.resolve([])
    : db
        .select(columns)
        .from(table)
        .where(and(isNull(table.endedAt), whose(where)))
        .orderBy(table.id);

const whose = (where: LiveOf) => {
  if (where === "everywhere") return undefined;
  return "hostId" in where ? eq(table.hostId, where.hostId) : inArray(table.sessionId, [...where.sessionIds]);
};

/** Forgets what ended before; by this server's clock, whatever the machine's own says. */
export const pruneProcesses = async (db: Db, before: Date): Promise<void> =>
  void (await db.delete(table).where(and(lt(table.toldAt, before), sql`${table.endedAt} is not null`)));
