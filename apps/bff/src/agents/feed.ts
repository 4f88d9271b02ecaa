import type { Agent, Happening, Session, SessionPause } from "@beckon/contracts/agents";
import type { Db } from "../platform/db/database.ts";
import type { FeedSource } from "../sync/sync.service.ts";
import type { AgentsService } from "./agents.service.ts";

/** What sessions did lately, oldest first; the signals slice knows. */
export type Happenings = (db: Db, sessionIds: string[]) => Promise<ReadonlyMap<string, Happening[]>>;

/** Tasks of these agents that ended in the last day; the tasks slice knows. */
export type Ended24h = (db: Db, agentIds: string[]) => Promise<ReadonlyMap<string, { completed: number; failed: number }>>;

/** Agents in every paired person's feed. */
export const agentsFeed = (agents: Pick<AgentsService, "find" | "listIn">, ended24h: Ended24h): FeedSource => {
  const told = async (db: Db, found: Agent[]) => {
    const ended = await ended24h(
      db,
      found.map(({ id }) => id),
    );
    return found.map((agent) => {
      const tasks24h = ended.get(agent.id);
      return { kind: "agent" as const, id: agent.id, value: { ...agent, ...(tasks24h ? { tasks24h } : {}) } };
    });
  };
  return {
    kind: "agent",
    load: async (db, ids) => told(db, await agents.find(db, ids)),
    snapshot: async (db) => told(db, await agents.listIn(db)),
  };
};

/** What people want of these runs; the pauses slice knows. */
export type PausesOf = (db: Db, sessionIds: string[]) => Promise<ReadonlyMap<string, SessionPause>>;

/** Their sessions of the last day. */
export const sessionsFeed = (
  agents: Pick<AgentsService, "findSessions" | "recentSessions">,
  happenings: Happenings,
  pausesOf: PausesOf,
): FeedSource => {
  const told = async (db: Db, found: Omit<Session, "recent">[]) => {
    const ids = found.map(({ id }) => id);
    const recent = await happenings(db, ids);
    const pauses = await pausesOf(db, ids);
    return found.map((session) => ({
      kind: "session" as const,
      id: session.id,
      value: { ...session, ...paused(pauses.get(session.id)), recent: recent.get(session.id) ?? [] },
    }));
  };
  return {
    kind: "session",
    load: async (db, ids) => told(db, await agents.findSessions(db, ids)),
    snapshot: async (db) => told(db, await agents.recentSessions(db)),
  };
};

const paused = (pause: SessionPause | undefined) => (pause ? { pause } : {});
