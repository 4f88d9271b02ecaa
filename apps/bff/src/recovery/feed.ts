import type { FeedSource } from "../sync/sync.service.ts";
import type { RecoveryService } from "./recovery.service.ts";

/** Recoveries in every paired person's feed: how far each has come; their items are asked for. */
export const recoveriesFeed = (recovery: Pick<RecoveryService, "find" | "recent">): FeedSource => ({
  kind: "recovery",
  load: async (db, ids) => (await recovery.find(db, ids)).map((value) => ({ kind: "recovery", id: value.id, value })),
  snapshot: async (db) => (await recovery.recent(db)).map((value) => ({ kind: "recovery", id: value.id, value })),
});
