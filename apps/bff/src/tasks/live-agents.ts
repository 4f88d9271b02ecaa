import type { Agent } from "@beckon/contracts/agents";
import { sessionLiveness, type LivenessState } from "@beckon/metrics/liveness";
import type { Db } from "../platform/db/database.ts";
import type { TasksDeps } from "./tasks.types.ts";

export type LiveAgent = { agent: Agent; state: LivenessState };

/** An agent that tells of itself by its tasks alone has no run; it is here for as long after a sign. */
const signMs = 300_000;
const here: readonly LivenessState[] = ["working", "waiting", "idle"];

/** Agents with a run that goes on, or that spoke a moment ago; sub-agents take no work of their own. */
export const liveAgents = async ({ agents, clock }: Pick<TasksDeps, "agents" | "clock">, db: Db): Promise<LiveAgent[]> => {
  const now = clock().getTime();
  const sessions = Map.groupBy(await agents.recentSessions(db), ({ agentId }) => agentId);
  return (await agents.listIn(db)).flatMap((agent) => {
    if (agent.parentId) return [];
    const states = (sessions.get(agent.id) ?? []).map((session) => sessionLiveness(session, now).state);
    const state = here.find((each) => states.includes(each)) ?? (now - Date.parse(agent.lastSeenAt) < signMs ? "idle" : undefined);
    return state ? [{ agent, state }] : [];
  });
};
