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
  const demo = tasks.length > 0 && tasks.every((task) => task.demo);
  const ended = { completed: 0, failed: 0, timed_out: 0, cancelled: 0 };
  const open = new Map<Task["status"], { status: Task["status"]; count: number; since: string }>();
  const loads = new Map(live.agents.map((name) => [name, 0]));
  let oldest: Task | undefined;
  // One walk: there are thousands, and a frame waits for it.
  for (const task of tasks) {
    const { status, agent } = task;
    if ((task.demo && !demo) || task.file?.problem !== undefined || !inScope(task, look)) continue;
    if (isEnd(status)) {
      if ((task.endedAt ?? task.updatedAt) >= window.from) ended[status] += 1;
      continue;
    }
    if (!oldest || task.createdAt < oldest.createdAt) oldest = task;
    const row = open.get(status);
    if (!row) open.set(status, { status, count: 1, since: task.createdAt });
    else {
      row.count += 1;
      if (task.createdAt < row.since) row.since = task.createdAt;
    }
    if (agent && (status === "assigned" || status === "in_progress")) loads.set(agent.name, (loads.get(agent.name) ?? 0) + 1);
  }
  const { completed, failed, timed_out: timedOut, cancelled } = ended;
  const waiting = queue(open.values(), live.now);
  return {
    queue: waiting,
    oldest,
    success: taskSuccess({ completed, failed, timedOut, cancelled }, { window }),
    throughput: throughput(completed, { window }),
    distribution: distributionEfficiency(waiting.counts),
    balance: balance([...loads.values()]),
    words: words[range],
    demo,
  };
}

type End = "completed" | "failed" | "timed_out" | "cancelled";
const isEnd = (status: Task["status"]): status is End => hasEnded(status);

export type WorkFigures = ReturnType<typeof workFigures>;
