import { worseBy, type AlertKind } from "@beckon/contracts/alert-kinds";
import { and, asc, desc, eq, gte, inArray, isNull, lt, lte, or, sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { alertEvents, alertMembers, alertPoints, alerts as table, type AlertRow, type EventRow, type MemberRow } from "./alerts.table.ts";

export type { AlertRow, EventRow, MemberRow };

/** All that fire, held until the transaction ends. */
export const lockFiring = (db: Db): Promise<AlertRow[]> =>
  db.select().from(table).where(eq(table.state, "firing")).orderBy(table.id).for("update");
export const listFiring = (db: Db): Promise<AlertRow[]> =>
  db.select().from(table).where(eq(table.state, "firing")).orderBy(desc(table.firedAt));

export const lockAlert = async (db: Db, id: string): Promise<AlertRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)).for("update"))[0];
export const findAlertRows = (db: Db, ids: readonly string[]): Promise<AlertRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(inArray(table.id, [...ids]));

export const insertAlert = async (db: Db, row: AlertRow): Promise<void> => void (await db.insert(table).values(row));
export const updateAlert = async (db: Db, id: string, change: Partial<AlertRow>): Promise<AlertRow> => {
  const [row] = await db.update(table).set(change).where(eq(table.id, id)).returning();
  return row as AlertRow;
};

export type AlertFilter = { state?: AlertRow["state"]; kind?: AlertKind; from?: Date; to?: Date };
type Page = { limit: number; before?: { at: Date; id: string } };

/** Newest first. */
export const searchAlerts = (db: Db, { state, kind, from, to }: AlertFilter, { limit, before }: Page): Promise<AlertRow[]> =>
  db
    .select()
    .from(table)
    .where(
      and(
        state ? eq(table.state, state) : undefined,
        kind ? eq(table.kind, kind) : undefined,
        from ? or(isNull(table.resolvedAt), gte(table.resolvedAt, from)) : undefined,
        to ? lte(table.firedAt, to) : undefined,
        before ? sql`(${table.firedAt}, ${table.id}) < (${before.at.toISOString()}::timestamptz, ${before.id})` : undefined,
      ),
    )
    .orderBy(desc(table.firedAt), desc(table.id))
    .limit(limit);

/** For a phone: what fires, then what was resolved since. */
export const replicaAlerts = async (db: Db, since: Date, most: number): Promise<AlertRow[]> => [
  ...(await listFiring(db)),
  ...(await db.select().from(table).where(gte(table.resolvedAt, since)).orderBy(desc(table.resolvedAt)).limit(most)),
];

export const putMembers = async (db: Db, rows: readonly MemberRow[]): Promise<void> => {
  if (rows.length === 0) return;
  const json = rows.map((row) => ({
    ...{ alert_id: row.alertId, key: row.key, subject: row.subject, value: row.value },
    ...{ since: row.since.toISOString(), resolved_at: row.resolvedAt?.toISOString() ?? null },
  }));
  await db.execute(sql`
    insert into alert_member (alert_id, key, subject, value, since, resolved_at)
    select * from jsonb_to_recordset(${JSON.stringify(json)}::jsonb)
      as x(alert_id text, key text, subject jsonb, value float8, since timestamptz, resolved_at timestamptz)
    on conflict (alert_id, key) do update set subject = excluded.subject, value = excluded.value, since = excluded.since, resolved_at = excluded.resolved_at`);
};

export const resolveMembers = async (db: Db, alertId: string, keys: readonly string[], at: Date): Promise<void> =>
  keys.length === 0
    ? undefined
    : void (await db
        .update(alertMembers)
        .set({ resolvedAt: at })
        .where(and(eq(alertMembers.alertId, alertId), sql`${alertMembers.key} = any(${sql.param([...keys])}::text[])`)));

type AlertName = Pick<AlertRow, "id" | "kind">;
/** So many of each, those that still fire first, the worst of them before the others. */
export const membersOf = async (db: Db, ofAlerts: readonly AlertName[], each: number): Promise<MemberRow[]> => {
  if (ofAlerts.length === 0) return [];
  const [ids, signs] = [ofAlerts.map(({ id }) => id), ofAlerts.map(({ kind }) => worseBy(kind))];
  const rows = rowsOf<Omit<MemberRow, "since" | "resolvedAt"> & { since: string | Date; resolvedAt: string | Date | null }>(
    await db.execute(sql`
      select m.* from unnest(${sql.param(ids)}::text[], ${sql.param(signs)}::int[]) as a(id, sign) cross join lateral (
        select alert_id as "alertId", key, subject, value, since, resolved_at as "resolvedAt" from alert_member
        where alert_id = a.id order by resolved_at is not null, a.sign * value desc nulls last, since, key limit ${each}) as m`),
  );
  return rows.map((row) => ({ ...row, since: new Date(row.since), resolvedAt: row.resolvedAt === null ? null : new Date(row.resolvedAt) }));
};

/** What a subject is called, by an alert that fires. */
export const nameOfFiring = async (db: Db, subjectId: string): Promise<string | undefined> => {
  const [row] = rowsOf<{ name: string }>(
    await db.execute(sql`
      select m.subject ->> 'name' as name from alert a join alert_member m on m.alert_id = a.id and m.key = ${subjectId}
      where a.state = 'firing' order by a.fired_at desc limit 1`),
  );
  return row?.name;
};

export const insertEvents = async (db: Db, ...rows: EventRow[]): Promise<void> =>
  rows.length === 0 ? undefined : void (await db.insert(alertEvents).values(rows));
export const eventsOf = (db: Db, alertId: string, most: number): Promise<EventRow[]> =>
  db.select().from(alertEvents).where(eq(alertEvents.alertId, alertId)).orderBy(asc(alertEvents.id)).limit(most);

export const insertPoints = async (db: Db, rows: readonly { alertId: string; at: Date; value: number | null }[]): Promise<void> =>
  rows.length === 0
    ? undefined
    : void (await db
        .insert(alertPoints)
        .values([...rows])
        .onConflictDoNothing());
/** The newest, oldest first. */
export const pointsOf = async (db: Db, alertId: string, most: number): Promise<{ at: Date; value: number | null }[]> =>
  (
    await db
      .select({ at: alertPoints.at, value: alertPoints.value })
      .from(alertPoints)
      .where(eq(alertPoints.alertId, alertId))
      .orderBy(desc(alertPoints.at))
      .limit(most)
  ).toReversed();

/** With all that is known of them. */
export const pruneAlerts = async (db: Db, before: Date): Promise<string[]> =>
  (await db.delete(table).where(lt(table.resolvedAt, before)).returning({ id: table.id })).map(({ id }) => id);
