import { inArray, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { usageSessions as table } from "./usage.table.ts";

/** Of the channel that counts, as the ledger has added it up. */
export const usageOfSessions = async (db: Db, ids: readonly string[]): Promise<{ micros: number | null; unpriced: number }> => {
  if (ids.length === 0) return { micros: null, unpriced: 0 };
  const [row] = await db
    .select({
      micros: sql<number>`coalesce(sum(${table.micros}), 0)::float8`,
      priced: sql<number>`coalesce(sum(${table.priced}), 0)::float8`,
      unpriced: sql<number>`coalesce(sum(${table.unpriced}), 0)::float8`,
    })
    .from(table)
    .where(inArray(table.sessionId, [...ids]));
  return { micros: row && row.priced > 0 ? row.micros : null, unpriced: row?.unpriced ?? 0 };
};
