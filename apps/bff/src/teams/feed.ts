import type { FeedSource } from "../sync/sync.service.ts";
import type { TeamsService } from "./teams.service.ts";

/** Teams in every paired person's feed. */
export const teamsFeed = (teams: Pick<TeamsService, "find" | "forReplica">): FeedSource => ({
  kind: "team",
  load: async (db, ids) => (await teams.find(db, ids)).map((value) => ({ kind: "team", id: value.id, value })),
  snapshot: async (db) => (await teams.forReplica(db)).map((value) => ({ kind: "team", id: value.id, value })),
});
