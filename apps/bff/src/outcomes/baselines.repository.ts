import { asc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import {
  outcomeBaselines as baselines,
  outcomeEstimates as estimates,
  outcomeHoldOuts as holdOuts,
  outcomeSettings as settings,
  type BaselineRow,
  type EstimateRow,
  type HoldOutRow,
} from "./outcomes.table.ts";

export type { BaselineRow, EstimateRow, HoldOutRow };

export const findEstimate = async (db: Db, taskId: string): Promise<EstimateRow | undefined> =>
  (await db.select().from(estimates).where(eq(estimates.taskId, taskId)))[0];
export const findEstimates = (db: Db, taskIds: readonly string[]): Promise<EstimateRow[]> =>
  taskIds.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(estimates)
        .where(inArray(estimates.taskId, [...taskIds]));
export const saveEstimate = async (db: Db, row: EstimateRow): Promise<void> => {
  const { taskId: _, ...rest } = row;
  await db.insert(estimates).values(row).onConflictDoUpdate({ target: estimates.taskId, set: rest });
};

/** All that were ever said, oldest first: there are few. */
export const listBaselines = (db: Db): Promise<BaselineRow[]> =>
  db.select().from(baselines).orderBy(asc(baselines.setAt), asc(baselines.id));
export const insertBaseline = async (db: Db, row: BaselineRow): Promise<void> => void (await db.insert(baselines).values(row));

export const findHoldOuts = (db: Db, taskIds: readonly string[]): Promise<HoldOutRow[]> =>
  taskIds.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(holdOuts)
        .where(inArray(holdOuts.taskId, [...taskIds]));
export const listHoldOuts = (db: Db, limit: number): Promise<HoldOutRow[]> =>
  db
    .select()
    .from(holdOuts)
    .orderBy(sql`${holdOuts.markedAt} desc`, asc(holdOuts.taskId))
    .limit(limit);
/** Says whether it is new. */
export const insertHoldOut = async (db: Db, row: HoldOutRow): Promise<boolean> =>
  (await db.insert(holdOuts).values(row).onConflictDoNothing().returning({ taskId: holdOuts.taskId })).length > 0;
export const measureHoldOut = async (
  db: Db,
  taskId: string,
  measured: Pick<HoldOutRow, "milliHours" | "measuredAt" | "measuredBy">,
): Promise<HoldOutRow | undefined> => (await db.update(holdOuts).set(measured).where(eq(holdOuts.taskId, taskId)).returning())[0];

/** What measured hold-outs took, by task type. */
export const measuredHours = async (db: Db): Promise<ReadonlyMap<string, number[]>> => {
  const rows = await db
    .select({ taskType: holdOuts.taskType, milliHours: holdOuts.milliHours })
    .from(holdOuts)
    .where(isNotNull(holdOuts.milliHours))
    .orderBy(asc(holdOuts.milliHours));
  return new Map(
    [...Map.groupBy(rows, ({ taskType }) => taskType)].map(([type, own]) => [type, own.flatMap(({ milliHours }) => milliHours ?? [])]),
  );
};

const one = "hold-outs";
export type SettingRow = typeof settings.$inferSelect;
export const readShare = async (db: Db): Promise<SettingRow | undefined> =>
  (await db.select().from(settings).where(eq(settings.id, one)))[0];
export const saveShare = async (db: Db, row: Omit<SettingRow, "id">): Promise<void> =>
  void (await db
    .insert(settings)
    .values({ id: one, ...row })
    .onConflictDoUpdate({ target: settings.id, set: row }));

/** What was estimated for these tasks, and that they were held out. */
export const forgetTasks = async (db: Db, taskIds: readonly string[]): Promise<void> => {
  if (taskIds.length === 0) return;
  await db.delete(estimates).where(inArray(estimates.taskId, [...taskIds]));
  await db.delete(holdOuts).where(inArray(holdOuts.taskId, [...taskIds]));
};
