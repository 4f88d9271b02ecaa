import type { Agent, Session } from "@beckon/contracts/agents";
import type { Diagnostics } from "@beckon/contracts/coordination";
import { agentLiveness } from "@beckon/metrics/liveness";

export type StaleInput = {
  /** Runs of the last day. */
  recent: readonly Pick<Session, "id" | "agentId" | "parentId" | "lastSignalAt" | "endedAt" | "failed" | "turn" | "doing">[];
  known: readonly Pick<Agent, "id" | "name" | "lastSeenAt">[];
  /** Open decision requests. */
  asked: readonly { agentId?: string | undefined; askedAt: string }[];
  now: number;
};

/** Agents that are silent in the middle of a turn. Who waits for a person has nothing to tell, and is not. */
export const staleOf = ({ recent, known, asked, now }: StaleInput): Diagnostics["checks"][number]["items"] => {
  // A sub-agent's sign is one of the run that started it, too: who waits for it is not silent.
  const below = new Map<string, string>();
  for (const { parentId = "", lastSignalAt } of recent) if (lastSignalAt > (below.get(parentId) ?? "")) below.set(parentId, lastSignalAt);
  const heard = recent.map((run) => ({
    ...run,
    lastSignalAt: [run.lastSignalAt, below.get(run.id) ?? ""].sort().at(-1) ?? run.lastSignalAt,
  }));
  const runs = Map.groupBy(heard, ({ agentId }) => agentId);
  const asking = new Map(asked.toReversed().map(({ agentId, askedAt }) => [agentId, askedAt]));
  return known.flatMap((agent) => {
    const askedAt = asking.get(agent.id);
    const facts = { lastSeenAt: agent.lastSeenAt, sessions: runs.get(agent.id) ?? [], ...(askedAt ? { waitingSince: askedAt } : {}) };
    const { state, evidence } = agentLiveness(facts, now);
    return state === "stale" ? [{ kind: "agent" as const, id: agent.id, name: agent.name, since: evidence.at }] : [];
  });
};
