import { desc, eq } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { priceOverrides as table } from "./prices.table.ts";

export type OverrideRow = typeof table.$inferSelect;

/** Newest first. */
export const listOverrides = async (db: Db): Promise<OverrideRow[]> => db.select().from(table).orderBy(desc(table.setAt), table.model);

/** In place of what was set for this model before. */
export const saveOverride = async (db: Db, row: OverrideRow): Promise<void> => {
  const { model: _, ...values } = row;
  await db.insert(table).values(row).onConflictDoUpdate({ target: table.model, set: values });
};

/** What was removed, if there was one. */
export const deleteOverride = async (db: Db, model: string): Promise<OverrideRow | undefined> =>
  (await db.delete(table).where(eq(table.model, model)).returning())[0];

export const countOverrides = (db: Db): Promise<number> => db.$count(table);
