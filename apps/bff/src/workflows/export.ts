import type { WorkflowRun, WorkflowSummary } from "@beckon/contracts/workflows";
import type { Cell, Sheet } from "../platform/http/csv.ts";

/** Runs as a table, one line each. Times are UTC. */
export const runsSheet = (runs: readonly WorkflowRun[]): Sheet => ({
  columns: [
    "id",
    "source",
    "key",
    "name",
    "status",
    "task",
    "role",
    "project",
    "agent",
    "stages",
    "suspensions",
    "started",
    "ended",
    "error",
    "url",
  ],
  rows: runs.map((run) => [
    run.id,
    run.source,
    run.key,
    run.name,
    run.status,
    run.task,
    run.role,
    run.project,
    run.agent?.name,
    run.stages.map(({ name, status }) => `${name}: ${status}`).join("; "),
    run.suspensions.length,
    run.startedAt,
    run.endedAt,
    run.error,
    run.url,
  ]),
});

const spread = ({ n, p50, p95 }: { n: number; p50: number | null; p95: number | null }): Cell[] => [n, p50, p95];

/** The figures of a window as a table: what is told, of whom, how often, and how long it took in milliseconds. */
export const summarySheet = ({ runs, stages, suspensions, resume, agents, trend }: WorkflowSummary): Sheet => ({
  columns: ["figure", "of", "stage", "n", "p50 ms", "p95 ms", "succeeded", "failed", "percent"],
  rows: [
    ...Object.entries(runs).map(([status, n]): Cell[] => ["runs", status, "", n]),
    ...stages.map(({ name, ...rest }): Cell[] => ["stage", "", name, ...spread(rest)]),
    ...suspensions.map(({ waitsFor, ...rest }): Cell[] => ["suspension", waitsFor, "", ...spread(rest)]),
    ["resume", "", "", resume.n, null, null, null, null, resume.value],
    ...agents.map(({ name, stage, duration, succeeded, failed }): Cell[] => ["agent", name, stage, ...spread(duration), succeeded, failed]),
    ...trend.map(({ from, duration, succeeded, failed }): Cell[] => ["day", from, "", ...spread(duration), succeeded, failed]),
  ].map((row) => [...row, ...Array<Cell>(9 - row.length).fill(null)]),
});
