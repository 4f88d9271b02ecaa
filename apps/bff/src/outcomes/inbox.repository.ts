import { asc, inArray, sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { outcomeInbox as table } from "./outcomes.table.ts";
import type { OutcomeFact } from "./outcomes.types.ts";

export const putFacts = async (db: Db, facts: readonly OutcomeFact[], at: Date): Promise<void> =>
  facts.length === 0 ? undefined : void (await db.insert(table).values(facts.map((fact) => ({ at, fact }))));

/** The oldest, taken out; what is rolled back stands in it again. */
export const takeFacts = async (db: Db, limit: number): Promise<OutcomeFact[]> => {
  const rows = await db.select().from(table).orderBy(asc(table.seq)).limit(limit);
  if (rows.length > 0)
    await db.delete(table).where(
      inArray(
        table.seq,
        rows.map(({ seq }) => seq),
      ),
    );
  return rows.map(({ fact }) => fact);
};

export const isAnythingTold = async (db: Db): Promise<boolean> => (await db.$count(table)) > 0;

/** One reader at a time, in whatever process: works are joined under this lock and nowhere else. It is always the last lock taken. */
export const lockWorks = async (db: Db): Promise<void> =>
  void rowsOf(await db.execute(sql`select pg_advisory_xact_lock(hashtextextended('outcomes', 0))`));
