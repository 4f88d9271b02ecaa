import { and, eq, isNotNull, isNull } from "drizzle-orm";
import { anyOf } from "../platform/db/any-of.ts";
import type { Db } from "../platform/db/database.ts";
import { workflowSuspensions as table, type SuspensionRow } from "./workflows.table.ts";

export type { SuspensionRow };

export const insertSuspension = async (db: Db, row: typeof table.$inferInsert): Promise<SuspensionRow> =>
  (await db.insert(table).values(row).returning())[0] as SuspensionRow;

/** Oldest first. */
export const suspensionsOf = async (db: Db, runIds: string[]): Promise<SuspensionRow[]> =>
  runIds.length === 0 ? [] : db.select().from(table).where(anyOf(table.runId, runIds)).orderBy(table.since, table.id);

export const lockSuspension = async (db: Db, id: string): Promise<SuspensionRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)).for("update"))[0];

export const suspensionOfRequest = async (db: Db, requestId: string): Promise<SuspensionRow | undefined> =>
  (await db.select().from(table).where(eq(table.requestId, requestId)))[0];

export const updateSuspension = async (
  db: Db,
  id: string,
  change: Partial<Pick<SuspensionRow, "resumedAt" | "answer" | "attempts">>,
): Promise<void> => void (await db.update(table).set(change).where(eq(table.id, id)));

/** Answered, and the system outside has not taken it: their requests. */
export const untoldRequests = async (db: Db): Promise<string[]> =>
  (
    await db
      .select({ requestId: table.requestId })
      .from(table)
      .where(and(isNotNull(table.outward), isNotNull(table.answer), isNull(table.resumedAt)))
  ).flatMap(({ requestId }) => requestId ?? []);
