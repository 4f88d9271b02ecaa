import type { HookCall } from "./hook-types.ts";
import { liveRuns } from "./holds.repository.ts";
import { holdTopic, runOf, type HoldsDeps } from "./hold-types.ts";

const mostCalls = 5_000;
/** Runs that asked and were never heard of again stay known. With more than this, or twice what is live, the rows are asked anew. */
const mostRuns = 10_000;

/**
 * Which runs have a live hold, so that the thousands of events of all others cost no query. Rows
 * decide; this only knows where to look, and every process hears of each new hold.
 */
export const createHoldIndex = ({ database }: Pick<HoldsDeps, "database">, most = { calls: mostCalls, runs: mostRuns }) => {
  /** With a mark of when each was last heard of: one that is heard of again meanwhile is not forgotten. */
  const live = new Map<string, number>();
  const calls = new Map<string, string>();
  let marks = 0;
  let room = most.runs;
  /** What was read before the last loss says nothing of what was lost. */
  let losses = 0;
  let loadedAfter = -1;
  let loading: Promise<void> | undefined;

  const lose = () => {
    losses += 1;
    loading = undefined;
  };
  const hear = (key: string) => {
    live.set(key, (marks += 1));
    if (live.size <= room) return;
    live.clear();
    lose();
  };
  const load = async () => {
    const after = losses;
    const runs = await liveRuns(database.db);
    room = Math.max(most.runs, 2 * runs.length);
    for (const { ownerId, run } of runs) hear(runKey(ownerId, run));
    loadedAfter = after;
  };
  const isLoaded = () => loadedAfter === losses;
  const ready = () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
  database.onWake(({ topic, key }) => {
    if (topic === holdTopic) hear(key);
  });
  database.onGap(lose);

  return {
    /** Known without a look: no row of this run can be live. */
    isQuiet: (ownerId: string, session: string): boolean => isLoaded() && !live.has(runKey(ownerId, session)),
    /** Nothing where no row can be live; else a mark to `forget` the run by, once its rows turn out to be closed. */
    look: async (ownerId: string, session: string): Promise<number | undefined> => {
      while (!isLoaded()) await ready();
      return live.get(runKey(ownerId, session));
    },
    /** A hold that this process has just made: it need not wait to hear of it. */
    add: (ownerId: string, session: string) => hear(runKey(ownerId, session)),
    forget: (ownerId: string, session: string, mark: number) => {
      const key = runKey(ownerId, session);
      if (live.get(key) === mark) live.delete(key);
    },
    /** A call that has begun; the question that follows does not say which call it is about. */
    remember: (ownerId: string, { callId, ...call }: HookCall) => {
      if (callId === undefined) return;
      calls.set(callKey(ownerId, call), callId);
      if (calls.size > most.calls) calls.delete(calls.keys().next().value as string);
    },
    /** How many runs and calls are kept. */
    size: () => ({ runs: live.size, calls: calls.size }),
    callIdOf: (ownerId: string, call: HookCall): string | undefined => call.callId ?? calls.get(callKey(ownerId, call)),
    forgetCall: (ownerId: string, call: HookCall): void => {
      if (calls.size > 0) calls.delete(callKey(ownerId, call));
    },
  };
};
export type HoldIndex = ReturnType<typeof createHoldIndex>;

export const runKey = (ownerId: string, session: string) => `${ownerId} ${runOf(session)}`;
const callKey = (ownerId: string, { session, tool, input }: HookCall) => [ownerId, session, tool, input].join("\n");
