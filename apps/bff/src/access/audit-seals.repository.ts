import { and, asc, desc, gt, inArray, lte, max, sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { auditEntries, auditSeals, type AuditRow, type AuditSeal } from "./audit.table.ts";

export const lastSeal = async (db: Db): Promise<AuditSeal | undefined> =>
  (await db.select().from(auditSeals).orderBy(desc(auditSeals.nr)).limit(1))[0];

export const lastAuditSeq = async (db: Db): Promise<number> =>
  (await db.select({ seq: max(auditEntries.seq) }).from(auditEntries))[0]?.seq ?? 0;

/** Rows after `after` up to `upTo`, in their order. */
export const auditRows = async (db: Db, range: { after: number; upTo: number; limit: number }): Promise<AuditRow[]> =>
  db
    .select()
    .from(auditEntries)
    .where(and(gt(auditEntries.seq, range.after), lte(auditEntries.seq, range.upTo)))
    .orderBy(asc(auditEntries.seq))
    .limit(range.limit);

export const insertSeals = async (db: Db, seals: AuditSeal[]): Promise<void> => void (await db.insert(auditSeals).values(seals));

export type Extent = { rows: number; sealed: number; unsealed: number; nr: number; seq: number };

/** How far audit and chain reach, at one instant. */
export const auditExtent = async (db: Db): Promise<Extent> => {
  const [found] = rowsOf<Record<keyof Extent, string | number>>(
    await db.execute(sql`
      with chain as (select coalesce(max(nr), 0) as nr, coalesce(max(seq), 0) as seq, count(*) as sealed from audit_seal)
      select (select count(*) from audit) as rows, sealed, nr, seq,
        (select count(*) from audit where audit.seq > chain.seq) as unsealed
      from chain`),
  );
  const { rows = 0, sealed = 0, unsealed = 0, nr = 0, seq = 0 } = found ?? {};
  return { rows: Number(rows), sealed: Number(sealed), unsealed: Number(unsealed), nr: Number(nr), seq: Number(seq) };
};

/** Seals in the order of the chain, each with its row where that is still there. */
export const sealsWithRows = async (
  db: Db,
  range: { after: number; upTo: number; limit: number },
): Promise<{ seal: AuditSeal; row: AuditRow | undefined }[]> => {
  const seals = await db
    .select()
    .from(auditSeals)
    .where(and(gt(auditSeals.nr, range.after), lte(auditSeals.nr, range.upTo)))
    .orderBy(asc(auditSeals.nr))
    .limit(range.limit);
  if (seals.length === 0) return [];
  const found = await db
    .select()
    .from(auditEntries)
    .where(
      inArray(
        auditEntries.seq,
        seals.map(({ seq }) => seq),
      ),
    );
  const rows = new Map(found.map((row) => [row.seq, row]));
  return seals.map((seal) => ({ seal, row: rows.get(seal.seq) }));
};

/** Rows among the sealed ones that no seal speaks of: how many, and the first of them. */
export const strangers = async (db: Db, { upTo, limit }: { upTo: number; limit: number }): Promise<{ count: number; seqs: number[] }> => {
  const unknown = sql`from audit where seq <= ${upTo} and not exists (select 1 from audit_seal where audit_seal.seq = audit.seq)`;
  const [counted] = rowsOf<{ count: string | number }>(await db.execute(sql`select count(*) as count ${unknown}`));
  const count = Number(counted?.count ?? 0);
  if (count === 0) return { count, seqs: [] };
  const rows = rowsOf<{ seq: string | number }>(await db.execute(sql`select seq ${unknown} order by seq limit ${limit}`));
  return { count, seqs: rows.map(({ seq }) => Number(seq)) };
};

/**
 * Transactions that have written to the audit, or are about to, and have not ended. They took this lock before they took
 * a number, so that a number that nobody of them holds is either visible or will never be.
 */
export const auditWriters = async (db: Db): Promise<string[]> =>
  rowsOf<{ id: string }>(
    await db.execute(sql`
      select distinct virtualtransaction as id from pg_locks
      where locktype = 'relation' and relation = 'audit'::regclass and mode = 'RowExclusiveLock' and granted
        and database = (select oid from pg_database where datname = current_database())`),
  ).map(({ id }) => id);
