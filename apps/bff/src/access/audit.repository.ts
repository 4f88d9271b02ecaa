import type { AuditEntry } from "@beckon/contracts/access";
import { desc, lt } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { auditEntries } from "./audit.table.ts";

export const insertAudit = async (db: Db, row: typeof auditEntries.$inferInsert) => {
  await db.insert(auditEntries).values(row);
};

/** Newest first; `before` continues after the last row of the page before. */
export const listAudit = async (db: Db, options: { before?: number; limit: number }): Promise<{ seq: number; entry: AuditEntry }[]> => {
  const rows = await db
    .select()
    .from(auditEntries)
    .where(options.before === undefined ? undefined : lt(auditEntries.seq, options.before))
    .orderBy(desc(auditEntries.seq))
    .limit(options.limit);
  return rows.map(({ seq, at, actor, action, subject, detail }) => ({
    seq,
    entry: { id: `au_${seq}`, at: at.toISOString(), actor, action, subject, detail },
  }));
};
