import type { HealingEvidence } from "@beckon/contracts/healing";
import { thresholds } from "../thresholds.ts";
import { ageMs, agentKeyOf, inTime, isAlive, kinOf, seen, type ProcessFact, type World } from "../world.ts";
import { isJudged } from "./clocks.ts";
import { subjectOfProcess, type Diagnosis, type Finding } from "./finding.ts";
import { heldProcess } from "./held.ts";

/** What ended by itself and nobody started again: once, again and again, for want of memory, or without ever running. */
export const endedProcesses = (world: World): Diagnosis => {
  const found: Diagnosis = { findings: [], left: [] };
  for (const all of Map.groupBy(world.processes, agentKeyOf).values()) {
    const own = all.toSorted(inTime(({ startedAt, id }) => ({ at: startedAt, id })));
    const newest = own.at(-1);
    // Whoever came after it is the same agent, and lives.
    if (!newest || own.some(isAlive) || !isJudged(world, newest.hostId)) continue;
    if (newest.endedAt === undefined || ageMs(world.now, newest.endedAt) > thresholds.endedMs) continue;
    const kin = kinOf(world, newest);
    const held = heldProcess(newest, kin);
    const finding = judge(world, own, newest);
    if (!finding) continue;
    if (held) found.left.push(held);
    else found.findings.push(finding);
  }
  return found;
};

const hasFailed = ({ state, exitCode, signal }: ProcessFact) => state === "failed" || (exitCode ?? 0) !== 0 || signal !== undefined;

const judge = (world: World, own: readonly ProcessFact[], newest: ProcessFact): Finding | undefined => {
  const base = {
    key: agentKeyOf(newest),
    subject: subjectOfProcess(newest),
    since: newest.endedAt as string,
    process: newest,
    hostId: newest.hostId,
    ...(newest.role === undefined ? {} : { role: newest.role }),
  };
  const evidence = endOf(newest);
  if (!hasFailed(newest)) {
    const ids = new Set(kinOf(world, newest).map(({ id }) => id));
    const open = world.tasks.find(({ agentId, status }) => agentId !== undefined && ids.has(agentId) && status === "in_progress");
    if (!open) return undefined;
    return {
      ...base,
      fault: "silent_exit",
      reason: "It ended in good order, and left a task in progress.",
      evidence: [...evidence, seen(`"${open.title}" is in progress with it`, "Work", open.updatedAt)],
      clear: true,
    };
  }
  if (newest.pid === undefined)
    return {
      ...base,
      fault: "start_failed",
      reason: "It could not be started: its profile, program or folder is wrong.",
      evidence,
      clear: false,
    };
  const crashes = own.filter(
    (one) => hasFailed(one) && livedShort(one) && ageMs(world.now, one.endedAt as string) <= thresholds.crashWindowMs,
  );
  const times =
    crashes.length + (livedShort(newest) && ageMs(world.now, newest.startedAt) <= thresholds.crashWindowMs ? newest.restarts : 0);
  const memory = memoryOf(newest);
  if (times >= thresholds.crashes)
    return {
      ...base,
      fault: "crash_loop",
      since: crashes[0]?.endedAt ?? base.since,
      reason: `It ended by itself ${times} times in half an hour, each time soon after its start.`,
      evidence: [...crashes.slice(0, -1).flatMap((one) => endOf(one).slice(0, 1)), ...evidence, ...memory],
      clear: false,
    };
  if (memory.length > 0)
    return {
      ...base,
      fault: "out_of_memory",
      reason: "It was ended for want of memory.",
      evidence: [...evidence, ...memory],
      clear: own.filter((one) => memoryOf(one).length > 0).length === 1,
    };
  return { ...base, fault: "silent_exit", reason: "It ended by itself.", evidence, clear: true };
};

const livedShort = ({ startedAt, endedAt }: ProcessFact) =>
  endedAt !== undefined && Date.parse(endedAt) - Date.parse(startedAt) < thresholds.shortLifeMs;

const endOf = ({ host, endedAt, exitCode, signal, problem, lastLine }: ProcessFact): HealingEvidence[] => [
  seen(signal ? `Ended by ${signal}` : exitCode === undefined ? "Ended" : `Ended with exit code ${exitCode}`, host, endedAt),
  ...(problem ? [seen(problem, host, endedAt)] : []),
  ...(lastLine ? [seen(`Last line: ${lastLine}`, host)] : []),
];

/** What its machine says of it, or that it was killed with much in memory. */
const memoryOf = ({ problem, signal, exitCode, memoryBytes, host, endedAt }: ProcessFact): HealingEvidence[] => {
  if (problem !== undefined && /in memory|out of memory|oom/i.test(problem))
    return [seen("Its machine ended it for its memory", host, endedAt)];
  const killed = signal === "SIGKILL" || exitCode === 137;
  if (!killed || (memoryBytes ?? 0) < thresholds.muchMemory) return [];
  return [seen(`Killed with ${Math.round((memoryBytes as number) / 1024 ** 2)} MB in memory`, host, endedAt)];
};
