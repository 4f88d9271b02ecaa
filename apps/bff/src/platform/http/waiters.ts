import type { Database } from "../db/database.ts";

/**
 * Holds requests until a row they wait for may have changed. Nothing but the holding lives here:
 * after a wake, a gap or the time limit the caller reads the row again.
 */
export const createWaiters = (options: { database: Database; topic: string }) => {
  const waiting = new Map<string, Set<() => void>>();

  const release = (key: string) => {
    for (const resume of waiting.get(key) ?? []) resume();
  };
  options.database.onWake((wake) => {
    if (wake.topic === options.topic) release(wake.key);
  });
  options.database.onGap(() => {
    for (const key of waiting.keys()) release(key);
  });

  return {
    /** Registers first, so that nothing between a read and the wait is missed. */
    arm: (key: string) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const set = waiting.get(key) ?? new Set();
      set.add(resolve);
      waiting.set(key, set);
      const disarm = () => {
        set.delete(resolve);
        // Disarmed twice, it must not take away those who have come since.
        if (set.size === 0 && waiting.get(key) === set) waiting.delete(key);
        resolve();
      };
      return {
        /** Resolves on a wake, after `ms`, or when the caller has gone. */
        wait: async (ms: number, signal?: AbortSignal) => {
          if (signal?.aborted) return disarm();
          const timer = setTimeout(resolve, ms);
          signal?.addEventListener("abort", disarm, { once: true });
          await promise;
          clearTimeout(timer);
          signal?.removeEventListener("abort", disarm);
          disarm();
        },
        disarm,
      };
    },
    size: () => waiting.size,
  };
};
export type Waiters = ReturnType<typeof createWaiters>;
