import type { Db } from "../platform/db/database.ts";
import { startOfQuarter, quarterMs } from "../platform/keys.ts";
import { createKept } from "./kept.ts";
import { linkedSessions, reworkSessions } from "./outcomes.repository.ts";
import type { OutcomesDeps } from "./outcomes.types.ts";
import { begunBy } from "./traces.repository.ts";

/**
 * What runs with an outcome spent in a window, and those without one that only took results back: as in `costs`, in sums alone,
 * so that it takes no longer for a year of runs. `sessions` counts all that used anything.
 */
export const spending = ({ usage }: Pick<OutcomesDeps, "usage">) => {
  const runsOf = async (db: Db) => {
    const [linked, reworking] = await Promise.all([linkedSessions(db), reworkSessions(db)]);
    return { ...linked, reworking };
  };
  const keptRuns = createKept(["outcomes", "sessions"], runsOf);
  return async (db: Db, { from, to, demo }: { from: Date; to: Date; demo: boolean }) => {
    const window = {
      from: new Date(startOfQuarter(from.getTime())),
      to: new Date(startOfQuarter(to.getTime() + quarterMs - 1)),
    };
    const runs = (await keptRuns(db)) ?? (await runsOf(db));
    const own = demo ? runs.demo : runs.real;
    const known = new Set([...own, ...(await begunBy(db, own))]);
    const [{ all, ...attributed }, rework] = await Promise.all([
      usage.sumOfSessions(db, { window, demo, ids: [...known] }),
      usage.bySession(db, { ids: runs.reworking.filter((id) => !known.has(id)), window }),
    ]);
    return {
      sessions: all,
      attributed: { billedMicros: attributed.billedMicros, apiEquivalentMicros: attributed.micros, sessions: attributed.sessions },
      rework: { billedMicros: rework.reduce((sum, { billedMicros }) => sum + billedMicros, 0) },
    };
  };
};
