import type { Agent, Session } from "@beckon/contracts/agents";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import { owesSign, withHeard, type Heard as HeardRun } from "@beckon/metrics/fleet";
import { health, type Health } from "@beckon/metrics/health";
import { agentLiveness, byNeed, type Liveness, type LivenessState, livenessOrder, sessionLiveness } from "@beckon/metrics/liveness";
import { family } from "./family.ts";
import { type Asking, askingOf, type FleetRequests } from "./fleet-requests.ts";

/** One run, with its state. */
export type RunRow = { session: Session; live: Liveness; request?: DecisionRequest | undefined };

/** One agent, with all that a card shows of it. */
export type AgentRow = {
  agent: Agent;
  live: Liveness;
  /** The run that the state is of, else the newest. */
  session?: Session | undefined;
  /** What it waits for, the longest wait. */
  request?: DecisionRequest | undefined;
  /** Its runs that are not over, most needy first. */
  runs: RunRow[];
  health: Health;
  /** Agents that it started, most needy first. */
  children: AgentRow[];
};

/** An agent with all below it; `stands` is the state of its most needy living member. */
export type Family = AgentRow & { stands: LivenessState };
export type FleetView = {
  /** Most needy first. */
  families: Family[];
  /** Agents in each state, sub-agents included. */
  counts: Record<LivenessState, number>;
  /** Epoch milliseconds at which the same rows give another view. */
  changesAt: number;
};
export type FleetRowsNow = { agents: readonly Agent[]; sessions: readonly Session[]; requests: FleetRequests };

const slopeMs = 5_000;
/** Runs without a sign for that long are history; the server sends no older ones. */
const dayMs = 24 * 3_600_000;

/** What the screen shows of agents, runs and open requests at `now` (epoch milliseconds). */
export function fleetView({ agents, sessions, requests }: FleetRowsNow, now: number): FleetView {
  const asking = askingOf(requests);
  // Older runs are not on every device, and the same agent must not stand differently on two.
  const recent = sessions.filter(({ lastSignalAt }) => now - Date.parse(lastSignalAt) < dayMs);
  const runsOf = Map.groupBy(withHeard(recent), ({ session }) => session.agentId);
  const moments = recent.flatMap(({ endedAt, lastSignalAt }) => (endedAt === undefined ? [] : [Date.parse(lastSignalAt) + dayMs]));
  const rows = agents.map((agent) => {
    const row = agentRow(agent, { runs: runsOf.get(agent.id) ?? [], asking: asking.get(agent.id), now });
    for (const { changesAt } of [row.live, ...row.runs.map(({ live }) => live)]) if (changesAt !== undefined) moments.push(changesAt);
    // Between fresh and stale the health falls steadily; every second would be too often to look.
    if (row.health.value !== null && row.live.ageMs > 55_000 && row.live.ageMs < 300_000) moments.push(now + slopeMs);
    return row;
  });
  const counts = Object.fromEntries(livenessOrder.map((state) => [state, 0])) as FleetView["counts"];
  for (const { live } of rows) counts[live.state] += 1;
  return { families: family(rows), counts, changesAt: moments.reduce((least, at) => Math.min(least, at), Infinity) };
}

type Heard = HeardRun<Session>;

function agentRow(agent: Agent, { runs, asking, now }: { runs: readonly Heard[]; asking: Asking | undefined; now: number }): AgentRow {
  const facts = runs.map(({ session, heardAt }) => {
    const request = asking?.ofSession.get(session.key);
    return { ...session, lastSignalAt: heardAt, waitingSince: request?.askedAt, request, session };
  });
  const own = facts.length > 0 ? asking?.ofAgent(runs.map(({ session }) => session.key)) : asking?.oldest;
  const { session: run, ...live } = agentLiveness({ lastSeenAt: agent.lastSeenAt, waitingSince: own?.askedAt, sessions: facts }, now);
  return {
    agent,
    live,
    session: run?.session ?? newestOf(runs),
    request: live.state === "waiting" ? (run?.request ?? own) : undefined,
    runs: facts
      .filter(({ endedAt }) => endedAt === undefined)
      .map((fact) => ({ session: fact.session, live: sessionLiveness(fact, now), request: fact.request }))
      .filter((row) => row.live.state !== "offline")
      .sort((a, b) => byNeed(a.live, b.live)),
    health: health(owesSign(live) ? { signAgeMs: live.ageMs } : {}),
    children: [],
  };
}

function newestOf(runs: readonly Heard[]): Session | undefined {
  return runs.reduce<Session | undefined>(
    (found, { session }) => (found === undefined || session.lastSignalAt > found.lastSignalAt ? session : found),
    undefined,
  );
}
