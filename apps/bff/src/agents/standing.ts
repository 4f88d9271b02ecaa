import { owesSign, withHeard } from "@beckon/metrics/fleet";
import { health } from "@beckon/metrics/health";
import { agentLiveness, type LivenessState } from "@beckon/metrics/liveness";
import type { Db } from "../platform/db/database.ts";
import { agentsByRole, heardAgents, standingRuns, type HeardAgent } from "./standing.repository.ts";

/** An open question: whose it is, and of which run by the agent's own id of it. */
export type OpenAsk = { agentId: string; sessionKey?: string | undefined; askedAt: string };

/** `health` 0–100, null where nothing is known; `silentMs`: since the last sign of whoever owes one. */
export type AgentStanding = HeardAgent & { state: LivenessState; health: number | null; silentMs: number | null };

export type FleetStanding = {
  /** Those heard in the last day, or with an open question; first seen first. */
  agents: AgentStanding[];
  /** How many there are of each role, those included that are long gone. */
  byRole: ReadonlyMap<string, number>;
  /** Since the last sign of anybody; null while nobody is at work by all evidence. */
  silentMs: number | null;
};

const dayMs = 24 * 3_600_000;

/** How the team stands at `now`, by the definitions by which the Fleet shows it. The demo fleet is not in it. */
export const standing = async (db: Db, asks: readonly OpenAsk[], now: number): Promise<FleetStanding> => {
  const since = new Date(now - dayMs);
  const asking = Map.groupBy(asks, ({ agentId }) => agentId);
  const [agents, runs, byRole] = await Promise.all([heardAgents(db, since, [...asking.keys()]), standingRuns(db, since), agentsByRole(db)]);
  const recent = runs.filter(({ lastSignalAt }) => now - Date.parse(lastSignalAt) < dayMs);
  const runsOf = Map.groupBy(withHeard(recent), ({ session }) => session.agentId);
  const rows = agents.map((agent): AgentStanding => {
    const own = runsOf.get(agent.id) ?? [];
    const asked = (asking.get(agent.id) ?? []).toSorted((a, b) => (a.askedAt < b.askedAt ? -1 : 1));
    const keys = new Set(own.map(({ session }) => session.key));
    const live = agentLiveness(
      {
        lastSeenAt: agent.lastSeenAt,
        waitingSince: asked.find(({ sessionKey }) => own.length === 0 || sessionKey === undefined || !keys.has(sessionKey))?.askedAt,
        sessions: own.map(({ session, heardAt }) => ({
          ...session,
          lastSignalAt: heardAt,
          waitingSince: asked.find(({ sessionKey }) => sessionKey === session.key)?.askedAt,
        })),
      },
      now,
    );
    const owes = owesSign(live);
    return { ...agent, state: live.state, health: health(owes ? { signAgeMs: live.ageMs } : {}).value, silentMs: owes ? live.ageMs : null };
  });
  const atWork = rows.filter(({ state }) => state === "working" || state === "stale");
  const heard = agents.map(({ lastSeenAt }) => Date.parse(lastSeenAt));
  return {
    agents: rows,
    byRole: new Map(byRole.map(({ labels, value }) => [labels.role ?? "", value])),
    silentMs: atWork.length === 0 ? null : Math.max(0, now - heard.reduce((newest, at) => Math.max(newest, at), 0)),
  };
};
