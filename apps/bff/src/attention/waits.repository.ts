import { and, eq, isNull, sql, type SQL } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { attentionWaits as table, type NewWaitRow } from "./attention.table.ts";
import type { Scope } from "./attention.types.ts";

export type { NewWaitRow };
export type End = Pick<NewWaitRow, "endedAt" | "ended" | "deviceId" | "tone" | "openMs" | "answeredAt">;

/** A row that is there already stays as it is. */
export const insertWaits = async (db: Db, rows: NewWaitRow[]): Promise<void> => {
  if (rows.length > 0) await db.insert(table).values(rows).onConflictDoNothing();
};

/** Whether there was an open row to end. */
export const endWait = async (db: Db, requestId: string, end: End): Promise<boolean> =>
  (
    await db
      .update(table)
      .set(end)
      .where(and(eq(table.requestId, requestId), isNull(table.endedAt)))
      .returning({ id: table.requestId })
  ).length > 0;

/** What was open at any moment of the window, of the scope. */
export const inScope = ({ from, to, demo, agent, project }: Scope): SQL =>
  sql.join(
    [
      sql`w.asked_at < ${to} and (w.ended_at >= ${from} or w.ended_at is null) and w.demo = ${demo}`,
      ...(agent === undefined ? [] : [sql`w.agent_id = ${agent}`]),
      ...(project === undefined ? [] : [sql`w.project = ${project}`]),
    ],
    sql` and `,
  );

export type WaitFilter = Scope & { kind?: string | undefined; habit?: string | undefined };
export type WaitRow = {
  requestId: string;
  agentId: string;
  kind: string;
  project: string;
  askedAt: number;
  endedAt: number | null;
  ended: NewWaitRow["ended"] | null;
  deviceId: string | null;
  openMs: number | null;
};

/** Newest first; `after` continues after the last row of the page before. */
export const listWaits = async (
  db: Db,
  filter: WaitFilter,
  page: { after?: { askedAt: number; id: string } | undefined; limit: number },
): Promise<WaitRow[]> =>
  rowsOf<WaitRow>(
    await db.execute(sql`
      select w.request_id as "requestId", w.agent_id as "agentId", w.kind, w.project, w.asked_at::float8 as "askedAt", w.ended_at::float8 as "endedAt",
        w.ended, w.device_id as "deviceId", w.open_ms::float8 as "openMs"
      from attention_wait w where ${inScope(filter)}
        ${filter.kind === undefined ? sql`` : sql`and w.kind = ${filter.kind}`}
        ${filter.habit === undefined ? sql`` : sql`and w.habit = ${filter.habit}::uuid and w.ended = 'person'`}
        ${page.after === undefined ? sql`` : sql`and (w.asked_at, w.request_id) < (${page.after.askedAt}, ${page.after.id})`}
      order by w.asked_at desc, w.request_id desc limit ${page.limit}`),
  );

/** Where a request was asked; empty: not told. */
export const projectOfWaits = async (db: Db, requestId: string): Promise<string> =>
  (await db.select({ project: table.project }).from(table).where(eq(table.requestId, requestId)))[0]?.project ?? "";
