import type { HealingLeft } from "@beckon/contracts/healing";
import { inTime, isAlive, kinOf, type World } from "../world.ts";
import { clocksAndAway, isJudged, isWrong } from "./clocks.ts";
import type { Diagnosis, Finding } from "./finding.ts";
import { limited } from "./limits.ts";
import { oneCause } from "./outage.ts";
import { endedProcesses } from "./processes.ts";
import { silentAgents, silentProcesses } from "./silence.ts";
import { taskFaults } from "./tasks.ts";
import { teamFaults } from "./team.ts";

/** What is wrong, and what is seen and left alone. A function of the evidence, in whatever order that stands. */
export const diagnose = (given: World): Diagnosis => {
  const world = withEnded(inOrder(given));
  const [ended, silent, stale] = [endedProcesses(world), silentProcesses(world), silentAgents(world)];
  const findings = oneCause(world, [
    ...ended.findings,
    ...silent.findings,
    ...stale.findings,
    ...limited(world),
    ...taskFaults(world),
    ...teamFaults(world),
  ]);
  const left = [...clocksAndAway(world), ...ended.left, ...silent.left, ...stale.left];
  return { findings: findings.toSorted(byName), left: distinct(left).toSorted((a, b) => compare(nameOf(a), nameOf(b))) };
};

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const byName = (a: Finding, b: Finding) => compare(`${a.fault} ${a.key}`, `${b.fault} ${b.key}`);
const nameOf = ({ fault, subject, reason }: HealingLeft) => `${subject.kind} ${subject.id} ${fault ?? ""} ${reason}`;

/** A process and its run may both say why they are left alone: once is enough. */
const distinct = (left: readonly HealingLeft[]): HealingLeft[] => [
  ...new Map(
    left
      .toSorted((a, b) => compare(JSON.stringify(a), JSON.stringify(b)))
      .map((one) => [`${one.subject.id} ${one.fault ?? ""} ${one.reason}`, one]),
  ).values(),
];

/** A machine knows better than an agent's own last word that it has ended: what was killed says nothing of it. */
const withEnded = (world: World): World => {
  const all = world.processes
    .filter(({ hostId }) => isJudged(world, hostId))
    .map((process) => ({ process, kin: new Set(kinOf(world, process)) }));
  return {
    ...world,
    agents: world.agents.map((agent) => {
      const own = all.filter(({ kin }) => kin.has(agent)).map(({ process }) => process);
      const last = own
        .filter(({ endedAt }) => endedAt !== undefined)
        .toSorted(inTime(({ endedAt = world.now, id }) => ({ at: endedAt, id })))
        .at(-1);
      if (agent.dead || isWrong(agent.skewMs) || last?.endedAt === undefined || own.some(isAlive)) return agent;
      if (agent.heardAt !== undefined && Date.parse(agent.heardAt) > Date.parse(last.endedAt)) return agent;
      return { ...agent, dead: { at: last.endedAt, failed: last.state === "failed" } };
    }),
  };
};

/** What stands first must not decide anything. */
const inOrder = (world: World): World => ({
  ...world,
  agents: sorted(world.agents),
  processes: sorted(world.processes),
  hosts: sorted(world.hosts),
  tasks: sorted(world.tasks),
  failed: sorted(world.failed),
  handOffs: sorted(world.handOffs),
  patterns: sorted(world.patterns),
});
const sorted = <T extends { id: string }>(rows: readonly T[]): T[] => rows.toSorted((a, b) => compare(a.id, b.id));
