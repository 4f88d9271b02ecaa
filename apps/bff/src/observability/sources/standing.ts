import type { Db } from "../../platform/db/database.ts";
import { jobStanding } from "../../platform/jobs/job-figures.ts";
import { quarterMs, startOfQuarter } from "../../platform/keys.ts";
import { livenessOrder } from "@beckon/metrics/liveness";
import { mostAgents, mostTasks } from "../catalogue.ts";
import { clipLabel } from "../labels.ts";
import type { Values } from "../observability.types.ts";
import type { Slices } from "../parts.ts";
import type { AgentStanding } from "../../agents/standing.ts";

const one = (value: number | null) => (value === null ? [] : [{ labels: {}, value }]);
const named = (agent: { id: string; name: string; role: string }) => ({
  agent: clipLabel(agent.name),
  agent_id: agent.id,
  role: clipLabel(agent.role),
});

/** How things stand at `now`; read in one snapshot. */
export const standingOf = async (slices: Slices, db: Db, now: Date): Promise<{ values: Values; foldedAgents: number }> => {
  const { tasks, workflows, coordination, notifications } = slices;
  // Asked for all at once: the database answers one after the other, and nobody waits in between.
  const [fleetNow, queue, runs, push, jobs, underWay, ...success] = await Promise.all([
    fleetOf(slices, db, now),
    tasks.totals.standing(db, [1, 24]),
    workflows.totals.open(db),
    notifications.pushStanding(db),
    jobStanding(db),
    tasks.totals.underWay(db, mostTasks),
    ...[1, 24].map(async (hours) => ({ window: `${hours}h`, ...(await coordination.successIn(db, lastHours(hours, now))) })),
  ]);
  const { fleet, asks } = fleetNow;
  // Who is there first, then by when they came: nobody takes another's place while both are at work.
  const shown = [
    ...fleet.agents.filter(({ state }) => state !== "offline"),
    ...fleet.agents.filter(({ state }) => state === "offline"),
  ].slice(0, mostAgents);
  const ended = await tasks.ended24h(
    db,
    shown.map(({ id }) => id),
  );
  return {
    foldedAgents: fleet.agents.length - shown.length,
    values: {
      beckon_agents: byStateAndRole(fleet),
      beckon_agent_state: shown.map((agent) => ({ labels: { ...named(agent), state: agent.state }, value: 1 })),
      beckon_agent_health_ratio: shown.flatMap((agent) =>
        agent.health === null ? [] : [{ labels: named(agent), value: agent.health / 100 }],
      ),
      beckon_agent_silence_seconds: shown.flatMap((agent) =>
        agent.silentMs === null ? [] : [{ labels: named(agent), value: agent.silentMs / 1_000 }],
      ),
      beckon_agent_active_tasks: shown.map((agent) => ({ labels: named(agent), value: queue.active.get(agent.id) ?? 0 })),
      beckon_agent_ended_tasks: shown.flatMap((agent) => {
        const own = ended.get(agent.id);
        return (["completed", "failed"] as const).map((outcome) => ({ labels: { ...named(agent), outcome }, value: own?.[outcome] ?? 0 }));
      }),
      beckon_ingest_silence_seconds: one(fleet.silentMs === null ? null : fleet.silentMs / 1_000),
      beckon_coordinations_pending: one(success.at(-1)?.pending ?? 0),
      beckon_coordination_success_ratio: success.flatMap(({ window, ratio, n }) => told(window, ratio, n)),
      beckon_tasks: Object.entries(queue.counts).map(([state, value]) => ({ labels: { state }, value })),
      beckon_task_oldest_seconds: one(queue.oldestSeconds ?? 0),
      beckon_task_pending_oldest_seconds: one(queue.pendingSeconds ?? 0),
      beckon_task_success_ratio: queue.success.flatMap(({ hours, ratio, n }) => told(`${hours}h`, ratio, n)),
      beckon_task_distribution_ratio: one(queue.distribution),
      beckon_task_progress_ratio: underWay.map(({ id, title, agent, role, progress }) => ({
        labels: { task: clipLabel(title), task_id: id, agent: clipLabel(agent), role: clipLabel(role) },
        value: progress / 100,
      })),
      beckon_workflow_runs: (["running", "suspended"] as const).map((state) => ({ labels: { state }, value: runs[state] })),
      beckon_workflow_runs_stuck: one(runs.stuck),
      beckon_workflow_oldest_seconds: [
        { labels: { what: "run" }, value: runs.oldestSeconds ?? 0 },
        { labels: { what: "stage" }, value: runs.oldestStageSeconds ?? 0 },
      ],
      ...decisionsIn(asks, now),
      beckon_push_devices: (["active", "failing", "gone"] as const).map((state) => ({ labels: { state }, value: push[state] })),
      beckon_jobs: jobs.jobs,
      beckon_job_oldest_due_seconds: one(Math.max(0, jobs.oldestSeconds ?? 0)),
    },
  };
};

/** The team, and what it waits for people with. */
const fleetOf = async ({ agents, decisions }: Slices, db: Db, now: Date) => {
  const [open, demoOwners] = await Promise.all([decisions.open(db), agents.demoOwners(db)]);
  const demo = new Set(demoOwners);
  const asks = open.filter(({ ownerId }) => !demo.has(ownerId));
  return { asks, fleet: await agents.standing(db, asks, now.getTime()) };
};

/** Below so many a share of an hour says nothing, for the alerts neither. */
const fewest = 5;
const told = (window: string, ratio: number | null, n: number) =>
  ratio === null || (window === "1h" && n < fewest) ? [] : [{ labels: { window }, value: ratio }];

/** So many hours up to now in full quarters, as the app's own summaries take them. */
const lastHours = (hours: number, now: Date) => ({
  from: new Date(startOfQuarter(now.getTime() - hours * 3_600_000)),
  to: new Date(startOfQuarter(now.getTime() + quarterMs)),
});

type Fleet = { agents: readonly AgentStanding[]; byRole: ReadonlyMap<string, number> };

/** All of them: of whom nothing was heard for a day is offline. Every state is told, also of roles without anybody in it. */
const byStateAndRole = ({ agents, byRole }: Fleet) => {
  const groups = Map.groupBy(agents, ({ role }) => role);
  return [...new Set([...byRole.keys(), ...groups.keys()])].flatMap((role) => {
    const own = groups.get(role) ?? [];
    const gone = Math.max(0, (byRole.get(role) ?? 0) - own.length);
    return livenessOrder.map((state) => ({
      labels: { state, role },
      value: own.filter((agent) => agent.state === state).length + (state === "offline" ? gone : 0),
    }));
  });
};

type Asks = Awaited<ReturnType<Slices["decisions"]["open"]>>;

const decisionsIn = (asks: Asks, now: Date): Values => {
  const groups = Map.groupBy(asks, ({ kind, risk }) => `${kind} ${risk}`);
  const oldest = Map.groupBy(asks, ({ kind }) => kind);
  return {
    beckon_decisions_pending: [...groups.values()].map((own) => ({
      labels: { kind: own[0]?.kind ?? "", risk: own[0]?.risk ?? "" },
      value: own.length,
    })),
    beckon_decision_oldest_seconds: [...oldest].map(([kind, own]) => ({
      labels: { kind },
      value: Math.max(0, ...own.map(({ askedAt }) => now.getTime() - Date.parse(askedAt))) / 1_000,
    })),
  };
};
