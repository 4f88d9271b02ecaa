import type { Db } from "../platform/db/database.ts";
import { mergeTallies } from "@beckon/metrics/coordination";
import { sumsOf } from "./figures.ts";
import { windowOf } from "./window.ts";

/** From the sums alone, of what is settled by now: nothing is settled for that. */
export const tallyIn = async (
  db: Db,
  { from, to }: { from: Date; to: Date },
): Promise<{ succeeded: number; failed: number; pending: number }> =>
  mergeTallies(
    await sumsOf(db, {
      scope: { demo: false },
      spans: [windowOf({ from: from.toISOString(), to: to.toISOString() }, to)],
      by: [],
    }),
  );
