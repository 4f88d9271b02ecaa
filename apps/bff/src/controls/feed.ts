import type { FeedSource } from "../sync/sync.service.ts";
import type { ControlsService } from "./controls.service.ts";

/** Commands of the last day in every paired person's feed. */
export const commandsFeed = (controls: Pick<ControlsService, "find" | "recent">): FeedSource => ({
  kind: "command",
  load: async (db, ids) => (await controls.find(db, ids)).map((value) => ({ kind: "command", id: value.id, value })),
  snapshot: async (db) => (await controls.recent(db)).map((value) => ({ kind: "command", id: value.id, value })),
});
