import { thresholds } from "../thresholds.ts";
import { ageMs, agentKeyOf, isAlive, kinOf, latest, seen, type AgentFact, type ProcessFact, type World } from "../world.ts";
import { isJudged, isWrong } from "./clocks.ts";
import { subjectOfAgent, subjectOfProcess, type Diagnosis, type Finding } from "./finding.ts";
import { heldAgent, heldProcess } from "./held.ts";

/** Processes that stand still or say nothing in the middle of work. */
export const silentProcesses = (world: World): Diagnosis => {
  const found: Diagnosis = { findings: [], left: [] };
  for (const process of world.processes) {
    if (!isAlive(process) || !isJudged(world, process.hostId)) continue;
    const kin = kinOf(world, process);
    const finding =
      process.state === "paused" ? stoppedOutside(process) : process.state === "running" ? hang(world, process, kin) : undefined;
    if (!finding) continue;
    const held = heldProcess(process, kin);
    if (held) found.left.push(held);
    else if (!isLimited(world, kin)) found.findings.push(finding);
  }
  return found;
};

/** Runs without a machine, silent in the middle of a turn. */
export const silentAgents = (world: World): Diagnosis => {
  const found: Diagnosis = { findings: [], left: [] };
  const ofMachines = new Set(world.processes.filter(isAlive).flatMap((process) => kinOf(world, process).map(({ id }) => id)));
  for (const agent of world.agents) {
    const held = heldAgent(agent);
    if (held && (agent.busy || agent.waitingSince !== undefined || agent.paused)) found.left.push(held);
    if (held || ofMachines.has(agent.id) || agent.state !== "stale" || agent.dead || isWrong(agent.skewMs) || isLimited(world, [agent]))
      continue;
    const heardAt = latest(agent.heardAt, agent.since) as string;
    if (ageMs(world.now, heardAt) < thresholds.staleMs) continue;
    const task = world.tasks.find(({ agentId, status }) => agentId === agent.id && status === "in_progress");
    found.findings.push({
      fault: "stale",
      key: agent.id,
      subject: subjectOfAgent(agent),
      since: heardAt,
      reason: "It is silent in the middle of a turn, and no runner started it: whether it still runs is not known here.",
      evidence: [
        seen("Its last sign, in the middle of a turn", agent.host ?? agent.name, heardAt),
        ...(task ? [seen(`"${task.title}" is in progress with it`, "Work", task.updatedAt)] : []),
      ],
      clear: false,
      agent,
      ...(task ? { task } : {}),
      ...(agent.role === undefined ? {} : { role: agent.role }),
      ...(agent.vendor === undefined ? {} : { vendor: agent.vendor }),
    });
  }
  return found;
};

/** A limit was hit lately: silence is what follows from it. */
const isLimited = ({ now }: World, kin: readonly AgentFact[]): boolean =>
  kin.some(({ limit }) => limit !== undefined && ageMs(now, limit.at) < thresholds.limitMs);

const baseOf = (process: ProcessFact) => ({
  key: agentKeyOf(process),
  subject: subjectOfProcess(process),
  process,
  hostId: process.hostId,
  ...(process.role === undefined ? {} : { role: process.role }),
});

/** It stands still, and no command of anybody made it. */
const stoppedOutside = (process: ProcessFact): Finding => ({
  ...baseOf(process),
  fault: "stopped_outside",
  since: latest(process.lastOutputAt, process.startedAt) as string,
  reason: "It stands still, and nobody here asked for that.",
  evidence: [seen("All that belongs to it is stopped (state T)", process.host), seen("No pause was asked for", "Commands")],
  clear: true,
});

const hang = (world: World, process: ProcessFact, kin: readonly AgentFact[]): Finding | undefined => {
  const ids = new Set(kin.map(({ id }) => id));
  const task = world.tasks.find(({ agentId, status }) => agentId !== undefined && ids.has(agentId) && status === "in_progress");
  const busy = kin.find((agent) => agent.busy);
  // Nothing to do is no fault, however long.
  if (!task && !busy) return undefined;
  const since = latest(process.startedAt, process.lastOutputAt, ...kin.map(({ heardAt }) => heardAt), task?.updatedAt) as string;
  const quiet = ageMs(world.now, since);
  const computes = (process.cpu ?? 0) >= thresholds.idleCpu;
  if (quiet < (computes ? thresholds.busyHangMs : thresholds.hangMs)) return undefined;
  return {
    ...baseOf(process),
    fault: "hang",
    since,
    reason: computes ? "It computes, and says nothing." : "It runs, does nothing, and says nothing in the middle of work.",
    evidence: [
      seen(
        process.lastOutputAt === undefined ? "It has put out nothing since its start" : "Its last output",
        process.host,
        process.lastOutputAt ?? process.startedAt,
      ),
      ...(process.cpu === undefined ? [] : [seen(`It takes ${Math.round(process.cpu * 100)} % of a core`, process.host)]),
      ...(task ? [seen(`"${task.title}" is in progress with it`, "Work", task.updatedAt)] : []),
      ...(busy && !task ? [seen("It is in the middle of a turn", busy.name, busy.since)] : []),
    ],
    clear: !computes && process.cpu !== undefined && quiet >= thresholds.clearHangMs,
  };
};
