import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";

const tables = { outcomes: "outcome", sessions: "outcome_session" } as const;
export type Marks = typeof tables;

/**
 * What tells one state of these tables from all others of this database: the number of rows, and the sum of the numbers of
 * the transactions that wrote them. A written row has a higher number than any before it, so with as many rows the sum only
 * grows. `n`: the rows of the longest.
 */
export const marksOf = async (db: Db, of: readonly (keyof Marks)[]): Promise<{ n: number; mark: string }> => {
  const each = of.map(
    (name) => sql`(select count(*)::float8 as n, coalesce(sum(xmin::text::bigint), 0) as written from ${sql.raw(tables[name])})`,
  );
  const [found] = rowsOf<{ n: number; mark: string }>(
    await db.execute(
      sql`select max(n)::float8 as n, string_agg(n || ':' || written, ' ') as mark from (${sql.join(each, sql` union all `)}) as counted`,
    ),
  );
  return found as { n: number; mark: string };
};
