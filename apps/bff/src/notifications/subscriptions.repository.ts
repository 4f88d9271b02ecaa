import { and, eq, inArray, ne, notInArray, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { hearingOf } from "./hearing/hearing.repository.ts";
import { checkOf, deafness } from "./hearing/judge.ts";
import type { DevicePush } from "./notifications.types.ts";
import { pushSubscriptions as table } from "./notifications.table.ts";

/** A subscription that can be sent to. */
export type Subscription = {
  deviceId: string;
  endpoint: string;
  keys: { p256dh: string; auth: string };
  vapidKeyId: string;
  service: string;
  notBefore: Date | null;
  failingSince: Date | null;
};

type Row = typeof table.$inferSelect;

const toSubscription = (row: Row | undefined): Subscription | undefined =>
  row?.state === "active" && row.endpoint && row.p256dh && row.auth
    ? {
        deviceId: row.deviceId,
        endpoint: row.endpoint,
        keys: { p256dh: row.p256dh, auth: row.auth },
        vapidKeyId: row.vapidKeyId,
        service: row.service,
        notBefore: row.notBefore,
        failingSince: row.failingSince,
      }
    : undefined;

export const findSubscription = async (db: Db, deviceId: string): Promise<Subscription | undefined> => {
  const [row] = await db.select().from(table).where(eq(table.deviceId, deviceId));
  return toSubscription(row);
};

export const listSubscribed = async (db: Db, deviceIds: string[]): Promise<Subscription[]> => {
  if (deviceIds.length === 0) return [];
  const rows = await db
    .select()
    .from(table)
    .where(and(inArray(table.deviceId, deviceIds), eq(table.state, "active")));
  return rows.map(toSubscription).filter((row) => row !== undefined);
};

type NewSubscription = Pick<Subscription, "deviceId" | "endpoint" | "keys" | "vapidKeyId" | "service"> & { now: Date };

/** One per device; an endpoint that another device had moves here: it is the same browser, paired again. */
export const saveSubscription = async (db: Db, row: NewSubscription): Promise<void> => {
  await db.delete(table).where(and(eq(table.endpoint, row.endpoint), ne(table.deviceId, row.deviceId)));
  const set = {
    state: "active" as const,
    endpoint: row.endpoint,
    ...row.keys,
    vapidKeyId: row.vapidKeyId,
    service: row.service,
    notBefore: null,
    failingSince: null,
    failure: null,
    // What another subscription was sent and never showed is no word about this one.
    createdAt: row.now,
  };
  await db
    .insert(table)
    .values({ deviceId: row.deviceId, ...set })
    .onConflictDoUpdate({ target: table.deviceId, set });
};

export const deleteSubscription = async (db: Db, deviceId: string): Promise<{ service: string } | undefined> => {
  const [row] = await db.delete(table).where(eq(table.deviceId, deviceId)).returning({ service: table.service });
  return row;
};

/** Ends those of all other devices. */
export const keepSubscriptions = async (db: Db, deviceIds: string[]): Promise<void> => {
  await db.delete(table).where(notInArray(table.deviceId, deviceIds));
};

/** The push service knows it no more: the secrets go, what the device page tells stays. `endpoint` guards a new one that came meanwhile. */
export const markGone = async (
  db: Db,
  subscription: Pick<Subscription, "deviceId" | "endpoint">,
  { failure, now }: { failure: string; now: Date },
): Promise<void> => {
  await db
    .update(table)
    .set({ state: "gone", endpoint: null, p256dh: null, auth: null, failure, failingSince: sinceWhen(now) })
    .where(and(eq(table.deviceId, subscription.deviceId), eq(table.endpoint, subscription.endpoint)));
};

const sinceWhen = (now: Date) => sql`coalesce(${table.failingSince}, ${now.toISOString()}::timestamptz)`;

export const noteAccepted = async (db: Db, deviceId: string, now: Date): Promise<void> => {
  await db
    .update(table)
    .set({ lastAcceptedAt: now, failingSince: null, failure: null, notBefore: null })
    .where(eq(table.deviceId, deviceId));
};

export const noteFailed = async (db: Db, deviceId: string, options: { failure: string; now: Date; notBefore?: Date }): Promise<void> => {
  await db
    .update(table)
    .set({
      failure: options.failure,
      failingSince: sinceWhen(options.now),
      ...(options.notBefore ? { notBefore: options.notBefore } : {}),
    })
    .where(eq(table.deviceId, deviceId));
};

export const noteShown = async (db: Db, deviceId: string, now: Date): Promise<void> => {
  await db.update(table).set({ lastShownAt: now }).where(eq(table.deviceId, deviceId));
};

/** What the device pages tell of each device's notifications. `currentKeyId`: made under another key is as good as gone. */
export const pushStates = async (
  db: Db,
  deviceIds: string[],
  { currentKeyId, now }: { currentKeyId: string; now: Date },
): Promise<Map<string, DevicePush>> => {
  const known = new Map((await hearingOf(db, deviceIds, now)).map((hearing) => [hearing.deviceId, hearing]));
  const rows = deviceIds.length === 0 ? [] : await db.select().from(table).where(inArray(table.deviceId, deviceIds));
  return new Map(
    rows.map((row) => {
      const otherKey = row.state === "active" && row.vapidKeyId !== currentKeyId;
      const hearing = known.get(row.deviceId);
      const deaf = hearing && deafness(hearing, now);
      const check = hearing && checkOf(hearing);
      const failure = otherKey ? otherKeyReason : row.failure;
      return [
        row.deviceId,
        {
          state: otherKey ? ("gone" as const) : row.state,
          service: row.service,
          ...(row.lastAcceptedAt ? { lastAcceptedAt: row.lastAcceptedAt.toISOString() } : {}),
          ...(row.lastShownAt ? { lastShownAt: row.lastShownAt.toISOString() } : {}),
          ...(failure ? { failure } : {}),
          ...(deaf ? { deaf } : {}),
          ...(check ? { check } : {}),
        },
      ];
    }),
  );
};

export const otherKeyReason = "it was made for another key of this server; enable notifications again";
