import type { NoticeKind } from "@beckon/contracts/notification-policy";
import { and, asc, eq, gt, inArray, lte, ne, sql } from "drizzle-orm";
import type { Db } from "../../platform/db/database.ts";
import { deliveries as table } from "../notifications.table.ts";
import type { NoticeWords } from "../notifications.types.ts";

/** What waits on a device for its digest, or for the end of its quiet hours. */
export type Held = { id: string; requestId: string | null; topic: NoticeKind | null; notice: NoticeWords | null; heldUntil: Date | null };

const columns = { id: table.id, requestId: table.requestId, topic: table.topic, notice: table.notice, heldUntil: table.heldUntil };
const heldOn = (deviceId: string) => and(eq(table.deviceId, deviceId), eq(table.status, "held"));

/** All of one device, oldest first, or those that are due; held by the caller to the end of its transaction. */
export const lockHeld = (db: Db, deviceId: string, dueBy?: Date): Promise<Held[]> =>
  db
    .select(columns)
    .from(table)
    .where(and(heldOn(deviceId), dueBy ? lte(table.heldUntil, dueBy) : undefined))
    .orderBy(asc(table.createdAt), asc(table.id))
    .for("update");

/** Whether something else waits there for the same moment, and so has that moment's job already. */
export const waitsElse = async (db: Db, options: { deviceId: string; until: Date; ids: readonly string[] }): Promise<boolean> =>
  (await db.$count(
    table,
    and(heldOn(options.deviceId), eq(table.heldUntil, options.until), ...options.ids.map((id) => ne(table.id, id))),
  )) > 0;

export const countHeld = async (db: Db, deviceId: string, now: Date): Promise<{ count: number; until: Date } | undefined> => {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int`, until: sql<string | null>`min(${table.heldUntil})::text` })
    .from(table)
    .where(and(heldOn(deviceId), gt(table.heldUntil, now)));
  return row?.until ? { count: row.count, until: new Date(row.until) } : undefined;
};

export const holdUntil = async (db: Db, id: string, until: Date): Promise<void> => {
  await db.update(table).set({ heldUntil: until }).where(eq(table.id, id));
};

/** On its way by itself. */
export const letGo = async (db: Db, id: string): Promise<void> => {
  await db.update(table).set({ status: "queued", heldUntil: null }).where(eq(table.id, id));
};

/** Told together, by that digest. */
export const gather = async (db: Db, ids: string[], digestId: string): Promise<void> => {
  await db.update(table).set({ status: "gathered", digestId }).where(inArray(table.id, ids));
};
