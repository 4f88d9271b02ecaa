import type { Delivery } from "@beckon/contracts/notifications";
import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { rowsOf, type Db } from "../../platform/db/database.ts";
import { toDelivery } from "../deliveries.repository.ts";
import { deliveries, type DeliveryRow } from "../notifications.table.ts";
import { channels as table, type ChannelRow } from "./channels.table.ts";

export type { ChannelRow } from "./channels.table.ts";

/** In the order of their making. */
export const listChannels = (db: Db): Promise<ChannelRow[]> => db.select().from(table).orderBy(asc(table.createdAt), asc(table.id));

export const findChannel = async (db: Db, id: string): Promise<ChannelRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)))[0];

export const findChannelByKey = async (db: Db, { callerId, key }: { callerId: string; key: string }): Promise<ChannelRow | undefined> =>
  (
    await db
      .select()
      .from(table)
      .where(and(eq(table.callerId, callerId), eq(table.idempotencyKey, key)))
  )[0];

/** Nothing where another of the same key was faster. */
export const insertChannel = async (db: Db, row: ChannelRow): Promise<ChannelRow | undefined> =>
  (await db.insert(table).values(row).onConflictDoNothing().returning())[0];

export const updateChannel = async (db: Db, id: string, change: Partial<ChannelRow>): Promise<ChannelRow | undefined> =>
  (await db.update(table).set(change).where(eq(table.id, id)).returning())[0];

export const deleteChannel = async (db: Db, id: string): Promise<ChannelRow | undefined> =>
  (await db.delete(table).where(eq(table.id, id)).returning())[0];

/** What was last sent through each of these channels. */
export const lastMessages = async (db: Db, ids: readonly string[]): Promise<Map<string, Delivery>> => {
  if (ids.length === 0) return new Map();
  const last = rowsOf<{ id: string }>(
    await db.execute(sql`
      select last.id from unnest(${sql.param(ids)}::text[]) as channel (id)
      cross join lateral (select id from delivery where device_id = channel.id order by created_at desc, id desc limit 1) as last`),
  ).map(({ id }) => id);
  const rows: DeliveryRow[] = last.length === 0 ? [] : await db.select().from(deliveries).where(inArray(deliveries.id, last));
  return new Map(rows.map((row) => [row.deviceId, toDelivery(row)]));
};
