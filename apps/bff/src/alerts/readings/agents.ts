import { hourMs, type ReadKind } from "./reading.ts";

const fewestCalls = 5;
/** Sums of quarters and hours say nothing new within this time. */
const timesMs = 120_000;

/** Silent in the middle of a turn, for how long. */
export const agentStale: ReadKind = async ({ deps, now, facts }) => {
  const { runs, agents } = await facts.fleet();
  const asked = (await facts.asked()).map(({ agent, askedAt }) => ({ agentId: agent.id, askedAt }));
  return deps.coordination.staleOf({ recent: runs, known: agents, asked, now: now.getTime() }).map(({ id, name, since = "" }) => ({
    subject: { kind: "agent" as const, id, name },
    value: Math.max(0, (now.getTime() - Date.parse(since)) / 1_000),
  }));
};

/** METRICS "Performance degradation", of calls of models. */
export const agentSlow: ReadKind = async ({ deps, db, now, rule }) => {
  const times = await deps.kept("times", { now, ms: timesMs }, () => deps.usage.modelCalls.times(db, { now, fewest: fewestCalls }));
  const slow = times.flatMap(({ agentId, ...of }) => {
    const usual = of.usualN === 0 ? 0 : of.usualMs / of.usualN;
    const value = usual === 0 ? null : of.recentMs / of.recentN / usual;
    return value !== null && value > rule.clear ? [{ agentId, value }] : [];
  });
  const known = await deps.agents.find(
    db,
    slow.map(({ agentId }) => agentId),
  );
  const names = new Map(known.map(({ id, name }) => [id, name]));
  return slow.map(({ agentId, value }) => ({
    subject: { kind: "agent" as const, id: agentId, name: names.get(agentId) ?? agentId },
    value,
  }));
};

/** How often its process was started within an hour, on one machine. */
export const agentRestartLoop: ReadKind = async ({ deps, db, now }) => {
  const rows = await deps.hosts.startsSince(db, new Date(now.getTime() - hourMs));
  const runs = rows.flatMap(({ sessionId }) => sessionId ?? []);
  const owners = new Map((await deps.agents.agentsOfSessions(db, runs)).map(({ sessionId, agent }) => [sessionId, agent.id]));
  return rows.map(({ hostId, agent, sessionId, starts }) => ({
    subject: { kind: "agent" as const, id: owners.get(sessionId ?? "") ?? `${hostId}/${agent}`, name: agent },
    value: starts,
  }));
};
