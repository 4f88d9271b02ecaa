import type { RecoveryAction } from "@beckon/contracts/recovery";
import type { Task } from "@beckon/contracts/tasks";
import { sessionLiveness } from "@beckon/metrics/liveness";
import type { Db } from "../platform/db/database.ts";
import type { Planned, RecoveryDeps } from "./recovery.types.ts";

type Deps = Pick<RecoveryDeps, "hosts" | "agents" | "controls" | "pauses" | "tasks" | "coordination" | "clock">;

/** Exactly what an action would touch now, in the order in which it would be done. Changes nothing. */
export const plan = async (deps: Deps, db: Db, action: RecoveryAction): Promise<Planned[]> => {
  switch (action) {
    case "pause_all":
      return [...(await processes(deps, db, "pause")), ...(await runs(deps, db))];
    case "stop_tasks":
      return stopTasks(deps, db);
    case "restart_all":
      return restartAll(deps, db);
    case "clear_queue":
      return clearQueue(deps, db);
    case "maintenance":
      return [];
    case "reset_soft":
      return stuckTasks(deps, db);
    case "reset_hard":
      return [...(await stuckTasks(deps, db)), ...(await staleProcesses(deps, db))];
    case "reset_full":
      return [
        ...(await stuckTasks(deps, db)),
        ...(await staleProcesses(deps, db)),
        ...(await openCoordinations(deps, db)),
        { kind: "apps", id: "apps", name: "All apps", before: "as they are", act: "reload", effect: "Load everything anew." },
      ];
  }
};

type Known = { process: Awaited<ReturnType<Deps["hosts"]["live"]>>[number]; agentId: string | undefined };

/** What machines run, and what they have been asked to start. */
const processes = async (
  { hosts, controls, agents }: Deps,
  db: Db,
  act: "pause" | "restart",
): Promise<(Planned & { sessionId?: string })[]> => {
  const known = new Map((await hosts.knownAll(db)).map((host) => [host.id, host]));
  const live = await hosts.live(db, "everywhere");
  const agentOf = await agentsOf(agents, db, live);
  const away = (hostId: string) => (known.get(hostId)?.connected ? "" : " Its machine is away: when it comes back, within 10 min.");
  const effects = { pause: "Stands still.", restart: "Is ended and begun anew." };
  const wanted = live.filter(({ state }) => state !== "stopping" && (act === "restart" || state !== "paused"));
  const there = new Set(live.map(({ id }) => id));
  const coming = act === "pause" ? (await controls.coming(db)).filter(({ processId }) => !there.has(processId)) : [];
  return [
    ...wanted.map(({ id, hostId, agent, state, sessionId }) => ({
      kind: "process" as const,
      id,
      name: agent,
      where: known.get(hostId)?.name ?? "",
      before: state,
      act,
      effect: `${effects[act]}${away(hostId)}`,
      hostId,
      ...(agentOf.get(sessionId ?? "") ? { agentId: agentOf.get(sessionId ?? "") as string } : {}),
      ...(sessionId === undefined ? {} : { sessionId }),
    })),
    ...coming.map(({ processId, hostId, name, where }) => ({
      ...{ kind: "process" as const, id: processId, name, where, before: "asked to start", act, hostId },
      effect: `Stands still once it has started.${away(hostId)}`,
    })),
  ].toSorted((a, b) => (a.hostId < b.hostId ? -1 : a.hostId > b.hostId ? 1 : 0));
};

const agentsOf = async (agents: Deps["agents"], db: Db, live: readonly Known["process"][]) =>
  new Map(
    (
      await agents.agentsOfSessions(
        db,
        live.flatMap(({ sessionId }) => sessionId ?? []),
      )
    ).map(({ sessionId, agent }) => [sessionId, agent.id]),
  );

/** Runs that no machine holds: at their next step, or not at all. A sub-agent's stops with the run it works for. */
const runs = async ({ agents, hosts, pauses, clock }: Deps, db: Db): Promise<(Planned & { agentId: string })[]> => {
  const held = new Set((await hosts.live(db, "everywhere")).flatMap(({ sessionId }) => sessionId ?? []));
  const open = (await agents.recentSessions(db)).filter(
    (run) =>
      run.endedAt === undefined &&
      !held.has(run.id) &&
      run.parentId === undefined &&
      sessionLiveness(run, clock().getTime()).state !== "offline",
  );
  const demo = await agents.onlyDemo(db);
  const known = new Map((await agents.find(db, [...new Set(open.map(({ agentId }) => agentId))])).map((agent) => [agent.id, agent]));
  const asked = await pauses.latest(
    db,
    open.map(({ id }) => id),
  );
  return open.flatMap((run): (Planned & { agentId: string })[] => {
    const agent = known.get(run.agentId);
    const state = asked.get(run.id)?.state;
    if (!agent || (agent.demo ?? false) !== demo || state === "held" || state === "requested") return [];
    const where = [agent.host, run.project].filter(Boolean).join(" · ");
    const head = { kind: "run" as const, id: run.id, name: agent.name, agentId: agent.id, before: "runs", ...(where ? { where } : {}) };
    return run.canPause
      ? [{ ...head, act: "pause" as const, effect: "Stands still at its next step." }]
      : [{ ...head, act: "none" as const, effect: "Goes on: nothing of it waits for Beckon." }];
  });
};

const ofTask = ({ id, title, status, agent, project }: Task) => ({
  kind: "task" as const,
  id,
  name: title,
  before: `${status.replaceAll("_", " ")}${agent ? `, with ${agent.name}` : ""}`,
  ...(project ? { where: project } : {}),
});
const inFile = "Stays: it stands in a file, which says how it is.";

const teamTasks = async ({ tasks, agents }: Deps, db: Db): Promise<Task[]> => {
  const demo = await agents.onlyDemo(db);
  return (await tasks.open(db)).filter((task) => (task.demo ?? false) === demo);
};

/** Whoever works on a task stands still, and then the task is blocked. */
const stopTasks = async (deps: Deps, db: Db): Promise<Planned[]> => {
  const open = (await teamTasks(deps, db)).filter(({ status }) => status === "in_progress" || status === "assigned");
  const working = open.filter(({ status }) => status === "in_progress");
  const agents = new Set(working.flatMap(({ agent }) => agent?.id ?? []));
  const sessions = new Set(working.flatMap(({ sessionId }) => sessionId ?? []));
  const isAtWork = ({ id, agentId, sessionId }: { id: string; agentId?: string; sessionId?: string }) =>
    sessions.has(sessionId ?? id) || (agentId !== undefined && agents.has(agentId));
  return [
    ...(await processes(deps, db, "pause")).filter(isAtWork),
    ...(await runs(deps, db)).filter(isAtWork),
    ...open.map((task): Planned =>
      task.file
        ? { ...ofTask(task), act: "none", effect: inFile }
        : { ...ofTask(task), act: "hold", effect: "Is blocked, and keeps its agent." },
    ),
  ];
};

/** What was begun is begun again by whoever takes it: its agent starts with nothing in hand. */
const restartAll = async (deps: Deps, db: Db): Promise<Planned[]> => {
  const all = await processes(deps, db, "restart");
  const sessions = new Set(all.flatMap(({ sessionId }) => sessionId ?? []));
  const agents = new Set(all.flatMap(({ agentId }) => agentId ?? []));
  const begun = (await teamTasks(deps, db)).filter(
    ({ status, sessionId, agent }) => status === "in_progress" && (sessions.has(sessionId ?? "") || agents.has(agent?.id ?? "")),
  );
  return [...begun.map(toQueue), ...all];
};

const toQueue = (task: Task): Planned =>
  task.file ? { ...ofTask(task), act: "none", effect: inFile } : { ...ofTask(task), act: "requeue", effect: "Goes back to the queue." };

const clearQueue = async (deps: Deps, db: Db): Promise<Planned[]> =>
  (await teamTasks(deps, db))
    .filter(({ status }) => status === "pending")
    .map((task): Planned =>
      task.file ? { ...ofTask(task), act: "none", effect: inFile } : { ...ofTask(task), act: "cancel", effect: "Is taken off the queue." },
    );

const stuckTasks = async (deps: Deps, db: Db): Promise<Planned[]> => {
  const why = new Map((await deps.coordination.stuck(db)).tasks.map((one) => [one.task.id, one.why]));
  return (await teamTasks(deps, db)).flatMap((task) => {
    const reason = why.get(task.id);
    if (reason === undefined) return [];
    const item = toQueue(task);
    return [{ ...item, before: `${item.before}: ${reason}` }];
  });
};

const staleProcesses = async (deps: Deps, db: Db): Promise<Planned[]> => {
  const stale = (await deps.coordination.stuck(db)).staleAgents;
  const ids = new Set(stale.map(({ id }) => id));
  const held = (await processes(deps, db, "restart")).filter(({ agentId }) => agentId !== undefined && ids.has(agentId));
  const reached = new Set(held.map(({ agentId }) => agentId));
  return [
    ...held.map((item) => ({ ...item, before: `${item.before}, silent` })),
    ...stale
      .filter(({ id }) => !reached.has(id))
      .map(({ id, name }): Planned => ({
        ...{ kind: "run", id, name, before: "silent", act: "none" },
        effect: "Stays: no machine runs it. Look at its terminal.",
      })),
  ];
};

const openCoordinations = async ({ coordination }: Deps, db: Db): Promise<Planned[]> =>
  (await coordination.pending(db)).map(({ id, type, from, to, what }): Planned => ({
    kind: "coordination",
    id,
    name: (what ?? type.replaceAll("_", " ")).slice(0, 300).toWellFormed(),
    where: `${from.name} → ${to?.name ?? "nobody named"}`.slice(0, 300).toWellFormed(),
    before: "open",
    act: "drop",
    effect: "Is called off: neither a success nor a failure.",
  }));
