import type { GithubHook } from "@beckon/contracts/github";
import { and, desc, eq, gte, inArray, lt } from "drizzle-orm";
import type { Db } from "../../platform/db/database.ts";
import { githubDeliveries as deliveries, githubHooks as hooks } from "./github.table.ts";

export type HookRow = typeof hooks.$inferSelect;
export type DeliveryRow = typeof deliveries.$inferInsert;

export const insertHook = async (db: Db, row: HookRow): Promise<void> => void (await db.insert(hooks).values(row));
export const listHooks = async (db: Db): Promise<HookRow[]> => db.select().from(hooks).orderBy(desc(hooks.createdAt), desc(hooks.id));
export const deleteHook = async (db: Db, id: string): Promise<HookRow | undefined> =>
  (await db.delete(hooks).where(eq(hooks.id, id)).returning())[0];

export const isDelivered = async (db: Db, hookId: string, delivery: string): Promise<boolean> =>
  (await db.$count(deliveries, and(eq(deliveries.hookId, hookId), eq(deliveries.delivery, delivery)))) > 0;

/** Says whether it is new. */
export const insertDelivery = async (db: Db, row: DeliveryRow): Promise<boolean> =>
  (await db.insert(deliveries).values(row).onConflictDoNothing().returning({ delivery: deliveries.delivery })).length > 0;

export const setTook = async (db: Db, { hookId, delivery, tookMicros }: Pick<DeliveryRow, "hookId" | "delivery" | "tookMicros">) =>
  void (await db
    .update(deliveries)
    .set({ tookMicros })
    .where(and(eq(deliveries.hookId, hookId), eq(deliveries.delivery, delivery))));

export const pruneDeliveries = async (db: Db, before: Date): Promise<void> =>
  void (await db.delete(deliveries).where(lt(deliveries.at, before)));

/** The newest delivery of each hook. */
export const lastDeliveries = async (db: Db, hookIds: string[]): Promise<Map<string, NonNullable<GithubHook["last"]>>> => {
  const rows = await db
    .selectDistinctOn([deliveries.hookId])
    .from(deliveries)
    .where(inArray(deliveries.hookId, hookIds))
    .orderBy(deliveries.hookId, desc(deliveries.at));
  return new Map(
    rows.map(({ hookId, at, event, outcome, reason }) => [hookId, { at: at.toISOString(), event, outcome, ...(reason ? { reason } : {}) }]),
  );
};

/** How long deliveries took, in milliseconds, by hook. */
export const tookSince = async (db: Db, hookIds: string[], since: Date): Promise<Map<string, number[]>> => {
  const rows = await db
    .select({ hookId: deliveries.hookId, tookMicros: deliveries.tookMicros })
    .from(deliveries)
    .where(and(inArray(deliveries.hookId, hookIds), gte(deliveries.at, since)));
  return new Map([...Map.groupBy(rows, ({ hookId }) => hookId)].map(([id, own]) => [id, own.map(({ tookMicros }) => tookMicros / 1_000)]));
};
