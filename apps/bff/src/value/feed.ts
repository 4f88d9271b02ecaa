import type { Clock } from "../platform/clock.ts";
import type { FeedSource } from "../sync/sync.service.ts";

/** One row that says only that outcomes or assumptions are other than before: who shows figures of them asks again. */
export const valueFeed = (clock: Clock): FeedSource => {
  const row = (id: string) => ({ kind: "value" as const, id, value: { at: clock().toISOString() } });
  return {
    kind: "value",
    load: async (_db, ids) => ids.map(row),
    snapshot: async () => [row("value")],
  };
};
