import type { TaskTemplate, TaskTemplateInput } from "@beckon/contracts/tasks";
import { asc, eq } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { taskTemplates as table } from "./tasks.table.ts";

const toTemplate = (row: typeof table.$inferSelect): TaskTemplate => ({ ...row, updatedAt: row.updatedAt.toISOString() });

export const listTemplates = async (db: Db, limit: number): Promise<TaskTemplate[]> =>
  (await db.select().from(table).orderBy(asc(table.name), asc(table.id)).limit(limit)).map(toTemplate);

export const countTemplates = (db: Db): Promise<number> => db.$count(table);

export const findTemplate = async (db: Db, id: string): Promise<TaskTemplate | undefined> => {
  const [row] = await db.select().from(table).where(eq(table.id, id));
  return row && toTemplate(row);
};

type Writing = { id: string; input: TaskTemplateInput; now: Date };

export const insertTemplate = async (db: Db, { id, input, now }: Writing): Promise<TaskTemplate> => {
  const [row] = await db
    .insert(table)
    .values({ id, name: input.name, task: input.task as TaskTemplate["task"], updatedAt: now })
    .returning();
  return toTemplate(row as typeof table.$inferSelect);
};

export const updateTemplate = async (db: Db, { id, input, now }: Writing): Promise<TaskTemplate | undefined> => {
  const set = { name: input.name, task: input.task as TaskTemplate["task"], updatedAt: now };
  const [row] = await db.update(table).set(set).where(eq(table.id, id)).returning();
  return row && toTemplate(row);
};

export const deleteTemplate = async (db: Db, id: string): Promise<boolean> =>
  (await db.delete(table).where(eq(table.id, id)).returning({ id: table.id })).length > 0;
