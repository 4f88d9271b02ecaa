import { hasEnded } from "@beckon/contracts/task-transitions";
import type { Task } from "@beckon/contracts/tasks";
import { balance, distributionEfficiency, queue, taskSuccess, throughput } from "@beckon/metrics/tasks";
import type { WorkLook } from "./work-look.ts";
import { inScope } from "./work-view.ts";

const spans = { "24h": 86_400_000, "7d": 7 * 86_400_000 } as const;
const words = { "24h": "last 24 hours", "7d": "last 7 days" } as const;

/** The queue as of `now` and what ended in the range, of what this device holds; by the definitions that the server has. */
export function workFigures(tasks: readonly Task[], look: WorkLook, live: { now: number; agents: readonly string[] }) {
  // The replica keeps what ended within 7 days: more is not claimed.
  const range = look.range === "all" ? "7d" : look.range;
  const window = { from: new Date(live.now - spans[range]).toISOString(), to: new Date(live.now).toISOString() };
  const real = tasks.some(({ demo }) => !demo) ? tasks.filter(({ demo }) => !demo) : tasks;
  const own = real.filter((task) => task.file?.problem === undefined && inScope(task, look));
  const ended = own.filter((task) => hasEnded(task.status) && (task.endedAt ?? task.updatedAt) >= window.from);
  const of = (status: Task["status"]) => ended.filter((task) => task.status === status).length;
  const waiting = queue(
    own.map(({ status, createdAt }) => ({ status, since: createdAt })),
    live.now,
  );
  const oldest = own
    .filter(({ status }) => !hasEnded(status))
    .reduce<Task | undefined>((a, b) => (a && a.createdAt <= b.createdAt ? a : b), undefined);
  const active = own.filter(({ status, agent }) => (status === "assigned" || status === "in_progress") && agent);
  const loads = new Map(live.agents.map((name) => [name, 0]));
  for (const { agent } of active) if (agent) loads.set(agent.name, (loads.get(agent.name) ?? 0) + 1);
  return {
    queue: waiting,
    oldest,
    success: taskSuccess(
      { completed: of("completed"), failed: of("failed"), timedOut: of("timed_out"), cancelled: of("cancelled") },
      { window },
    ),
    throughput: throughput(of("completed"), { window }),
    distribution: distributionEfficiency(waiting.counts),
    balance: balance([...loads.values()]),
    words: words[range],
    demo: real === tasks && tasks.some(({ demo }) => demo),
  };
}
export type WorkFigures = ReturnType<typeof workFigures>;
