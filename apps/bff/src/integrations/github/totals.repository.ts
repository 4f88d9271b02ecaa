import { sql } from "drizzle-orm";
import type { Db } from "../../platform/db/database.ts";
import { readSpreads, readTallies, within, type Span, type Spread, type Tally } from "../../platform/db/tallies.ts";

/** Webhook deliveries that were taken in a span, by what became of them, and how long that took. */
export const webhookTotals = async (db: Db, span: Span, bounds: readonly number[]): Promise<{ taken: Tally[]; took: Spread[] }> => {
  const [taken, took] = await Promise.all([
    readTallies(db, { rows: sql`select outcome from github_delivery where ${within("at", span)}`, labels: ["outcome"] }),
    readSpreads(db, {
      rows: sql`select took_micros / 1000000.0 as seconds from github_delivery where took_micros > 0 and ${within("at", span)}`,
      labels: [],
      bounds,
    }),
  ]);
  return { taken, took };
};
