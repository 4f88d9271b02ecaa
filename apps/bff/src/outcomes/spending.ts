import type { Db } from "../platform/db/database.ts";
import { startOfQuarter, quarterMs } from "../platform/keys.ts";
import { linkedSessions, reworkSessions } from "./outcomes.repository.ts";
import type { OutcomesDeps } from "./outcomes.types.ts";

/**
 * What runs with an outcome spent in a window, and those without one that only took results back: as in `costs`, in sums alone,
 * so that it takes no longer for a year of runs. `sessions` counts all that used anything.
 */
export const spending =
  ({ usage }: OutcomesDeps) =>
  async (db: Db, { from, to, demo }: { from: Date; to: Date; demo: boolean }) => {
    const window = {
      from: new Date(startOfQuarter(from.getTime())),
      to: new Date(startOfQuarter(to.getTime() + quarterMs - 1)),
    };
    const [linked, reworking, sessions] = await Promise.all([
      linkedSessions(db, demo),
      reworkSessions(db),
      usage.countSessions(db, { ...window, demo }),
    ]);
    const known = new Set(linked);
    const [attributed, rework] = await Promise.all([
      usage.sumOfSessions(db, { window, demo, ids: linked }),
      usage.sumOfSessions(db, { window, demo, ids: reworking.filter((id) => !known.has(id)) }),
    ]);
    return {
      sessions,
      attributed: { billedMicros: attributed.billedMicros, apiEquivalentMicros: attributed.micros, sessions: attributed.sessions },
      rework: { billedMicros: rework.billedMicros },
    };
  };
