import type { Snooze } from "@beckon/contracts/decisions";
import { and, eq, gt, inArray } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { decisionRequests, snoozes } from "./decisions.table.ts";

const toSnooze = (row: typeof snoozes.$inferSelect): Snooze => ({ requestId: row.requestId, until: row.until.toISOString() });

export const upsertSnooze = async (db: Db, row: { requestId: string; personId: string; until: Date }): Promise<Snooze> => {
  await db
    .insert(snoozes)
    .values(row)
    .onConflictDoUpdate({ target: [snoozes.requestId, snoozes.personId], set: { until: row.until } });
  return { requestId: row.requestId, until: row.until.toISOString() };
};

export const deleteSnooze = async (db: Db, requestId: string, personId: string): Promise<boolean> =>
  (
    await db
      .delete(snoozes)
      .where(and(eq(snoozes.requestId, requestId), eq(snoozes.personId, personId)))
      .returning()
  ).length > 0;

export const findSnooze = async (db: Db, requestId: string, personId: string): Promise<Snooze | undefined> => {
  const [row] = await db
    .select()
    .from(snoozes)
    .where(and(eq(snoozes.requestId, requestId), eq(snoozes.personId, personId)));
  return row && toSnooze(row);
};

export const listSnoozes = async (db: Db, personId: string, now: Date): Promise<Snooze[]> =>
  (
    await db
      .select()
      .from(snoozes)
      .where(and(eq(snoozes.personId, personId), gt(snoozes.until, now)))
  ).map(toSnooze);

export const findSnoozes = async (db: Db, personId: string, requestIds: string[]): Promise<Snooze[]> =>
  requestIds.length === 0
    ? []
    : (
        await db
          .select()
          .from(snoozes)
          .where(and(eq(snoozes.personId, personId), inArray(snoozes.requestId, requestIds)))
      ).map(toSnooze);

/** Everybody's, of what these tokens asked. */
export const snoozesOfOwners = async (db: Db, ownerIds: string[]): Promise<{ requestId: string; personId: string }[]> =>
  db
    .select({ requestId: snoozes.requestId, personId: snoozes.personId })
    .from(snoozes)
    .innerJoin(decisionRequests, eq(decisionRequests.id, snoozes.requestId))
    .where(inArray(decisionRequests.ownerId, ownerIds));
