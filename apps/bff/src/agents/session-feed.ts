import type { Database, Work } from "../platform/db/database.ts";
import type { Logger } from "../platform/logger.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";

/** One session alone is told of ten times a second; fifty at work share some 25 a second among them. */
const shortestMs = 100;
const longestMs = 2_000;
const eachMs = 40;

/**
 * Sessions' places in the feed, no oftener than a person can read: at once for one that was quiet,
 * else together a moment later. What is read behind a place is the session as it then is, so nothing
 * is skipped but versions that nobody could have seen.
 */
export const createSessionFeed = (deps: { database: Database; feed: ChangeFeed; logger: Pick<Logger, "warn"> }) => {
  const toldAt = new Map<string, number>();
  const later = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const rows = (ids: Iterable<string>) => [...ids].map((entityId) => ({ kind: "session" as const, entityId }));
  const everyMs = () => Math.min(longestMs, Math.max(shortestMs, toldAt.size * eachMs));

  const flush = async () => {
    timer = undefined;
    const now = performance.now();
    for (const [id, at] of toldAt) if (now - at > longestMs) toldAt.delete(id);
    const pause = everyMs();
    const ids = [...later].filter((id) => now - (toldAt.get(id) ?? -pause) >= pause);
    for (const id of ids) {
      later.delete(id);
      toldAt.set(id, now);
    }
    if (ids.length > 0) await tell(ids);
    plan();
  };
  const tell = (ids: readonly string[]) =>
    deps.database
      .transaction((work) => deps.feed.append(work, ...rows(ids)))
      .catch((error: unknown) => {
        for (const id of ids) later.add(id);
        deps.logger.warn({ err: error }, "sessions could not be told to the apps; tried again");
      });
  const plan = () => {
    if (timer || later.size + toldAt.size === 0) return;
    timer = setTimeout(() => void flush(), shortestMs);
    timer.unref();
  };

  return {
    /** Tells of these sessions in the transaction that changed them, or a moment later. */
    append: async (work: Work, ids: readonly string[]): Promise<void> => {
      const now = performance.now();
      const pause = everyMs();
      const due = ids.filter((id) => now - (toldAt.get(id) ?? -pause) >= pause);
      await deps.feed.append(work, ...rows(due));
      work.afterCommit(() => {
        for (const id of ids) later.add(id);
        for (const id of due) {
          toldAt.set(id, now);
          later.delete(id);
        }
        plan();
      });
    },
    /** Before the process ends: all that was to be told in a moment. */
    flush: async () => {
      clearTimeout(timer);
      const ids = [...later];
      later.clear();
      if (ids.length > 0) await tell(ids);
    },
  };
};
export type SessionFeed = ReturnType<typeof createSessionFeed>;
