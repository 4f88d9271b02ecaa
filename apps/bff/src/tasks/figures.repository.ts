import type { TaskStatus } from "@beckon/contracts/tasks";
import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";

/** Work of the team that counts: no to-do lists, nothing that could not be read. */
export type FigureFilter = { demo: boolean; agent?: string; role?: string; project?: string };

const counted = ({ demo, agent, role, project }: FigureFilter) => sql`
  scope = 'team' and demo = ${demo} and (file is null or file ->> 'problem' is null)
  ${agent === undefined ? sql`` : sql`and agent_id = ${agent}`}
  ${role === undefined ? sql`` : sql`and role = ${role}`}
  ${project === undefined ? sql`` : sql`and project = ${project}`}`;

export type QueueRow = { status: TaskStatus; count: number; since: string };

/** How many stand open in each state, and since when the oldest. */
export const queueRows = async (db: Db, filter: FigureFilter): Promise<QueueRow[]> =>
  rowsOf<{ status: TaskStatus; count: number; since: string | Date }>(
    await db.execute(sql`
      select status, count(*)::int as count, min(created_at) as since from task
      where ended_at is null and ${counted(filter)} group by status`),
  ).map((row) => ({ ...row, since: new Date(row.since).toISOString() }));

/** Open work of each agent that has any. */
export const activeByAgent = async (db: Db, filter: FigureFilter): Promise<Map<string, number>> =>
  new Map(
    rowsOf<{ id: string; count: number }>(
      await db.execute(sql`
        select agent_id as id, count(*)::int as count from task
        where ended_at is null and status in ('assigned', 'in_progress') and agent_id is not null and ${counted(filter)} group by agent_id`),
    ).map(({ id, count }) => [id, count]),
  );

export type EndedRow = { status: TaskStatus; count: number };
export type Durations = { p50: number | null; p95: number | null; n: number };

/** What ended in the window, and how long it took from start to end, in seconds. */
export const endedRows = async (
  db: Db,
  filter: FigureFilter,
  window: { from: Date; to: Date },
): Promise<{ ended: EndedRow[]; durations: Durations }> => {
  const inWindow = sql`ended_at >= ${window.from.toISOString()}::timestamptz and ended_at < ${window.to.toISOString()}::timestamptz and ${counted(filter)}`;
  const ended = rowsOf<EndedRow>(await db.execute(sql`select status, count(*)::int as count from task where ${inWindow} group by status`));
  const [durations] = rowsOf<Durations>(
    await db.execute(sql`
      select percentile_cont(0.5) within group (order by seconds)::float8 as p50, percentile_cont(0.95) within group (order by seconds)::float8 as p95,
        count(*)::int as n
      from (select extract(epoch from ended_at - started_at) as seconds from task where started_at is not null and status in ('completed', 'failed') and ${inWindow}) as ran`),
  );
  return { ended, durations: durations ?? { p50: null, p95: null, n: 0 } };
};
