import type { AuditEntry } from "@beckon/contracts/access";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db/database.ts";
import { defineError } from "../platform/errors.ts";
import { insertAudit, listAudit } from "./audit.repository.ts";
import type { Audit } from "./audit.ts";

const wrongCursor = defineError({ code: "request.cursor_unknown", status: 422, title: "The cursor is none of this list" });

/** Who did what, and when: one row in the transaction of each change. Never a secret in `detail`. */
export const createAudit = (options: { clock: Clock }): Audit => ({
  append: (work, { actor, action, subject, detail = {} }) => insertAudit(work.db, { at: options.clock(), actor, action, subject, detail }),
});

/** One page of the audit, newest first. */
export const readAudit =
  (database: Database) =>
  async (query: { cursor?: string; limit: number }): Promise<{ items: AuditEntry[]; cursor?: string }> => {
    if (query.cursor !== undefined && !/^\d{1,15}$/.test(query.cursor)) throw wrongCursor();
    const rows = await listAudit(database.db, { ...(query.cursor ? { before: Number(query.cursor) } : {}), limit: query.limit });
    const last = rows.at(-1);
    return { items: rows.map((row) => row.entry), ...(last && rows.length === query.limit ? { cursor: String(last.seq) } : {}) };
  };
