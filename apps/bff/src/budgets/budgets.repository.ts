import { and, asc, desc, eq, inArray, isNull, lt, ne, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import {
  budgetAsks as asks,
  budgetEvents as events,
  budgetPeriods as periods,
  budgets as table,
  budgetSteps as stepRows,
  budgetTargets as targets,
  type AskRow,
  type BudgetRow,
  type EventRow,
  type PeriodRow,
  type StepRow,
  type TargetRow,
} from "./budgets.table.ts";
import type { StopKey } from "./budgets.types.ts";

export type { AskRow, BudgetRow, EventRow, PeriodRow, StepRow, TargetRow };

/** Nothing where the same caller has used the key before, or the same budget stands. */
export const insertBudget = async (db: Db, row: BudgetRow): Promise<boolean> =>
  (await db.insert(table).values(row).onConflictDoNothing().returning({ id: table.id })).length > 0;

export const listBudgets = (db: Db, most: number): Promise<BudgetRow[]> =>
  db.select().from(table).orderBy(asc(table.createdAt), asc(table.id)).limit(most);

export const findBudgets = (db: Db, ids: readonly string[]): Promise<BudgetRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(inArray(table.id, [...ids]));

/** The budgets of teams' whole lives, as teams' own pages know them. */
export const budgetsOfTeams = (db: Db, teamIds: readonly string[]): Promise<BudgetRow[]> =>
  teamIds.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(
          and(
            eq(table.scopeKind, "team"),
            inArray(table.scopeId, [...teamIds]),
            eq(table.period, "life"),
            eq(table.column, "apiEquivalent"),
          ),
        );

export const findByKey = async (db: Db, { callerId, key }: { callerId: string; key: string }): Promise<BudgetRow | undefined> =>
  (
    await db
      .select()
      .from(table)
      .where(and(eq(table.callerId, callerId), eq(table.idempotencyKey, key)))
  )[0];

/** Locked until the transaction ends: what is found out of one budget follows one another. */
export const lockBudget = async (db: Db, id: string): Promise<BudgetRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)).for("update"))[0];

export const updateBudget = async (db: Db, id: string, changes: Partial<BudgetRow>): Promise<void> =>
  void (await db.update(table).set(changes).where(eq(table.id, id)));

export const deleteBudget = async (db: Db, id: string): Promise<void> => void (await db.delete(table).where(eq(table.id, id)));

export const insertPeriod = async (db: Db, row: typeof periods.$inferInsert): Promise<PeriodRow> =>
  (await db.insert(periods).values(row).returning())[0] as PeriodRow;

export const updatePeriod = async (db: Db, { budgetId, from }: Pick<PeriodRow, "budgetId" | "from">, changes: Partial<PeriodRow>) =>
  void (await db
    .update(periods)
    .set(changes)
    .where(and(eq(periods.budgetId, budgetId), eq(periods.from, from))));

/** The newest period of each. */
export const currentPeriods = (db: Db, ids: readonly string[]): Promise<PeriodRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .selectDistinctOn([periods.budgetId])
        .from(periods)
        .where(inArray(periods.budgetId, [...ids]))
        .orderBy(periods.budgetId, desc(periods.from));

/** Those before, newest first, so many of each. */
export const pastPeriods = async (db: Db, ids: readonly string[], each: number): Promise<PeriodRow[]> => {
  if (ids.length === 0) return [];
  const ranked = db
    .select({
      budgetId: periods.budgetId,
      from: periods.from,
      place: sql<number>`row_number() over (partition by ${periods.budgetId} order by ${periods.from} desc)`.as("place"),
    })
    .from(periods)
    .where(inArray(periods.budgetId, [...ids]))
    .as("ranked");
  const rows = await db
    .select({ period: periods })
    .from(periods)
    .innerJoin(ranked, and(eq(ranked.budgetId, periods.budgetId), eq(ranked.from, periods.from)))
    .where(sql`${ranked.place} between 2 and ${each + 1}`)
    .orderBy(desc(periods.from));
  return rows.map(({ period }) => period);
};

/** Those of the rows that nobody had written before. */
export const insertSteps = async (db: Db, rows: readonly StepRow[]): Promise<StepRow[]> =>
  rows.length === 0
    ? []
    : db
        .insert(stepRows)
        .values([...rows])
        .onConflictDoNothing()
        .returning();

type Part = Pick<PeriodRow, "budgetId" | "from">;
const sameDays = (a: typeof stepRows | typeof targets, all: readonly Part[]) =>
  sql`(${a.budgetId}, ${a.from}) in (${sql.join(
    all.map(({ budgetId, from }) => sql`(${budgetId}, ${from.toISOString()}::timestamptz)`),
    sql`, `,
  )})`;

export const stepsOf = (db: Db, all: readonly Part[]): Promise<StepRow[]> =>
  all.length === 0
    ? Promise.resolve([])
    : db.select().from(stepRows).where(sameDays(stepRows, all)).orderBy(asc(stepRows.at), asc(stepRows.round), asc(stepRows.percent));

export const insertAsk = async (db: Db, row: AskRow): Promise<boolean> =>
  (await db.insert(asks).values(row).onConflictDoNothing().returning({ key: asks.key })).length > 0;

export const findAsk = async (db: Db, by: { key: string } | { requestId: string }): Promise<AskRow | undefined> =>
  (
    await db
      .select()
      .from(asks)
      .where("key" in by ? eq(asks.key, by.key) : eq(asks.requestId, by.requestId))
  )[0];

export const openAsks = (db: Db, ids: readonly string[]): Promise<AskRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(asks)
        .where(and(inArray(asks.budgetId, [...ids]), eq(asks.open, true)));

export const unasked = async (db: Db): Promise<string[]> =>
  (
    await db
      .select({ key: asks.key })
      .from(asks)
      .where(and(eq(asks.open, true), isNull(asks.requestId)))
      .limit(200)
  ).map(({ key }) => key);

export const updateAsk = async (db: Db, key: string, changes: Partial<AskRow>): Promise<void> =>
  void (await db.update(asks).set(changes).where(eq(asks.key, key)));

const isStop = ({ budgetId, from, round }: StopKey) =>
  and(eq(targets.budgetId, budgetId), eq(targets.from, new Date(from)), eq(targets.round, round));

export const insertTargets = async (db: Db, rows: readonly TargetRow[]): Promise<void> => {
  if (rows.length > 0)
    await db
      .insert(targets)
      .values([...rows])
      .onConflictDoNothing();
};

export const targetsOfStop = (db: Db, key: StopKey): Promise<TargetRow[]> =>
  db.select().from(targets).where(isStop(key)).orderBy(targets.n);

export const targetsOf = (db: Db, all: readonly Part[]): Promise<TargetRow[]> =>
  all.length === 0 ? Promise.resolve([]) : db.select().from(targets).where(sameDays(targets, all)).orderBy(targets.round, targets.n);

export const updateTarget = async (db: Db, key: StopKey & { n: number }, changes: Partial<TargetRow>): Promise<void> =>
  void (await db
    .update(targets)
    .set(changes)
    .where(and(isStop(key), eq(targets.n, key.n))));

/** Which stops these commands belong to. */
export const stopsOfCommands = async (db: Db, commandIds: readonly string[]): Promise<StopKey[]> =>
  commandIds.length === 0
    ? []
    : (
        await db
          .selectDistinct({ budgetId: targets.budgetId, from: targets.from, round: targets.round })
          .from(targets)
          .where(inArray(targets.commandId, [...commandIds]))
      ).map((row) => ({ ...row, from: row.from.toISOString() }));

export const insertEvents = async (db: Db, rows: readonly EventRow[]): Promise<void> => {
  if (rows.length > 0) await db.insert(events).values([...rows]);
};

/** Newest first, so many of each. */
export const eventsOf = async (db: Db, ids: readonly string[], each: number): Promise<EventRow[]> => {
  if (ids.length === 0) return [];
  const ranked = db
    .select({
      id: events.id,
      place: sql<number>`row_number() over (partition by ${events.budgetId} order by ${events.at} desc, ${events.id} desc)`.as("place"),
    })
    .from(events)
    .where(inArray(events.budgetId, [...ids]))
    .as("ranked");
  const rows = await db
    .select({ event: events })
    .from(events)
    .innerJoin(ranked, eq(ranked.id, events.id))
    .where(sql`${ranked.place} <= ${each}`)
    .orderBy(desc(events.at), desc(events.id));
  return rows.map(({ event }) => event);
};

/** Periods that began before and are no budget's current one. */
export const prunePeriods = async (db: Db, before: Date): Promise<void> =>
  void (await db
    .delete(periods)
    .where(
      and(
        lt(periods.from, before),
        ne(periods.from, sql`(select max(p.from_at) from budget_period p where p.budget_id = ${periods.budgetId})`),
      ),
    ));
