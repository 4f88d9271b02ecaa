import type { Diagnostics } from "@beckon/contracts/coordination";
import { diagnostics as score, silentAfterMs, unassignedAfterMs } from "@beckon/metrics/diagnostics";
import type { Db } from "../platform/db/database.ts";
import type { CoordinationDeps, OpenTask } from "./coordination.types.ts";
import { staleOf } from "./stale.ts";

type Item = Diagnostics["checks"][number]["items"][number];
type Name = Diagnostics["checks"][number]["name"];
const mostItems = 20;

/** What is wrong right now, with what to do: METRICS "Diagnostics score". What cannot be looked at is said to be unknown. */
export const diagnose = (deps: CoordinationDeps) => async (): Promise<Diagnostics> => {
  const now = deps.clock();
  const { store, stream } = await deps.answers();
  const found = store ? await deps.database.snapshot((db) => look(deps, db, now)) : undefined;
  const count = (name: Name) => found?.get(name)?.length ?? null;
  const { value, grade, checks } = score({
    unassigned: count("unassigned"),
    longRunning: count("long_running"),
    staleAgents: count("stale_agents"),
    orphanedTasks: count("orphaned_tasks"),
    storeDown: !store,
    streamDown: !stream,
  });
  return {
    asOf: now.toISOString(),
    score: value ?? 0,
    grade: grade ?? "critical",
    checks: checks.map(({ name, points, count: many, advice }) => ({
      name,
      points,
      count: many ?? 0,
      ...(many === null ? { unknown: true } : {}),
      advice,
      items: (found?.get(name) ?? []).toSorted(bySince).slice(0, mostItems),
    })),
  };
};

const bySince = (a: Item, b: Item) => ((a.since ?? "") < (b.since ?? "") ? -1 : 1);

/** What is found wrong, all of it, by what it is. */
export const look = async (deps: CoordinationDeps, db: Db, now: Date): Promise<Map<Name, Item[]>> => {
  const demo = await deps.agents.onlyDemo(db);
  const tasks = (await deps.openTasks(db)).filter((task) => task.scope === "team" && (task.demo ?? false) === demo);
  const runs = new Map(
    (
      await deps.agents.findSessions(
        db,
        idsOf(tasks, ({ sessionId }) => sessionId),
      )
    ).map((run) => [run.id, run]),
  );
  const agents = new Set(
    (
      await deps.agents.find(
        db,
        idsOf(tasks, ({ agent }) => agent?.id),
      )
    ).map(({ id }) => id),
  );
  const runOf = ({ sessionId }: OpenTask) => (sessionId === undefined ? undefined : runs.get(sessionId));
  const before = (age: number) => new Date(now.getTime() - age).toISOString();

  const unassigned = tasks.filter(
    ({ status, agent, createdAt }) => status === "pending" && !agent && createdAt < before(unassignedAfterMs),
  );
  const isHeld = ({ status }: OpenTask) => status === "assigned" || status === "in_progress" || status === "blocked";
  const orphaned = tasks.filter(
    (task) => isHeld(task) && ((task.agent?.id !== undefined && !agents.has(task.agent.id)) || runOf(task)?.endedAt !== undefined),
  );
  const silent = tasks.filter((task) => {
    const { status, startedAt = task.createdAt, updatedAt } = task;
    const since = before(silentAfterMs);
    return (
      status === "in_progress" &&
      !orphaned.includes(task) &&
      [startedAt, updatedAt, runOf(task)?.lastSignalAt ?? ""].every((at) => at < since)
    );
  });
  const asItems = (some: readonly OpenTask[], since: (task: OpenTask) => string) =>
    some.map((task): Item => ({ kind: "task", id: task.id, name: task.title, since: since(task) }));
  return new Map<Name, Item[]>([
    ["unassigned", asItems(unassigned, ({ createdAt }) => createdAt)],
    ["long_running", asItems(silent, ({ startedAt, createdAt }) => startedAt ?? createdAt)],
    ["orphaned_tasks", asItems(orphaned, ({ updatedAt }) => updatedAt)],
    ["stale_agents", await staleAgents(deps, db, { demo, now })],
  ]);
};

const idsOf = (tasks: readonly OpenTask[], idOf: (task: OpenTask) => string | undefined) => [
  ...new Set(tasks.flatMap((task) => idOf(task) ?? [])),
];

/** Silent in the middle of a turn. */
const staleAgents = async ({ agents, waiting }: CoordinationDeps, db: Db, { demo, now }: { demo: boolean; now: Date }): Promise<Item[]> => {
  const recent = await agents.recentSessions(db);
  const known = await agents.find(db, [...new Set(recent.map(({ agentId }) => agentId))]);
  return staleOf({ recent, known: known.filter((agent) => (agent.demo ?? false) === demo), asked: await waiting(db), now: now.getTime() });
};
