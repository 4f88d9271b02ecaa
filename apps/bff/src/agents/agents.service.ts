import type { Agent } from "@beckon/contracts/agents";
import type { AgentRef } from "@beckon/contracts/decisions";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db, Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";
import { findAgents, listAgents, upsertAgent } from "./agents.repository.ts";

export type AgentsService = {
  /** Notes that an agent spoke, in the caller's transaction. `owner` is its token. */
  seen(work: Work, owner: { id: string; name: string }, ref: AgentRef | undefined): Promise<Agent>;
  list(): Promise<Agent[]>;
  find(db: Db, ids: string[]): Promise<Agent[]>;
  listIn(db: Db): Promise<Agent[]>;
};

/** More agents than this do not fit on a screen or in a phone's replica. */
const most = 1_000;

export const createAgentsService = (options: { database: Database; clock: Clock; feed: ChangeFeed }): AgentsService => {
  const { database, clock, feed } = options;
  return {
    seen: async (work, owner, ref) => {
      const agent = await upsertAgent(work.db, {
        id: newId("ag"),
        ownerId: owner.id,
        name: ref?.name ?? owner.name,
        ...(ref?.vendor ? { vendor: ref.vendor } : {}),
        ...(ref?.role ? { role: ref.role } : {}),
        ...(ref?.host ? { host: ref.host } : {}),
        at: clock(),
      });
      await feed.append(work, { kind: "agent", entityId: agent.id });
      return agent;
    },
    list: () => listAgents(database.db, most),
    find: findAgents,
    listIn: (db) => listAgents(db, most),
  };
};
