import { and, desc, eq, gt, isNull, lte, or } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { healingRules as table, type RuleRow } from "./healing.table.ts";

export type { RuleRow };

export const insertRule = async (db: Db, row: RuleRow): Promise<void> => void (await db.insert(table).values(row));

/** The one that is not switched off. */
export const standingRule = async (db: Db): Promise<RuleRow | undefined> => (await db.select().from(table).where(isNull(table.offAt)))[0];

export const latestRule = async (db: Db): Promise<RuleRow | undefined> =>
  (await db.select().from(table).orderBy(desc(table.at), desc(table.id)).limit(1))[0];

export const findRule = async (db: Db, id: string): Promise<RuleRow | undefined> =>
  (await db.select().from(table).where(eq(table.id, id)))[0];

export const endRule = async (db: Db, { offAt, offBy }: { offAt: Date; offBy: string }): Promise<RuleRow | undefined> =>
  (await db.update(table).set({ offAt, offBy }).where(isNull(table.offAt)).returning())[0];

/** Takes the look that is due: of all who try at once one gets it. */
export const takeTurn = async (db: Db, { now, nextAt }: { now: Date; nextAt: (row: RuleRow) => Date }): Promise<RuleRow | undefined> => {
  const [row] = await db
    .select()
    .from(table)
    .where(and(isNull(table.offAt), lte(table.nextAt, now), or(isNull(table.until), gt(table.until, now))))
    .for("update");
  if (!row) return undefined;
  const [taken] = await db
    .update(table)
    .set({ nextAt: nextAt(row), lookedAt: now })
    .where(eq(table.id, row.id))
    .returning();
  return taken;
};

export const endOverdue = async (db: Db, now: Date): Promise<RuleRow | undefined> =>
  (
    await db
      .update(table)
      .set({ offAt: now, offBy: "its time" })
      .where(and(isNull(table.offAt), lte(table.until, now)))
      .returning()
  )[0];
