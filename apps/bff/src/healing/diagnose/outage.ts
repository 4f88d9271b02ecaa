import { thresholds } from "../thresholds.ts";
import { inTime, isAlive, kinOf, type World } from "../world.ts";
import type { Finding } from "./finding.ts";

const kinds = new Set<Finding["fault"]>(["silent_exit", "crash_loop", "out_of_memory", "start_failed", "hang", "stale", "rate_limit"]);

/**
 * Many agents that fail at nearly the same time have one cause: a provider, a machine, the network. Doing the same to
 * each of them would not help, and may harm. The largest such group becomes one finding.
 */
export const oneCause = (world: World, findings: readonly Finding[]): Finding[] => {
  const candidates = findings.filter(({ fault }) => kinds.has(fault)).toSorted(inTime(({ since, key }) => ({ at: since, id: key })));
  let group: Finding[] = [];
  for (const [first, finding] of candidates.entries()) {
    const until = Date.parse(finding.since) + thresholds.outageMs;
    const near = candidates.slice(first).filter(({ since }) => Date.parse(since) <= until);
    if (near.length > group.length) group = near;
  }
  // That they all wait for a limit to be over is no harm: each is waited for.
  if (group.length < thresholds.outageAgents || group.every(({ fault }) => fault === "rate_limit")) return [...findings];
  if (group.length < population(world, candidates) * thresholds.outageShare) return [...findings];
  const [first] = group as [Finding, ...Finding[]];
  const same = <T>(of: (finding: Finding) => T | undefined): T | undefined =>
    group.every((one) => of(one) !== undefined && of(one) === of(first)) ? of(first) : undefined;
  const hostId = same(({ hostId: on }) => on);
  const host = world.hosts.find(({ id }) => id === hostId)?.name;
  const vendor = same(({ vendor: by }) => by);
  const outage: Finding = {
    fault: "outage",
    key: "outage",
    subject: { kind: "team", id: "team", name: `${group.length} agents` },
    since: first.since,
    reason: `${group.length} agents failed within ${thresholds.outageMs / 60_000} min${host ? ` on ${host}` : vendor ? `, all of ${vendor}` : ""}: that has one cause, and restarting each would not help.`,
    evidence: group.slice(0, 10).flatMap((one) => (one.evidence[0] ? [{ ...one.evidence[0], where: one.subject.name }] : [])),
    clear: false,
    of: group,
  };
  const swallowed = new Set(group.filter(({ fault }) => fault !== "rate_limit"));
  return [...findings.filter((finding) => !swallowed.has(finding)), outage];
};

/** All that could fail: agents that live, and those that failed just now. */
const population = (world: World, candidates: readonly Finding[]): number => {
  const living = world.processes.filter(isAlive);
  const ofMachines = new Set(world.processes.flatMap((process) => kinOf(world, process).map(({ id }) => id)));
  const others = world.agents.filter(({ id, state }) => !ofMachines.has(id) && state !== "offline" && state !== "failed");
  const keys = new Set([
    ...living.map(({ hostId, agent }) => `${hostId}/${agent}`),
    ...others.map(({ id }) => id),
    ...candidates.map(({ key }) => key),
  ]);
  return keys.size;
};
