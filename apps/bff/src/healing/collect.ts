import type { Db } from "../platform/db/database.ts";
import { agentFacts } from "./collect-agents.ts";
import { hostFacts, processFacts } from "./collect-processes.ts";
import type { HealingDeps } from "./healing.types.ts";
import type { FailedTask, HandOff, TaskFact, World } from "./world.ts";

const dayMs = 86_400_000;

/** All that diagnosis looks at, read through the slices that have it. Demo fleet and real work are never looked at together. */
export const collect = async (deps: HealingDeps, db: Db): Promise<World> => {
  const now = deps.clock();
  const demo = await deps.agents.onlyDemo(db);
  const known = await deps.agents.listIn(db);
  const isOf = (one: { demo?: boolean | undefined }) => (one.demo ?? false) === demo;
  // Machines have no part in a demo.
  const hosts = demo ? [] : await deps.hosts.listIn(db);
  const standing = await deps.controls.standing(
    db,
    hosts.flatMap(({ processes }) => processes.map(({ id }) => id)),
  );
  const { agents, runs } = await agentFacts(deps, db, { known: known.filter(isOf), now });
  const tasks = (await deps.tasks.open(db)).filter((task) => task.scope === "team" && isOf(task));
  const ended = await endedRuns(deps, db, { ids: tasks.flatMap(({ sessionId }) => sessionId ?? []), runs });
  const since = new Date(now.getTime() - dayMs);
  const { handOffs, failures } = await deps.coordination.peek(db, { demo, since });
  const holders = [...new Set(tasks.flatMap(({ agent }) => agent?.id ?? []))];
  const names = new Set((await deps.agents.find(db, holders)).map(({ id }) => id));
  return {
    now: now.toISOString(),
    demo,
    maintenance: (await deps.maintenance?.(db)) ?? false,
    agents,
    processes: processFacts(hosts, standing),
    hosts: hostFacts(hosts, standing),
    tasks: tasks.map((task): TaskFact => ({
      id: task.id,
      title: task.title,
      status: task.status,
      ...(task.agent ? { agent: task.agent.name } : {}),
      ...(task.agent?.id === undefined ? {} : { agentId: task.agent.id }),
      ...(task.role === undefined ? {} : { role: task.role }),
      agentGone: task.agent?.id !== undefined && !names.has(task.agent.id),
      ...(task.sessionId !== undefined && ended.has(task.sessionId) ? { runEndedAt: ended.get(task.sessionId) as string } : {}),
      ...(task.startedAt === undefined ? {} : { startedAt: task.startedAt }),
      updatedAt: task.updatedAt,
      version: task.version,
      inFile: task.file !== undefined,
    })),
    failed: (await deps.tasks.failedAttempts(db, since))
      .filter(isOf)
      .map(({ id, newest, failures: all }): FailedTask => ({ id, newest, failures: all ?? [] })),
    handOffs: handOffs.map(({ id, from, to, task, startedAt, status }): HandOff => {
      const about = tasks.find((one) => one.id === task || (task !== undefined && one.key === task));
      return {
        id,
        from: from.name,
        ...(to ? { to: to.name } : {}),
        ...(to?.id === undefined ? {} : { toId: to.id }),
        ...(task === undefined ? {} : { taskId: about?.id ?? task }),
        at: startedAt,
        ...(status === "failed" ? { timedOut: true } : {}),
      };
    }),
    patterns: failures,
  };
};

type Looking = { ids: readonly string[]; runs: ReadonlyMap<string, { endedAt?: string | undefined }> };

/** When these runs ended, those that are known to have. */
const endedRuns = async ({ agents }: HealingDeps, db: Db, { ids, runs }: Looking): Promise<Map<string, string>> => {
  const older = await agents.findSessions(db, [...new Set(ids.filter((id) => !runs.has(id)))]);
  const all = [...runs, ...older.map((run) => [run.id, run] as const)];
  return new Map(all.flatMap(([id, { endedAt }]) => (endedAt === undefined ? [] : [[id, endedAt] as const])));
};
