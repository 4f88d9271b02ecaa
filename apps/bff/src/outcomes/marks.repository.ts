import { sql, type SQL } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { isSnapshot } from "../platform/db/snapshots.ts";

const tables = { outcomes: "outcome", sessions: "outcome_session" } as const;
export type Marks = typeof tables;
type Mark = { n: number; written: string };

const asked = new WeakMap<Db, Map<keyof Marks, Promise<Mark>>>();

/**
 * What tells one state of these tables from all others of this database: the number of rows, and the sum of the numbers of
 * the transactions that wrote them. A written row has a higher number than any before it, so with as many rows the sum only
 * grows. `n`: the rows of the longest. Within a snapshot each table is gone through once.
 */
export const marksOf = async (db: Db, of: readonly (keyof Marks)[]): Promise<{ n: number; mark: string }> => {
  const marks = await Promise.all(of.map((name) => (isSnapshot(db) ? onceOf(db, name) : markOf(db, name))));
  return { n: Math.max(...marks.map(({ n }) => n)), mark: marks.map(({ n, written }) => `${n}:${written}`).join(" ") };
};

const onceOf = (db: Db, name: keyof Marks): Promise<Mark> => {
  let marks = asked.get(db);
  if (!marks) asked.set(db, (marks = new Map()));
  const mark = marks.get(name) ?? markOf(db, name);
  marks.set(name, mark);
  return mark;
};

/**
 * The numbers of the transactions that wrote these rows, added up. As their distance from now, which is a whole number for
 * the database: numbers of transactions themselves are added only as text.
 */
export const writtenBy = (table: SQL) => sql`(count(*) * age('3'::xid) - coalesce(sum(age(${table}.xmin)), 0))::text`;

const markOf = async (db: Db, name: keyof Marks): Promise<Mark> => {
  const [found] = rowsOf<Mark>(
    await db.execute(sql`select count(*)::float8 as n, ${writtenBy(sql.raw(tables[name]))} as written from ${sql.raw(tables[name])}`),
  );
  return found as Mark;
};
