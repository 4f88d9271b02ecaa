import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import {
  handedTasks,
  handOutSwitch,
  stuckTasks,
  teamQuestions as table,
  type HandedRow,
  type HandOutRow,
  type QuestionRow,
  type StuckRow,
} from "./teams.table.ts";

export type { HandOutRow, QuestionRow, StuckRow };

/** Written once, as it will be asked; nothing where it stands already. */
export const insertQuestion = async (db: Db, row: typeof table.$inferInsert): Promise<boolean> =>
  (await db.insert(table).values(row).onConflictDoNothing().returning({ key: table.key })).length > 0;

export const findQuestion = async (db: Db, by: { key: string } | { requestId: string }): Promise<QuestionRow | undefined> =>
  (
    await db
      .select()
      .from(table)
      .where("key" in by ? eq(table.key, by.key) : eq(table.requestId, by.requestId))
  )[0];

/** Written down, and not asked yet. */
export const unasked = async (db: Db): Promise<string[]> =>
  (
    await db
      .select({ key: table.key })
      .from(table)
      .where(and(eq(table.open, true), isNull(table.requestId)))
      .orderBy(asc(table.at))
      .limit(200)
  ).map(({ key }) => key);

export const openQuestions = (db: Db, teamIds: readonly string[]): Promise<QuestionRow[]> =>
  teamIds.length === 0
    ? Promise.resolve([])
    : db
        .select()
        .from(table)
        .where(and(inArray(table.teamId, [...teamIds]), eq(table.open, true)));

export const openStuckQuestions = (db: Db): Promise<QuestionRow[]> =>
  db
    .select()
    .from(table)
    .where(and(eq(table.kind, "stuck"), eq(table.open, true)));

export const updateQuestion = async (db: Db, key: string, changes: Partial<QuestionRow>): Promise<void> =>
  void (await db.update(table).set(changes).where(eq(table.key, key)));

const switchId = "tasks";

export const readSwitch = async (db: Db): Promise<HandOutRow | undefined> =>
  (await db.select().from(handOutSwitch).where(eq(handOutSwitch.id, switchId)))[0];

/** Locked until the transaction ends: one hands out at a time. */
export const lockSwitch = async (db: Db): Promise<HandOutRow | undefined> =>
  (await db.select().from(handOutSwitch).where(eq(handOutSwitch.id, switchId)).for("update"))[0];

export const putSwitch = async (db: Db, row: Omit<HandOutRow, "id">): Promise<void> =>
  void (await db
    .insert(handOutSwitch)
    .values({ id: switchId, ...row })
    .onConflictDoUpdate({ target: handOutSwitch.id, set: row }));

export const listHanded = (db: Db): Promise<HandedRow[]> => db.select().from(handedTasks).orderBy(asc(handedTasks.at)).limit(500);

export const putHanded = async (db: Db, rows: readonly HandedRow[]): Promise<void> => {
  if (rows.length === 0) return;
  const set = { agentId: sql`excluded.agent_id`, at: sql`excluded.at` };
  await db
    .insert(handedTasks)
    .values([...rows])
    .onConflictDoUpdate({ target: handedTasks.taskId, set });
};

export const deleteHanded = async (db: Db, taskIds: readonly string[]): Promise<void> =>
  taskIds.length === 0 ? undefined : void (await db.delete(handedTasks).where(inArray(handedTasks.taskId, [...taskIds])));

export const listStuck = (db: Db): Promise<StuckRow[]> => db.select().from(stuckTasks).orderBy(asc(stuckTasks.since), asc(stuckTasks.role));

export const putStuck = async (db: Db, row: StuckRow): Promise<void> =>
  void (await db.insert(stuckTasks).values(row).onConflictDoUpdate({ target: stuckTasks.role, set: row }));

export const deleteStuck = async (db: Db, role: string): Promise<void> =>
  void (await db.delete(stuckTasks).where(eq(stuckTasks.role, role)));
