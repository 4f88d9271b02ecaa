import type { AlertKind } from "@beckon/contracts/alert-kinds";
import { eq } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { alertRules as table, type RuleRow } from "./alerts.table.ts";

export type { RuleRow };

export const listRuleRows = (db: Db): Promise<RuleRow[]> => db.select().from(table);

export const putRuleRow = async (db: Db, row: RuleRow): Promise<void> =>
  void (await db.insert(table).values(row).onConflictDoUpdate({ target: table.kind, set: row }));

/** Whether there was one. */
export const deleteRuleRow = async (db: Db, kind: AlertKind): Promise<boolean> =>
  (await db.delete(table).where(eq(table.kind, kind)).returning({ kind: table.kind })).length > 0;
