import type { AuditEntry } from "@beckon/contracts/access";
import { and, desc, eq, gte, lt, lte, or, sql, type SQL } from "drizzle-orm";
import type { Db } from "../platform/db/database.ts";
import { auditEntries as table } from "./audit.table.ts";

export type AuditFilter = { before?: number; actor?: string; action?: string; subject?: string; from?: Date; to?: Date; q?: string };

export const insertAudit = async (db: Db, rows: (typeof table.$inferInsert)[]) => {
  if (rows.length > 0) await db.insert(table).values(rows);
};

const escapeLike = (value: string) => value.replace(/[\\%_]/g, "\\$&");
const is = <T>(value: T | undefined, make: (value: T) => SQL | undefined) => (value === undefined ? undefined : make(value));

/** What a search looks at; an action as it is written down, and as words. */
const searched = sql`concat_ws(' ', ${table.action}, translate(${table.action}, '._', '  '), ${table.subject}, ${table.actor}->>'name', ${table.actor}->>'id', ${table.actor}->>'device', ${table.detail}::text)`;

/** Newest first; `before` continues after the last row of the page before. */
export const listAudit = async (db: Db, by: AuditFilter & { limit: number }): Promise<{ seq: number; entry: AuditEntry }[]> => {
  const rows = await db
    .select()
    .from(table)
    .where(
      and(
        is(by.before, (before) => lt(table.seq, before)),
        is(by.actor, (who) =>
          or(
            sql`lower(${table.actor}->>'name') = ${who.toLowerCase()}`,
            sql`${who} in (${table.actor}->>'id', ${table.actor}->>'device', ${table.actor}->>'kind')`,
          ),
        ),
        is(by.action, (start) => sql`starts_with(${table.action}, ${start})`),
        is(by.subject, (subject) => eq(table.subject, subject)),
        is(by.from, (from) => gte(table.at, from)),
        is(by.to, (to) => lte(table.at, to)),
        is(by.q, (text) => sql`${searched} ilike ${`%${escapeLike(text)}%`}`),
      ),
    )
    .orderBy(desc(table.seq))
    .limit(by.limit);
  return rows.map(({ seq, at, actor, action, subject, detail }) => ({
    seq,
    entry: { id: `au_${seq}`, at: at.toISOString(), actor, action, subject, detail },
  }));
};
