import type { WorkflowRun } from "@beckon/contracts/workflows";
import { isStuckRun } from "@beckon/metrics/stuck-run";
import { formatDuration } from "@beckon/ui/duration";
import type { Look } from "./task-words.ts";
import type { WorkLook } from "./work-look.ts";

type Stage = WorkflowRun["stages"][number];

export const runLooks: Readonly<Record<WorkflowRun["status"], Look>> = {
  running: { icon: "play", tone: "good", word: "Running" },
  suspended: { icon: "diamond", tone: "beacon", word: "Suspended" },
  succeeded: { icon: "check", tone: "good", word: "Succeeded" },
  failed: { icon: "crossFill", tone: "bad", word: "Failed" },
  cancelled: { icon: "squareLine", tone: "faint", word: "Cancelled" },
};

export const stageLooks: Readonly<Record<Stage["status"], Look>> = {
  waiting: { icon: "ring", tone: "faint", word: "waiting" },
  running: { icon: "play", tone: "good", word: "running" },
  suspended: { icon: "diamond", tone: "beacon", word: "suspended" },
  succeeded: { icon: "check", tone: "good", word: "succeeded" },
  failed: { icon: "crossFill", tone: "bad", word: "failed" },
  skipped: { icon: "squareLine", tone: "faint", word: "skipped" },
};

export const sourceWords: Readonly<Record<WorkflowRun["source"], string>> = { rest: "API", argo: "Argo Workflows", github: "GitHub" };

/** Why a run is stuck, in words; nothing when it is not. `now`: epoch milliseconds. */
export function stuckWords(run: WorkflowRun, now: number): string | undefined {
  if (!isStuckRun(run, now)) return undefined;
  const open = run.stages.filter(({ status, startedAt }) => startedAt !== undefined && (status === "running" || status === "suspended"));
  const stage = open.sort((a, b) => Date.parse(a.startedAt ?? "") - Date.parse(b.startedAt ?? ""))[0];
  const age = (since: string) => formatDuration(now - Date.parse(since), 0);
  return stage?.startedAt === undefined ? `for ${age(run.startedAt)}` : `${stage.name} for ${age(stage.startedAt)}`;
}

/** What a run waits for now. */
export const openSuspensions = (run: WorkflowRun) => run.suspensions.filter(({ resumedAt }) => resumedAt === undefined);

/** The runs that a person looks for: what goes on first, the stuck ones before all, then the latest. */
export function runsIn(runs: readonly WorkflowRun[], look: WorkLook, now: number): WorkflowRun[] {
  const wanted = look.q.toLowerCase().split(/\s+/u).filter(Boolean);
  const since = look.range === "all" ? "" : new Date(now - (look.range === "24h" ? 86_400_000 : 7 * 86_400_000)).toISOString();
  const rank = (run: WorkflowRun) =>
    stuckWords(run, now) !== undefined ? 0 : run.status === "suspended" ? 1 : run.status === "running" ? 2 : 3;
  return runs
    .filter(
      (run) =>
        (look.run === undefined || (look.run === "stuck" ? stuckWords(run, now) !== undefined : run.status === look.run)) &&
        (look.agent === undefined || run.agent?.name === look.agent || run.stages.some(({ agent }) => agent?.name === look.agent)) &&
        (look.role === undefined || run.role === look.role) &&
        (look.project === undefined || run.project === look.project) &&
        (run.endedAt === undefined || run.endedAt >= since) &&
        wanted.every((word) => textOf(run).includes(word)),
    )
    .sort((a, b) => rank(a) - rank(b) || (a.startedAt < b.startedAt ? 1 : -1));
}

const textOf = ({ name, key, task, role, project, agent, stages, error }: WorkflowRun) =>
  [name, key, task, role, project, agent?.name, error, ...stages.map((stage) => stage.name)].filter(Boolean).join("\n").toLowerCase();
