import type { Happening, Session } from "@beckon/contracts/agents";
import type { Db } from "../platform/db/database.ts";
import type { FeedSource } from "../sync/sync.service.ts";
import type { AgentsService } from "./agents.service.ts";

/** What sessions did lately, oldest first; the signals slice knows. */
export type Happenings = (db: Db, sessionIds: string[]) => Promise<ReadonlyMap<string, Happening[]>>;

/** Agents in every paired person's feed. */
export const agentsFeed = (agents: Pick<AgentsService, "find" | "listIn">): FeedSource => ({
  kind: "agent",
  load: async (db, ids) => (await agents.find(db, ids)).map((value) => ({ kind: "agent", id: value.id, value })),
  snapshot: async (db) => (await agents.listIn(db)).map((value) => ({ kind: "agent", id: value.id, value })),
});

/** Their sessions of the last day. */
export const sessionsFeed = (agents: Pick<AgentsService, "findSessions" | "recentSessions">, happenings: Happenings): FeedSource => {
  const told = async (db: Db, found: Omit<Session, "recent">[]) => {
    const recent = await happenings(
      db,
      found.map(({ id }) => id),
    );
    return found.map((session) => ({
      kind: "session" as const,
      id: session.id,
      value: { ...session, recent: recent.get(session.id) ?? [] },
    }));
  };
  return {
    kind: "session",
    load: async (db, ids) => told(db, await agents.findSessions(db, ids)),
    snapshot: async (db) => told(db, await agents.recentSessions(db)),
  };
};
