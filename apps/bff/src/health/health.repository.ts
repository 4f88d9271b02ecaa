import { desc, gte, lt, notInArray, sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { healthComponents as components, healthHours as hours } from "./health.table.ts";
import type { Reading } from "./health.types.ts";

export type ComponentRow = typeof components.$inferSelect;

/**
 * Notes what a look found. A minute counts once, whoever looked again in it: the second look of a minute changes what
 * stands, and adds nothing to the hours.
 */
export const saveLook = async (db: Db, { readings, minute }: { readings: readonly Reading[]; minute: Date }): Promise<void> => {
  const rows = readings.map((reading): ComponentRow => ({
    id: reading.id,
    kind: reading.kind,
    name: reading.name,
    state: reading.state,
    words: reading.words,
    since: minute,
    latencyMs: reading.latencyMs ?? null,
    lastAt: reading.lastAt ?? null,
    error: reading.error ?? null,
    errorAt: reading.error === undefined ? null : minute,
    firstAt: minute,
    checkedAt: minute,
  }));
  const known = new Map((await db.select().from(components)).map((row) => [row.id, row]));
  const gone = notInArray(
    components.id,
    rows.map(({ id }) => id),
  );
  await db.delete(components).where(rows.length > 0 ? gone : undefined);
  if (rows.length === 0) return;
  await db
    .insert(components)
    .values(rows)
    .onConflictDoUpdate({
      target: components.id,
      set: {
        kind: sql`excluded.kind`,
        name: sql`excluded.name`,
        words: sql`excluded.words`,
        latencyMs: sql`excluded.latency_ms`,
        lastAt: sql`excluded.last_at`,
        since: sql`case when health_component.state = excluded.state then health_component.since else excluded.since end`,
        state: sql`excluded.state`,
        // An error that is over is still the last one.
        error: sql`coalesce(excluded.error, health_component.error)`,
        errorAt: sql`coalesce(excluded.error_at, health_component.error_at)`,
        checkedAt: sql`greatest(excluded.checked_at, health_component.checked_at)`,
      },
    });
  const counted = rows.filter(({ id }) => (known.get(id)?.checkedAt.getTime() ?? 0) < minute.getTime());
  if (counted.length === 0) return;
  const hour = new Date(Math.floor(minute.getTime() / 3_600_000) * 3_600_000);
  await db
    .insert(hours)
    .values(
      counted.map(({ id, state }) => ({
        component: id,
        hour,
        looks: 1,
        judged: state === "unknown" ? 0 : 1,
        good: state === "up" || state === "degraded" ? 1 : 0,
      })),
    )
    .onConflictDoUpdate({
      target: [hours.component, hours.hour],
      set: {
        looks: sql`health_hour.looks + excluded.looks`,
        judged: sql`health_hour.judged + excluded.judged`,
        good: sql`health_hour.good + excluded.good`,
      },
    });
};

export const listComponents = (db: Db): Promise<ComponentRow[]> => db.select().from(components).orderBy(desc(components.checkedAt));

export type Looks = { looks: number; judged: number; good: number };

/** Looks since an hour, by component. */
export const looksSince = async (db: Db, since: Date): Promise<Map<string, Looks>> => {
  const sum = (column: typeof hours.looks | typeof hours.judged | typeof hours.good) => sql<number>`sum(${column})::int`;
  const rows = await db
    .select({ id: hours.component, looks: sum(hours.looks), judged: sum(hours.judged), good: sum(hours.good) })
    .from(hours)
    .where(gte(hours.hour, since))
    .groupBy(hours.component);
  return new Map(rows.map(({ id, ...looks }) => [id, looks]));
};

export const pruneHours = async (db: Db, before: Date): Promise<void> => void (await db.delete(hours).where(lt(hours.hour, before)));

/** Only one look at a time: two that began in one minute would both count it. */
export const lockLooks = async (db: Db): Promise<void> =>
  void rowsOf(await db.execute(sql`select pg_advisory_xact_lock(hashtextextended('health', 0))`));
