import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../../platform/db/database.ts";

/** What is known of how a device hears; times as the database has them. */
export type Hearing = {
  deviceId: string;
  state: "active" | "gone";
  service: string;
  failure: string | null;
  subscribedAt: Date;
  failingSince: Date | null;
  /** Pushes that were accepted, could have been fetched for a quarter of an hour, and were never shown, since the last that was. */
  unshown: number;
  unshownSince: Date | null;
  checkAt: Date | null;
  checkStatus: string | null;
};

type Row = Omit<Hearing, "subscribedAt" | "failingSince" | "unshownSince" | "checkAt"> & { subscribedAt: string | Date } & Record<
    "failingSince" | "unshownSince" | "checkAt",
    string | Date | null
  >;
const date = (value: string | Date | null) => (value === null ? null : new Date(value));

/** Of these devices, those that have, or had, a subscription. */
export const hearingOf = async (db: Db, deviceIds: readonly string[], now: Date): Promise<Hearing[]> => {
  if (deviceIds.length === 0) return [];
  const rows = rowsOf<Row>(
    await db.execute(sql`
      select s.device_id as "deviceId", s.state, s.service, s.failure, s.created_at as "subscribedAt", s.failing_since as "failingSince",
        u.unshown, u.since as "unshownSince", c.created_at as "checkAt", c.status as "checkStatus"
      from push_subscription s
      cross join lateral (
        select count(*)::int as unshown, min(d.accepted_at) as since from delivery d
        where d.device_id = s.device_id and d.created_at > ${now.toISOString()}::timestamptz - interval '30 days'
          and d.accepted_at > greatest(s.created_at, coalesce(s.last_shown_at, s.created_at)) and d.shown_at is null
          and d.accepted_at < ${now.toISOString()}::timestamptz - interval '15 minutes'
          and d.expires_at > d.accepted_at + interval '15 minutes') as u
      left join lateral (
        select d.created_at, d.status from delivery d where d.device_id = s.device_id and d.kind = 'check'
        order by d.created_at desc limit 1) as c on true
      where s.device_id = any(${sql.param(deviceIds)}::text[])`),
  );
  return rows.map((row) => ({
    ...row,
    subscribedAt: new Date(row.subscribedAt),
    ...{ failingSince: date(row.failingSince), unshownSince: date(row.unshownSince), checkAt: date(row.checkAt) },
  }));
};

/** Devices that have shown nothing for so long and were not checked since; Apple's take no silent push. */
export const silentSince = async (db: Db, before: Date): Promise<string[]> =>
  rowsOf<{ deviceId: string }>(
    await db.execute(sql`
      select s.device_id as "deviceId" from push_subscription s
      where s.state = 'active' and s.service <> 'Apple'
        and coalesce(s.last_shown_at, s.created_at) < ${before.toISOString()}::timestamptz
        and not exists (select 1 from delivery d where d.device_id = s.device_id and d.kind = 'check'
          and d.created_at > ${before.toISOString()}::timestamptz)
      order by s.device_id`),
  ).map(({ deviceId }) => deviceId);
