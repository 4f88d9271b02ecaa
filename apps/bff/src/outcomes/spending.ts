import type { Db } from "../platform/db/database.ts";
import { startOfQuarter, quarterMs } from "../platform/keys.ts";
import type { KeptRuns } from "./kept-runs.ts";
import { linkedSessions, reworkSessions } from "./outcomes.repository.ts";
import type { OutcomesDeps } from "./outcomes.types.ts";
import { begunBy } from "./traces.repository.ts";

/** What runs with an outcome used in a window, and how many of them used anything. */
export type Attributed = { billedMicros: number; apiEquivalentMicros: number; sessions: number };

/** `attributed`: where the caller has read it before, by `costsByOutcome`. */
type Query = { from: Date; to: Date; demo: boolean; attributed?: Attributed | undefined };

/**
 * What runs with an outcome spent in a window, and those without one that only took results back: as in `costs`, in sums alone,
 * so that it takes no longer for a year of runs. `sessions` counts all that used anything.
 */
export const spending =
  ({ usage }: Pick<OutcomesDeps, "usage">, keptRuns: KeptRuns) =>
  async (db: Db, { from, to, demo, attributed: known }: Query) => {
    const window = {
      from: new Date(startOfQuarter(from.getTime())),
      to: new Date(startOfQuarter(to.getTime() + quarterMs - 1)),
    };
    const runs = (await keptRuns(db)) ?? (await readRuns(db));
    const own = runs.linked[demo ? "demo" : "real"];
    const begun = await begunBy(db, own);
    const linked = new Set(begun.length + runs.reworking.length > 0 ? [...own, ...begun] : []);
    const attributing = async (): Promise<{ all: number; attributed: Attributed }> => {
      if (known) return { all: await usage.countSessions(db, { window, demo }), attributed: known };
      const { all, micros, ...sum } = await usage.sumOfSessions(db, { window, demo, ids: begun.length > 0 ? [...linked] : own });
      return { all, attributed: { ...sum, apiEquivalentMicros: micros } };
    };
    const [{ all, attributed }, rework] = await Promise.all([
      attributing(),
      usage.bySession(db, { ids: runs.reworking.filter((id) => !linked.has(id)), window }),
    ]);
    return {
      sessions: all,
      attributed,
      rework: { billedMicros: rework.reduce((sum, { billedMicros }) => sum + billedMicros, 0) },
    };
  };

const readRuns = async (db: Db) => {
  const [linked, reworking] = await Promise.all([linkedSessions(db), reworkSessions(db)]);
  return { linked, reworking };
};
