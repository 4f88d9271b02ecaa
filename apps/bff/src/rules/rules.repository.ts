import { and, asc, count, desc, eq, gt, inArray, lte, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { rules as table, type RuleRow } from "./rules.table.ts";

export type { RuleRow };

/** Nothing when this caller has used the key before. */
export const insertRule = async (db: Db, row: typeof table.$inferInsert): Promise<RuleRow | undefined> =>
  (
    await db
      .insert(table)
      .values(row)
      .onConflictDoNothing({ target: [table.callerId, table.idempotencyKey] })
      .returning()
  )[0];

export const findByKey = async (db: Db, { callerId, key }: { callerId: string; key: string }): Promise<RuleRow | undefined> =>
  (
    await db
      .select()
      .from(table)
      .where(and(eq(table.callerId, callerId), eq(table.idempotencyKey, key)))
  )[0];

export const findRule = async (db: Db, id: string): Promise<RuleRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)))[0];

export const findRules = (db: Db, ids: readonly string[]): Promise<RuleRow[]> =>
  ids.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(inArray(table.id, [...ids]));

/** Newest first. */
export const listRules = (db: Db, limit: number): Promise<RuleRow[]> => db.select().from(table).orderBy(desc(table.id)).limit(limit);

export const countRules = async (db: Db): Promise<number> => (await db.select({ n: count() }).from(table))[0]?.n ?? 0;

export const lockRule = async (db: Db, id: string): Promise<RuleRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)).for("update"))[0];

export const listStanding = (db: Db, now: Date): Promise<RuleRow[]> =>
  db
    .select()
    .from(table)
    .where(and(eq(table.state, "on"), gt(table.until, now)))
    .orderBy(asc(table.id));

export const listOver = async (db: Db, now: Date): Promise<string[]> =>
  (
    await db
      .select({ id: table.id })
      .from(table)
      .where(and(eq(table.state, "on"), lte(table.until, now)))
      .orderBy(asc(table.id))
  ).map(({ id }) => id);

type Changes = Partial<Pick<RuleRow, "terms" | "hash" | "version" | "until" | "state" | "off" | "on">>;

export const updateRule = async (db: Db, id: string, changes: Changes): Promise<RuleRow> =>
  (await db.update(table).set(changes).where(eq(table.id, id)).returning())[0] as RuleRow;

export const countAnswer = async (db: Db, id: string, at: Date): Promise<void> =>
  void (await db
    .update(table)
    .set({ answered: sql`${table.answered} + 1`, answeredAt: at })
    .where(eq(table.id, id)));

export const countLeft = async (db: Db, id: string, at: Date): Promise<void> =>
  void (await db
    .update(table)
    .set({ left: sql`"rule"."left" + 1`, leftAt: at })
    .where(eq(table.id, id)));

export const deleteRule = async (db: Db, id: string): Promise<void> => void (await db.delete(table).where(eq(table.id, id)));

export const isTaken = async (db: Db, proposalId: string): Promise<boolean> =>
  (await db.select({ id: table.id }).from(table).where(eq(table.proposalId, proposalId)).limit(1)).length > 0;
