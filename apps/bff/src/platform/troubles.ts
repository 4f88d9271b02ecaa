import type { LogTrouble } from "@beckon/contracts/health";
import type { Clock } from "./clock.ts";

/** Other wording than this many is told as one: messages are fixed words, and a bug that makes them up must not fill the memory. */
const mostKinds = 200;
const others = "other messages";

/** Counts what this process warned of, by the fixed words of its log lines; what the lines were about stays in the log. */
export const createTroubles = (options: { clock: Clock }) => {
  const seen = new Map<string, LogTrouble>();
  return {
    note: (level: LogTrouble["level"], message: string): void => {
      const words = message.slice(0, 200) || "no message";
      const key = seen.has(words) || seen.size < mostKinds ? words : others;
      const before = seen.get(key);
      // The newest stands last.
      seen.delete(key);
      seen.set(key, { level, message: key, count: (before?.count ?? 0) + 1, lastAt: options.clock().toISOString() });
    },
    /** The most recent first. */
    list: (): LogTrouble[] => [...seen.values()].toReversed(),
  };
};
export type Troubles = ReturnType<typeof createTroubles>;
