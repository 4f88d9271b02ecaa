import type { FeedSource } from "../sync/sync.service.ts";
import type { AgentsService } from "./agents.service.ts";

/** Agents in every paired person's feed. */
export const agentsFeed = (agents: Pick<AgentsService, "find" | "listIn">): FeedSource => ({
  kind: "agent",
  load: async (db, ids) => (await agents.find(db, ids)).map((value) => ({ kind: "agent", id: value.id, value })),
  snapshot: async (db) => (await agents.listIn(db)).map((value) => ({ kind: "agent", id: value.id, value })),
});
