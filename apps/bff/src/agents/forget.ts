import type { Work } from "../platform/db/database.ts";
import { deleteAgents } from "./agents.repository.ts";
import type { AgentsDeps } from "./agents.types.ts";
import { agentTopic } from "./known-sessions.ts";
import { deleteSessions } from "./sessions.repository.ts";

/** Agents and sessions of these tokens are gone, from phones too; what was asked and told under them has to be gone before. */
export const forget = async (
  { feed }: Pick<AgentsDeps, "feed">,
  work: Work,
  ownerIds: string[],
): Promise<{ agents: number; sessions: number }> => {
  const sessions = await deleteSessions(work.db, ownerIds);
  const agents = await deleteAgents(work.db, ownerIds);
  await feed.append(
    work,
    ...sessions.map((entityId) => ({ kind: "session" as const, entityId, deleted: true })),
    ...agents.map((entityId) => ({ kind: "agent" as const, entityId, deleted: true })),
  );
  for (const key of agents) work.wake({ topic: agentTopic, key });
  return { agents: agents.length, sessions: sessions.length };
};
