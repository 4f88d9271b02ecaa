import type { NoticeKind } from "@beckon/contracts/notification-policy";
import type { Delivery } from "@beckon/contracts/notifications";
import { and, desc, eq, gt, inArray, isNotNull, lt, ne, not, notInArray, sql, type SQL } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { deliveries as table, type DeliveryRow } from "./notifications.table.ts";
import type { NoticeWords } from "./notifications.types.ts";

const iso = (at: Date | null) => at?.toISOString();

export const toDelivery = (row: DeliveryRow): Delivery => {
  const times = {
    heldUntil: iso(row.heldUntil),
    acceptedAt: iso(row.acceptedAt),
    shownAt: iso(row.shownAt),
    openedAt: iso(row.openedAt),
    answeredAt: iso(row.answeredAt),
    failedAt: iso(row.failedAt),
  };
  return {
    id: row.id,
    kind: row.kind,
    via: row.via,
    deviceId: row.deviceId,
    deviceName: row.deviceName,
    status: row.status,
    attempts: row.attempts,
    createdAt: row.createdAt.toISOString(),
    ...(row.requestId ? { requestId: row.requestId } : {}),
    ...(row.reason ? { reason: row.reason } : {}),
    ...(row.answer ? { answer: row.answer } : {}),
    ...(row.notice ? { title: row.notice.title } : {}),
    ...(row.escalationId ? { escalationId: row.escalationId } : {}),
    ...(row.step === null ? {} : { step: row.step }),
    ...(row.digestId ? { digestId: row.digestId } : {}),
    ...Object.fromEntries(Object.entries(times).filter(([, at]) => at !== undefined)),
  };
};

export type NewDelivery = {
  id: string;
  kind: Delivery["kind"];
  requestId?: string | undefined;
  deviceId: string;
  deviceName: string;
  occasion?: string | undefined;
  notice?: NoticeWords | undefined;
  via?: Delivery["via"];
  topic?: NoticeKind | undefined;
  escalation?: { id: string; step: number } | undefined;
  /** Not before then; at once without it. */
  heldUntil?: Date;
  now: Date;
};

/** Those that were not in the log yet: of two tries to notify a device of one thing, the second finds the row. */
export const insertDeliveries = async (db: Db, rows: NewDelivery[]): Promise<Delivery[]> => {
  if (rows.length === 0) return [];
  const values = rows.map(({ now, requestId, occasion, notice, escalation, heldUntil, ...row }) => ({
    ...row,
    status: heldUntil ? ("held" as const) : ("queued" as const),
    heldUntil: heldUntil ?? null,
    escalationId: escalation?.id ?? null,
    step: escalation?.step ?? null,
    requestId: requestId ?? null,
    occasion: occasion ?? "",
    notice: notice ?? null,
    createdAt: now,
  }));
  return (await db.insert(table).values(values).onConflictDoNothing().returning()).map(toDelivery);
};

/** One delivery with what its sending needs. */
export type StoredDelivery = Delivery & { notice?: NoticeWords; occasion: string };

export const findDelivery = async (db: Db, id: string): Promise<StoredDelivery | undefined> => {
  const [row] = await db.select().from(table).where(eq(table.id, id));
  return row && { ...toDelivery(row), occasion: row.occasion, ...(row.notice ? { notice: row.notice } : {}) };
};

type Of = { occasion: string } | { escalationId: string };
const isOf = (of: Of) => ("occasion" in of ? eq(table.occasion, of.occasion) : eq(table.escalationId, of.escalationId));

/** What takes it back was sent after it. */
const takenBack = sql`exists (select 1 from delivery later where later.kind = 'withdraw' and later.device_id = ${table.deviceId}
  and later.occasion = ${table.occasion} and later.created_at > ${table.createdAt} and later.status <> 'failed')`;

/** Devices that were told something under this occasion, or of this escalation, and show it still where they can. */
export const toldOf = (db: Db, of: Of): Promise<{ deviceId: string; deviceName: string }[]> =>
  db
    .selectDistinct({ deviceId: table.deviceId, deviceName: table.deviceName })
    .from(table)
    .where(
      and(
        eq(table.kind, "notice"),
        isOf(of),
        eq(table.via, "push"),
        notInArray(table.status, ["failed", "held", "gathered"]),
        not(takenBack),
      ),
    );

/** What is not told yet under this occasion, or of this escalation, is told no more. */
export const dropUntold = async (db: Db, of: Of, options: { reason: string; now: Date }): Promise<void> => {
  await db
    .update(table)
    .set({ status: "failed", reason: options.reason, failedAt: options.now })
    .where(and(isOf(of), ne(table.kind, "withdraw"), inArray(table.status, ["held", "queued"])));
};

export type DeliveryQuery = { requestId?: string; before?: { createdAt: Date; id: string }; limit: number };

/** Newest first. */
export const listDeliveries = async (db: Db, query: DeliveryQuery): Promise<Delivery[]> => {
  const conditions: (SQL | undefined)[] = [
    query.requestId ? eq(table.requestId, query.requestId) : undefined,
    query.before
      ? sql`(${table.createdAt}, ${table.id}) < (${query.before.createdAt.toISOString()}::timestamptz, ${query.before.id})`
      : undefined,
  ];
  const rows = await db
    .select()
    .from(table)
    .where(and(...conditions))
    .orderBy(desc(table.createdAt), desc(table.id))
    .limit(query.limit);
  return rows.map(toDelivery);
};

export const listOfRequest = async (db: Db, requestId: string): Promise<Delivery[]> =>
  (await db.select().from(table).where(eq(table.requestId, requestId))).map(toDelivery);

/** All of the log that a device showed. */
export const listShown = async (db: Db): Promise<Delivery[]> =>
  (await db.select().from(table).where(isNotNull(table.shownAt))).map(toDelivery);

/** A phone may say "shown" before our own note that the push service took it: a later state is never taken back. */
export const markAccepted = async (
  db: Db,
  id: string,
  { now, expiresAt, answer }: { now: Date; expiresAt?: Date; answer?: string },
): Promise<void> => {
  await db
    .update(table)
    .set({
      status: sql`case when ${table.status} in ('queued', 'failed') then 'accepted' else ${table.status} end`,
      acceptedAt: sql`coalesce(${table.acceptedAt}, ${now.toISOString()}::timestamptz)`,
      attempts: sql`${table.attempts} + 1`,
      reason: null,
      failedAt: null,
      ...(expiresAt ? { expiresAt } : {}),
      ...(answer === undefined ? {} : { answer }),
    })
    .where(eq(table.id, id));
};

/** One more try came to nothing; another follows. */
export const noteAttempt = async (db: Db, id: string, reason: string): Promise<void> => {
  await db
    .update(table)
    .set({ attempts: sql`${table.attempts} + 1`, reason })
    .where(and(eq(table.id, id), eq(table.status, "queued")));
};

/** Ends deliveries that are still on their way; `attempted` counts the try that ended it. */
export const markFailed = async (db: Db, ids: string[], options: { reason: string; now: Date; attempted?: boolean }): Promise<void> => {
  if (ids.length === 0) return;
  await db
    .update(table)
    .set({
      status: "failed",
      reason: options.reason,
      failedAt: options.now,
      attempts: sql`${table.attempts} + ${options.attempted ? 1 : 0}`,
    })
    .where(and(inArray(table.id, ids), inArray(table.status, ["queued", "held"])));
};

/** What the device says of it. Shown implies accepted, opened implies shown; no step goes back. */
export const markEvent = async (db: Db, options: { id: string; event: "shown" | "opened"; now: Date }): Promise<Delivery | undefined> => {
  const at = sql`${options.now.toISOString()}::timestamptz`;
  const past = options.event === "opened" ? ["opened", "answered"] : ["shown", "opened", "answered"];
  const [row] = await db
    .update(table)
    .set({
      status: sql`case when ${inArray(table.status, past as never)} then ${table.status} else ${options.event} end`,
      acceptedAt: sql`coalesce(${table.acceptedAt}, ${at})`,
      shownAt: sql`coalesce(${table.shownAt}, ${at})`,
      ...(options.event === "opened" ? { openedAt: sql`coalesce(${table.openedAt}, ${at})` } : {}),
      reason: null,
      failedAt: null,
    })
    .where(eq(table.id, options.id))
    .returning();
  return row && toDelivery(row);
};

export const markAnswered = async (db: Db, id: string, now: Date): Promise<void> => {
  await db
    .update(table)
    .set({ status: "answered", answeredAt: now })
    .where(and(eq(table.id, id), ne(table.status, "answered")));
};

export const countTestsSince = async (db: Db, deviceId: string, since: Date): Promise<number> =>
  db.$count(table, and(eq(table.deviceId, deviceId), eq(table.kind, "test"), gt(table.createdAt, since)));

/** On how many devices that can be told of it one of these requests still stands. */
export const countShowing = async (db: Db, requestIds: string[]): Promise<number> =>
  rowsOf<{ n: number }>(
    await db.execute(sql`
      select count(*)::int as n from delivery shown join push_subscription s on s.device_id = shown.device_id
      where shown.request_id = any(${sql.param(requestIds)}::text[]) and shown.kind <> 'withdraw' and shown.status in ('queued', 'accepted', 'shown')
        and s.state = 'active' and s.service <> 'Apple' and not exists (
          select 1 from delivery told where told.request_id = shown.request_id and told.device_id = shown.device_id
            and told.kind = 'withdraw' and told.status <> 'queued')`),
  )[0]?.n ?? 0;

export const pruneDeliveries = async (db: Db, before: Date): Promise<void> => {
  await db.delete(table).where(lt(table.createdAt, before));
};
