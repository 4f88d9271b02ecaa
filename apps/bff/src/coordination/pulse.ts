import type { Database, Work } from "../platform/db/database.ts";
import type { Logger } from "../platform/logger.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";

const pauseMs = 2_000;
const change = { kind: "teamwork", entityId: "coordination" } as const;

/**
 * Tells the apps that coordination changed: at once after a quiet while, else together a moment later. What changed is
 * asked for by who shows it.
 */
export const createPulse = (deps: { database: Database; feed: ChangeFeed; logger: Pick<Logger, "warn"> }) => {
  let toldAt = -pauseMs;
  let timer: NodeJS.Timeout | undefined;

  const flush = async () => {
    clearTimeout(timer);
    timer = undefined;
    toldAt = performance.now();
    await deps.database
      .transaction((work) => deps.feed.append(work, change))
      .catch((error: unknown) => deps.logger.warn({ err: error }, "the apps could not be told that coordination changed"));
  };

  return {
    append: async (work: Work): Promise<void> => {
      if (timer) return;
      if (performance.now() - toldAt >= pauseMs) {
        toldAt = performance.now();
        return deps.feed.append(work, change);
      }
      work.afterCommit(() => {
        timer ??= setTimeout(() => void flush(), Math.max(0, pauseMs - (performance.now() - toldAt))).unref();
      });
    },
    /** Before the process ends: what was to be told in a moment. */
    flush: async (): Promise<void> => (timer ? flush() : undefined),
  };
};
export type Pulse = ReturnType<typeof createPulse>;
