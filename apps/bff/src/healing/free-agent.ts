import type { HealingSubject } from "@beckon/contracts/healing";
import { isWrong } from "./diagnose/clocks.ts";
import { subjectOfAgent, type Finding } from "./diagnose/finding.ts";
import type { World } from "./world.ts";

/** Somebody who rests, can be believed, and has nothing open; of the same role where the task or its agent has one. */
export const freeAgent = (world: World, { agent, task, role }: Finding): HealingSubject | undefined => {
  const wanted = task?.role ?? role ?? agent?.role;
  const taken = new Set(
    world.tasks.filter(({ status }) => status === "in_progress" || status === "assigned").map(({ agentId }) => agentId),
  );
  const free = world.agents
    .filter(
      (one) =>
        one.id !== agent?.id &&
        one.id !== task?.agentId &&
        one.state === "idle" &&
        !one.dead &&
        !one.limit &&
        !one.paused &&
        one.waitingSince === undefined,
    )
    .filter((one) => !taken.has(one.id) && !isWrong(one.skewMs) && (wanted === undefined || one.role === wanted))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return free[0] && subjectOfAgent(free[0]);
};
