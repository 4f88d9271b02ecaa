import type { Clock } from "../platform/clock.ts";
import type { FeedSource } from "../sync/sync.service.ts";

/** One row that says only that figures of teamwork changed: who shows them asks for them again. */
export const teamworkFeed = (clock: Clock): FeedSource => {
  const row = (id: string) => ({ kind: "teamwork" as const, id, value: { at: clock().toISOString() } });
  return {
    kind: "teamwork",
    load: async (_db, ids) => ids.map(row),
    snapshot: async () => [row("coordination")],
  };
};
