import type { NotificationPolicy } from "@beckon/contracts/notification-policy";
import { eq, inArray } from "drizzle-orm";
import type { Db } from "../../platform/db/database.ts";
import { notificationPolicies as table } from "./policies.table.ts";

/** Of these people and devices, those that have one of their own. */
export const findPolicies = async (db: Db, ownerIds: readonly string[]): Promise<Map<string, NotificationPolicy>> => {
  if (ownerIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(table)
    .where(inArray(table.ownerId, [...new Set(ownerIds)]));
  return new Map(rows.map(({ ownerId, policy }) => [ownerId, policy]));
};

export const savePolicy = async (db: Db, ownerId: string, policy: NotificationPolicy, now: Date): Promise<void> => {
  await db
    .insert(table)
    .values({ ownerId, policy, updatedAt: now })
    .onConflictDoUpdate({ target: table.ownerId, set: { policy, updatedAt: now } });
};

export const deletePolicy = async (db: Db, ownerId: string): Promise<boolean> =>
  (await db.delete(table).where(eq(table.ownerId, ownerId)).returning({ ownerId: table.ownerId })).length > 0;
