import { sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { attentionFills as table } from "./attention.table.ts";

/** The request after which the filling goes on; undefined: it has not begun. One at a time moves it. */
export type Mark = { askedAt: Date; id: string } | "done" | undefined;

const only = "requests";

export const fillMark = async (db: Db): Promise<Mark> => {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended('attention.fill', 0))`);
  const [row] = await db.select().from(table);
  if (!row) return undefined;
  return row.askedAt === null || row.requestId === null ? "done" : { askedAt: new Date(row.askedAt), id: row.requestId };
};

export const moveMark = async (db: Db, mark: Exclude<Mark, undefined>): Promise<void> => {
  const values = mark === "done" ? { askedAt: null, requestId: null } : { askedAt: mark.askedAt.getTime(), requestId: mark.id };
  await db
    .insert(table)
    .values({ id: only, ...values })
    .onConflictDoUpdate({ target: table.id, set: values });
};
