import { growth, largest, quantile } from "../query.ts";
import type { Thresholds } from "./overview.ts";
import { roleVariable, taskVariable, type Dashboard } from "./panels.ts";

/** How work goes through its stages. */
export const workflow = (threshold: Thresholds): Dashboard => ({
  uid: "beckon-workflow",
  title: "Beckon: workflow progress",
  description: "Tasks and workflows: what is under way, what is stuck, how long stages and waits take.",
  variables: [roleVariable, taskVariable],
  rows: [
    {
      title: "Under way",
      panels: [
        {
          ...{ title: "Progress of tasks", description: "As agents tell it; the tasks that are longest in work.", type: "bargauge" },
          ...{ unit: "percentunit", path: "/work", max: 1 },
          queries: [
            {
              expr: largest("beckon_task_progress_ratio", { by: ["task", "agent"], where: { task: "$task", role: "$role" } }),
              legend: "{{task}}, {{agent}}",
            },
          ],
        },
        {
          ...{ title: "Workflow runs", description: "Runs that have not ended, and those of them that are stuck.", type: "timeseries" },
          ...{ unit: "none", path: "/work" },
          queries: [
            { expr: largest("beckon_workflow_runs", { by: ["state"] }), legend: "{{state}}" },
            { expr: largest("beckon_workflow_runs_stuck"), legend: "stuck" },
          ],
        },
        {
          ...{
            title: "Age of the oldest",
            description: "The run and the stage that take longest.",
            type: "timeseries",
            unit: "s",
            path: "/work",
          },
          ...threshold("workflow_stuck"),
          queries: [{ expr: largest("beckon_workflow_oldest_seconds", { by: ["what"] }), legend: "{{what}}" }],
        },
        {
          ...{ title: "Age of the queue", description: "The oldest open task, and the oldest that nobody has taken.", type: "timeseries" },
          ...{ unit: "s", path: "/work" },
          ...threshold("queue_age"),
          queries: [
            { expr: largest("beckon_task_oldest_seconds"), legend: "open" },
            { expr: largest("beckon_task_pending_oldest_seconds"), legend: "not taken" },
          ],
        },
      ],
    },
    {
      title: "Results",
      panels: [
        {
          ...{
            title: "Tasks that ended, per hour",
            description: "By how they ended.",
            type: "timeseries",
            unit: "none",
            path: "/work",
            stacked: true,
          },
          queries: [{ expr: growth("beckon_tasks_ended_total", "1h", { by: ["status"], where: { role: "$role" } }), legend: "{{status}}" }],
        },
        {
          ...{ title: "Task success, 24 h", description: "Completed of those that were completed or failed.", type: "timeseries" },
          ...{ unit: "percentunit", path: "/work", max: 1 },
          queries: [{ expr: largest("beckon_task_success_ratio", { where: { window: "24h" } }), legend: "success" }],
        },
        {
          ...{ title: "Time a task takes", description: "From start to end, over 6 hours.", type: "timeseries", unit: "s", path: "/work" },
          queries: [
            { expr: quantile(0.5, "beckon_task_duration_seconds", "6h"), legend: "median" },
            { expr: quantile(0.95, "beckon_task_duration_seconds", "6h"), legend: "95 %" },
          ],
        },
        {
          ...{
            title: "Workflow runs that ended, per day",
            description: "By how they ended.",
            type: "timeseries",
            unit: "none",
            path: "/work",
          },
          queries: [{ expr: growth("beckon_workflow_runs_ended_total", "1d", { by: ["status"] }), legend: "{{status}}" }],
        },
      ],
    },
    {
      title: "Stages and waits",
      panels: [
        {
          ...{ title: "Time a stage takes, 95 %", description: "By stage, over a day.", type: "timeseries", unit: "s", path: "/work" },
          queries: [{ expr: quantile(0.95, "beckon_workflow_stage_duration_seconds", "1d", { by: ["stage"] }), legend: "{{stage}}" }],
        },
        {
          ...{
            title: "Time suspended, 95 %",
            description: "By what was waited for, over a day.",
            type: "timeseries",
            unit: "s",
            path: "/work",
          },
          queries: [
            { expr: quantile(0.95, "beckon_workflow_suspension_seconds", "1d", { by: ["waits_for"] }), legend: "for {{waits_for}}" },
          ],
        },
        {
          ...{
            title: "Resumes, per day",
            description: "Tries to let a suspended run go on.",
            type: "timeseries",
            unit: "none",
            path: "/work",
          },
          queries: [{ expr: growth("beckon_workflow_resumes_total", "1d", { by: ["outcome"] }), legend: "{{outcome}}" }],
        },
        {
          ...{
            title: "Share of open work with an agent",
            description: "Assigned or in progress, of that and what waits.",
            type: "timeseries",
          },
          ...{ unit: "percentunit", path: "/work", max: 1 },
          queries: [{ expr: largest("beckon_task_distribution_ratio"), legend: "distribution" }],
        },
      ],
    },
  ],
});
