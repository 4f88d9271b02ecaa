import { holdOutLabel } from "@beckon/contracts/outcomes";
import type { Task } from "@beckon/contracts/tasks";
import type { TaskChange, TaskListener } from "../tasks/tasks.types.ts";
import { markNew } from "./hold-outs.ts";
import type { OutcomeFact, OutcomesDeps } from "./outcomes.types.ts";
import { pullRefOf } from "./refs.ts";
import { createLately, tell } from "./tell.ts";

const matters = new Set(["estimate", "links", "labels", "title"]);

/**
 * What tasks tell: estimates until they are begun, which runs work on them, and that a person completed one. That counts
 * as acceptance where an agent worked on it: whoever moves it to completed with their own hand has judged it. An agent's
 * own word that it is done does not.
 */
export const createOnTasks = (deps: OutcomesDeps): TaskListener => {
  const isNews = createLately();
  return async (work, changes) => {
    const team = changes.filter(({ task }) => task.scope === "team");
    await tell(
      deps,
      work,
      team.filter((change) => isOfUse(change, isNews)).map((change) => toFact(change, deps.clock())),
    );
    await markNew(deps, work, team);
  };
};

const isOfUse = ({ task, from, events }: TaskChange, isNews: (key: string) => boolean): boolean => {
  const isSession = task.sessionId !== undefined && isNews(`${task.id}\n${task.sessionId}`);
  if (from === undefined)
    return isSession || task.estimate !== undefined || task.retryOf !== undefined || task.links.length > 0 || task.startedAt !== undefined;
  const moved = from !== task.status && (task.status === "in_progress" || task.status === "completed");
  return isSession || moved || events.some(({ kind, detail }) => kind === "linked" || (kind === "edited" && matters.has(detail ?? "")));
};

const toFact = ({ task, from, owner, by, events }: TaskChange, now: Date): OutcomeFact => {
  const estimateBy = events.find(({ kind, detail }) => kind === "created" || (kind === "edited" && detail === "estimate"))?.by;
  const byPerson = by === undefined ? events.find(({ kind, to }) => kind === "moved" && to === "completed")?.by : undefined;
  const counts = task.agent !== undefined || task.labels.includes(holdOutLabel);
  return {
    what: "task",
    id: task.id,
    owner: owner.id,
    demo: task.demo ?? false,
    title: task.title,
    ...(task.agent ? { agent: task.agent.name } : {}),
    prs: pullsOf(task),
    ...(task.retryOf ? { retryOf: task.retryOf } : {}),
    ...(task.sessionId ? { sessionId: task.sessionId } : {}),
    at: now.toISOString(),
    ...estimateOf(task),
    ...(estimateBy ? { estimateBy } : {}),
    ...(task.startedAt ? { startedAt: task.startedAt } : {}),
    isNew: from === undefined,
    ...(byPerson !== undefined && counts ? { acceptedBy: byPerson } : {}),
  };
};

const thousandths = (hours: number) => Math.round(hours * 1_000);
export const estimateOf = ({ estimate }: Pick<Task, "estimate">) =>
  estimate ? { estimate: { p10: thousandths(estimate.p10), p50: thousandths(estimate.p50), p90: thousandths(estimate.p90) } } : {};

export const pullsOf = ({ links }: Pick<Task, "links">): string[] =>
  links.flatMap(({ kind, ref }) => (kind === "pull_request" ? (pullRefOf(ref) ?? []) : []));
