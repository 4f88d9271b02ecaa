import { and, desc, eq, lt } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { valueAssumptionRows as table, type AssumptionRow } from "./value.table.ts";

export type { AssumptionRow };

/** The ones that stand. */
export const newestAssumptions = async (db: Db): Promise<AssumptionRow | undefined> =>
  (await db.select().from(table).orderBy(desc(table.version)).limit(1))[0];

export const assumptionsByKey = async (db: Db, { callerId, key }: { callerId: string; key: string }): Promise<AssumptionRow | undefined> =>
  (
    await db
      .select()
      .from(table)
      .where(and(eq(table.callerId, callerId), eq(table.idempotencyKey, key)))
  )[0];

/** None, where somebody else took this version, or this key, at the same time. */
export const insertAssumptions = async (db: Db, row: AssumptionRow): Promise<AssumptionRow | undefined> =>
  (await db.insert(table).values(row).onConflictDoNothing().returning())[0];

export const pageOfAssumptions = (db: Db, { before, limit }: { before: number | undefined; limit: number }): Promise<AssumptionRow[]> =>
  db
    .select()
    .from(table)
    .where(before === undefined ? undefined : lt(table.version, before))
    .orderBy(desc(table.version))
    .limit(limit);
