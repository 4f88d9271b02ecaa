import { thresholds } from "../thresholds.ts";
import { ageMs, isAlive, kinOf, seen, type World } from "../world.ts";
import { isJudged, isWrong } from "./clocks.ts";
import { subjectOfTask, type Finding } from "./finding.ts";

/** Tasks whose agent is gone, or does something else, and tasks that nobody gets done. */
export const taskFaults = (world: World): Finding[] => [...held(world), ...poisoned(world)];

const held = (world: World): Finding[] => {
  const agents = new Map(world.agents.map((agent) => [agent.id, agent]));
  // What they do on a machine that is away, or tells the wrong time, nobody can know.
  const unheard = new Set(
    world.processes.filter((one) => isAlive(one) && !isJudged(world, one.hostId)).flatMap((one) => kinOf(world, one).map(({ id }) => id)),
  );
  return world.tasks.flatMap((task): Finding[] => {
    if (task.inFile || (task.status !== "in_progress" && task.status !== "assigned")) return [];
    const agent = task.agentId === undefined ? undefined : agents.get(task.agentId);
    // Who waits for a person, or stands as a person wants it to, keeps what it has.
    if (agent?.waitingSince !== undefined || agent?.paused) return [];
    const base = {
      key: task.id,
      subject: subjectOfTask(task),
      task,
      ...(agent ? { agent } : {}),
      ...(task.role === undefined ? {} : { role: task.role }),
    };
    const is = seen(`It is ${task.status.replace("_", " ")} with ${task.agent ?? "an agent"}`, "Work", task.updatedAt);
    if (task.agentGone)
      return [
        {
          ...base,
          fault: "orphaned_task",
          since: task.updatedAt,
          reason: `${task.agent ?? "Its agent"} is known no more.`,
          evidence: [is],
          clear: true,
        },
      ];
    // What nobody has begun waits for its agent's next run.
    if (task.status !== "in_progress") return [];
    if (agent?.dead && ageMs(world.now, agent.dead.at) >= thresholds.orphanMs)
      return [
        {
          ...base,
          fault: "orphaned_task",
          since: agent.dead.at,
          reason: `${agent.name} has ended, and cannot finish it.`,
          evidence: [is, seen(agent.dead.failed ? "Its agent failed" : "Its agent ended", agent.host ?? agent.name, agent.dead.at)],
          clear: true,
        },
      ];
    if (!agent || isWrong(agent.skewMs) || unheard.has(agent.id)) return [];
    if (task.runEndedAt !== undefined && agent.taskId !== task.id && ageMs(world.now, task.runEndedAt) >= thresholds.orphanRunMs)
      return [
        {
          ...base,
          fault: "orphaned_task",
          since: task.runEndedAt,
          reason: `The run of ${agent.name} that worked on it has ended, and its next one has not taken it up.`,
          evidence: [is, seen("That run ended", agent.host ?? agent.name, task.runEndedAt)],
          clear: false,
        },
      ];
    const elsewhere = agent.taskId !== undefined && agent.taskId !== task.id;
    const resting = agent.state === "idle";
    if (agent.limit || !(elsewhere || resting) || ageMs(world.now, task.updatedAt) < thresholds.zombieMs) return [];
    return [
      {
        ...base,
        fault: "zombie_task",
        since: task.updatedAt,
        reason: elsewhere ? `${agent.name} works on something else.` : `${agent.name} rests, and this is still in progress.`,
        evidence: [is, seen(elsewhere ? "Its agent names another task" : "Its agent is idle", agent.host ?? agent.name, agent.since)],
        clear: elsewhere,
      },
    ];
  });
};

const poisoned = (world: World): Finding[] =>
  world.failed.flatMap(({ id, newest, failures }): Finding[] => {
    const agents = new Set(failures.map(({ agent }) => agent));
    if (newest.status === "completed" || newest.status === "cancelled") return [];
    if (failures.length < thresholds.poisonAttempts || agents.size < thresholds.poisonAgents) return [];
    const told = failures.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.agent < b.agent ? -1 : 1));
    return [
      {
        fault: "poisoned_task",
        key: id,
        subject: { kind: "task", id: newest.id, name: newest.title },
        taskId: newest.id,
        taskEnded: newest.status === "failed" || newest.status === "timed_out",
        since: told[0]?.at as string,
        reason: `${failures.length} attempts of ${agents.size} agents failed: it is likely to be the task.`,
        evidence: told.slice(-5).map(({ agent, error, at }) => seen(error === "" ? "Failed" : `Failed: ${error}`, agent, at)),
        clear: false,
      },
    ];
  });
