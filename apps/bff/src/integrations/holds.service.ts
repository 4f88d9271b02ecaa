import type { Signal } from "@beckon/contracts/signals";
import type { Jobs } from "../platform/jobs/jobs.ts";
import { holdOf } from "./holds.repository.ts";
import { ask, holdIdOf, type Ask, type Asked } from "./hold-ask.ts";
import { createHoldRoom } from "./hold-room.ts";
import { createHoldIndex } from "./hold-index.ts";
import { createLeases } from "./hold-leases.ts";
import { createNotice } from "./hold-notice.ts";
import { createSettling } from "./hold-settle.ts";
import type { HoldOwner, HoldsDeps } from "./hold-types.ts";
import type { HookFact } from "./hook-types.ts";

/** Questions that agents' hooks wait for, from asking to what came of the answer. Each verb is a file beside this one. */
export const createHoldsService = (deps: HoldsDeps & { jobs: Jobs }) => {
  const { database, jobs, logger } = deps;
  const stopping = new AbortController();
  const index = createHoldIndex(deps);
  const settling = createSettling(deps);
  const leases = createLeases({ ...deps, settling });
  const notice = createNotice({ ...deps, index, settling });
  const askOne = ask({ ...deps, index, settling, leases, stopping: stopping.signal, heard: notice.heard });
  const underWay = new Set<Promise<unknown>>();
  const room = createHoldRoom();

  jobs.schedule("hook.sweep", "* * * * *", () => leases.sweep());
  jobs.schedule("hook.prune", "29 4 * * *", () => leases.prune());

  return {
    /** `size`: how many bytes the question came in. */
    ask: ({ size, ...asking }: Ask & { size: number }): Promise<Asked> => {
      const giveBack = room.take(asking.owner.id, size);
      if (!giveBack) {
        logger.warn({ tokenId: asking.owner.id }, "a token holds as many questions as it may; another was left to the terminal");
        return Promise.resolve({ kind: "none" });
      }
      const asked = askOne(asking).finally(giveBack);
      const ended = asked.then(
        () => undefined,
        () => undefined,
      );
      underWay.add(ended);
      void ended.then(() => underWay.delete(ended));
      return asked;
    },
    facts: (owner: HoldOwner, facts: readonly HookFact[]): Promise<void> => notice.facts(owner, facts),
    signals: (owner: HoldOwner, signals: readonly Signal[]): Promise<void> => notice.signals(owner, signals),
    /** The asking process was ended: its question goes with it. Says how many requests that were. */
    withdraw: async (owner: HoldOwner, asked: { source: string; key: string; reason: string }): Promise<number> => {
      const rows = await holdOf(database.db, owner.id, holdIdOf(owner, asked.source, asked.key));
      const open = rows.filter(({ state }) => state === "open");
      await settling.close(open, { reason: asked.reason });
      return open.length;
    },
    /** One sign of life of this process's connections. */
    renew: () => leases.renew(),
    /** Closes what no connection waits for any more. */
    sweep: () => leases.sweep(),
    prune: () => leases.prune(),
    /** Lets all connections go, so that the end of this process looks like nobody's refusal. */
    stop: async (): Promise<void> => {
      stopping.abort();
      leases.stop();
      await Promise.all(underWay);
    },
  };
};
export type HoldsService = ReturnType<typeof createHoldsService>;
