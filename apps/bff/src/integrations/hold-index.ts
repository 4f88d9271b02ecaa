import type { HookCall } from "./hook-types.ts";
import { liveRuns } from "./holds.repository.ts";
import { holdTopic, runOf, type HoldsDeps } from "./hold-types.ts";

const mostCalls = 5_000;

/**
 * Which runs have a live hold, so that the thousands of events of all others cost no query. Rows
 * decide; this only knows where to look, and every process hears of each new hold.
 */
export const createHoldIndex = ({ database }: HoldsDeps) => {
  /** With a mark of when each was last heard of: one that is heard of again meanwhile is not forgotten. */
  const live = new Map<string, number>();
  let marks = 0;
  const hear = (key: string) => void live.set(key, (marks += 1));
  const calls = new Map<string, string>();
  let loading: Promise<void> | undefined;

  const load = async () => {
    for (const { ownerId, run } of await liveRuns(database.db)) hear(runKey(ownerId, run));
  };
  const ready = () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    }));
  database.onWake(({ topic, key }) => {
    if (topic === holdTopic) hear(key);
  });
  database.onGap(() => {
    loading = undefined;
  });

  return {
    /** Nothing where no row can be live; else a mark to `forget` the run by, once its rows turn out to be closed. */
    look: async (ownerId: string, session: string): Promise<number | undefined> => {
      await ready();
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
      if (calls.size > mostCalls) calls.delete(calls.keys().next().value as string);
    },
    callIdOf: (ownerId: string, call: HookCall): string | undefined => call.callId ?? calls.get(callKey(ownerId, call)),
    forgetCall: (ownerId: string, call: HookCall) => void calls.delete(callKey(ownerId, call)),
  };
};
export type HoldIndex = ReturnType<typeof createHoldIndex>;

export const runKey = (ownerId: string, session: string) => `${ownerId} ${runOf(session)}`;
const callKey = (ownerId: string, { session, tool, input }: HookCall) => [ownerId, session, tool, input].join("\n");
