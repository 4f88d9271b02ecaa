import type { Agent, Happening, Session } from "@beckon/contracts/agents";
import type { DecisionRequest } from "@beckon/contracts/decisions";

/** The first real sign of an agent: a question goes before all else, then the newest fact. */
export type Arrival = { agent?: Agent; session?: Session; happening?: Happening; request?: DecisionRequest; at: string };

/**
 * What came in since the token was made, from the agent that was connected: by the token's name, which is
 * the name of an agent that gives none, else by what kind of agent it says it is.
 */
export function arrived(since: {
  at: string;
  tokenName: string | undefined;
  vendor: string | undefined;
  agents: readonly Agent[];
  sessions: readonly Session[];
  requests: readonly DecisionRequest[];
}): Arrival | undefined {
  const { at, tokenName, vendor } = since;
  const isIt = (who: { name: string; vendor?: string | undefined; demo?: boolean | undefined }) =>
    who.demo !== true && (who.name === tokenName || vendor === undefined || who.vendor === vendor);
  const request = since.requests
    .filter(({ askedAt, agent }) => askedAt >= at && isIt(agent))
    .sort((a, b) => (a.askedAt < b.askedAt ? -1 : 1))[0];
  const [agent] = since.agents.filter((one) => one.lastSeenAt >= at && isIt(one)).sort((a, b) => better(b, a, tokenName));
  if (!agent) return request && { request, at: request.askedAt };
  const [session] = since.sessions.filter(({ agentId }) => agentId === agent.id).sort((a, b) => (a.lastSignalAt < b.lastSignalAt ? 1 : -1));
  const happening = session?.recent.findLast((one) => one.at >= at);
  return {
    agent,
    at: agent.lastSeenAt,
    ...(session && { session }),
    ...(happening && { happening }),
    ...(request && { request }),
  };
}

/** The agent of the token's name before others of its kind, then the one heard of last. */
function better(a: Agent, b: Agent, tokenName: string | undefined): number {
  const named = Number(a.name === tokenName) - Number(b.name === tokenName);
  return named !== 0 ? named : a.lastSeenAt < b.lastSeenAt ? -1 : 1;
}
