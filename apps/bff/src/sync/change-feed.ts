import type { Clock } from "../platform/clock.ts";
import type { Work } from "../platform/db/database.ts";
import { insertChanges, type Change } from "./changes.repository.ts";

export const feedTopic = "feed";

export type ChangeFeed = { append(work: Work, ...rows: Change[]): Promise<void> };

/** Every slice tells here, in its own transaction, which of its entities changed. */
export const createChangeFeed = (options: { clock: Clock }): ChangeFeed => ({
  append: async (work, ...rows) => {
    if (rows.length === 0) return;
    insertChanges(work, rows, options.clock());
    work.wake({ topic: feedTopic, key: "" });
  },
});
