import { thresholds } from "../thresholds.ts";
import { ageMs, seen, type World } from "../world.ts";
import { isWrong } from "./clocks.ts";
import { subjectOfAgent, type Finding } from "./finding.ts";

/** Agents that hit a limit and have not worked since: they are waited for. */
export const limited = (world: World): Finding[] =>
  world.agents.flatMap((agent): Finding[] => {
    const { limit } = agent;
    if (!limit || agent.dead || agent.waitingSince !== undefined || agent.paused || isWrong(agent.skewMs)) return [];
    if (ageMs(world.now, limit.at) >= thresholds.limitMs) return [];
    return [
      {
        fault: "rate_limit",
        key: agent.id,
        subject: subjectOfAgent(agent),
        since: limit.at,
        reason: "It hit a limit of its provider: it goes on by itself once that is over.",
        evidence: [seen(`Limit hit: ${limit.what}`, agent.host ?? agent.name, limit.at)],
        clear: true,
        agent,
        until: new Date(Date.parse(limit.at) + thresholds.limitRestMs).toISOString(),
        ...(agent.role === undefined ? {} : { role: agent.role }),
        ...(agent.vendor === undefined ? {} : { vendor: agent.vendor }),
      },
    ];
  });
