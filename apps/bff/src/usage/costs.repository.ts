import { sql } from "drizzle-orm";
import { rowsOf, type Db } from "../platform/db/database.ts";
import { rollupParts, type Source } from "./summary.repository.ts";

/** What one key cost by one payment, in one part of a window. `priced`: the cost of anything in it is known. */
export type CostRow = { key: string; payment: string; micros: number; priced: boolean; unpriced: number; unknown: number };

/**
 * Money alone: of a year each further sum takes as long as finding the rows. Those that are nearly always nothing are added
 * up only where they are not.
 */
export const readCosts = async (db: Db, source: Source): Promise<CostRow[]> =>
  rowsOf<CostRow>(
    await db.execute(sql`
      select key, payment, sum(micros)::float8 as micros, bool_or(priced > 0) as priced,
        coalesce(sum(unpriced) filter (where unpriced <> 0), 0)::float8 as unpriced,
        coalesce(sum(records) filter (where payment not in ('tokens', 'plan')), 0)::float8 as unknown
      from (${rollupParts(source, sql`r.micros, r.priced, r.unpriced, r.records`)}) as r group by key, payment`),
  );
