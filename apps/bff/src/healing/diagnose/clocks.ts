import type { HealingLeft } from "@beckon/contracts/healing";
import { thresholds } from "../thresholds.ts";
import { kinOf, seen, isAlive, type World } from "../world.ts";
import { subjectOfAgent, subjectOfHost } from "./finding.ts";

export const isWrong = (skewMs: number | undefined): boolean => skewMs !== undefined && Math.abs(skewMs) > thresholds.skewMs;

const skewWords = (skewMs: number): string => {
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  const long = minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
  return skewMs > 0 ? `${long} ahead` : `${long} behind, or it told late`;
};

/**
 * Machines that nothing is heard of, and clocks that are wrong: what they say of times is no evidence, so nothing is
 * done on the strength of it. Only a person can set a clock right, or look at a machine that is away.
 */
export const clocksAndAway = (world: World): HealingLeft[] => [
  ...world.hosts.flatMap((host): HealingLeft[] => {
    const running = world.processes.filter((process) => process.hostId === host.id && isAlive(process));
    if (!host.connected && running.length > 0)
      return [
        {
          fault: "host_away",
          subject: subjectOfHost(host),
          reason: `Nobody can know what its ${running.length === 1 ? "process does" : `${running.length} processes do`}: they go on while it is away, and are not touched.`,
          evidence: [seen("No word from its runner", host.name, host.lastSeenAt)],
          person: true,
        },
      ];
    if (!isWrong(host.skewMs)) return [];
    return [
      {
        fault: "clock_skew",
        subject: subjectOfHost(host),
        reason: "Its clock is wrong: nothing is done on the strength of the times that it tells. Set it right.",
        evidence: [seen(`Its clock is ${skewWords(host.skewMs as number)}`, host.name, host.lastSeenAt)],
        person: true,
      },
    ];
  }),
  ...world.agents
    .filter(({ skewMs, dead }) => isWrong(skewMs) && !dead)
    .filter(
      (agent) =>
        !world.processes.some((process) => isWrong(hostOf(world, process.hostId)?.skewMs) && kinOf(world, process).includes(agent)),
    )
    .map((agent): HealingLeft => ({
      fault: "clock_skew",
      subject: subjectOfAgent(agent),
      reason: "Its clock is wrong, or its words come late: whether it is silent cannot be told from them.",
      evidence: [seen(`Its clock is ${skewWords(agent.skewMs as number)}`, agent.host ?? agent.name, agent.heardAt)],
      person: true,
    })),
];

export const hostOf = (world: Pick<World, "hosts">, id: string) => world.hosts.find((host) => host.id === id);

/** Whether what this machine tells can be judged at all. */
export const isJudged = (world: Pick<World, "hosts">, hostId: string): boolean => {
  const host = hostOf(world, hostId);
  return host !== undefined && host.connected && !isWrong(host.skewMs);
};
