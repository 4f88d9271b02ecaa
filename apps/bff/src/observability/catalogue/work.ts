import type { Metric } from "../catalogue.ts";

const gauge = { type: "gauge", of: "system" } as const;
const counter = { type: "counter", of: "system" } as const;
const histogram = { type: "histogram", of: "system" } as const;
const minute = 60;
const hour = 3_600;
const day = 86_400;
/** From a second to two days: tasks, stages and waits. */
export const longBuckets = [1, 5, 15, minute, 5 * minute, 15 * minute, hour, 4 * hour, 12 * hour, day, 2 * day] as const;

/** Tasks, workflows and decisions. */
export const workMetrics = {
  beckon_tasks: { ...gauge, help: "Open tasks of the team by state.", labels: ["state"] },
  beckon_task_oldest_seconds: { ...gauge, help: "Age of the oldest task that has not ended.", labels: [] },
  beckon_task_pending_oldest_seconds: { ...gauge, help: "Age of the oldest task that no agent has taken.", labels: [] },
  beckon_tasks_ended_total: { ...counter, help: "Tasks that ended, by how and for which role.", labels: ["status", "role"] },
  beckon_task_duration_seconds: {
    ...histogram,
    help: "From start to end of tasks that were completed or failed.",
    labels: ["status"],
    buckets: longBuckets,
  },
  beckon_task_success_ratio: {
    ...gauge,
    help: "Share of the tasks that ended in a window that were completed, 0 to 1, without cancelled ones; absent without any, and of an hour with fewer than five.",
    labels: ["window"],
  },
  beckon_task_distribution_ratio: { ...gauge, help: "Share of the open work that has an agent, 0 to 1.", labels: [] },
  beckon_task_progress_ratio: {
    ...gauge,
    help: "How far a task in work is, 0 to 1, as its agent tells; the longest in work.",
    labels: ["task", "task_id", "agent", "role"],
  },

  beckon_workflow_runs: { ...gauge, help: "Workflow runs that have not ended, by state.", labels: ["state"] },
  beckon_workflow_runs_stuck: { ...gauge, help: "Workflow runs in their second day, or with a stage in its second day.", labels: [] },
  beckon_workflow_oldest_seconds: {
    ...gauge,
    help: "How long the oldest running workflow (run), or the oldest open stage of one (stage), takes by now.",
    labels: ["what"],
  },
  beckon_workflow_runs_ended_total: { ...counter, help: "Workflow runs that ended, by how.", labels: ["status"] },
  beckon_workflow_stage_duration_seconds: {
    ...histogram,
    help: "From start to end of workflow stages, by their names.",
    labels: ["stage"],
    buckets: longBuckets,
  },
  beckon_workflow_suspension_seconds: {
    ...histogram,
    help: "How long workflows were suspended, by what they waited for.",
    labels: ["waits_for"],
    buckets: longBuckets,
  },
  beckon_workflow_resumes_total: { ...counter, help: "Tries to let a suspended workflow go on, by outcome.", labels: ["outcome"] },

  beckon_decisions_pending: { ...gauge, help: "Questions that wait for a person, by kind and risk.", labels: ["kind", "risk"] },
  beckon_decision_oldest_seconds: { ...gauge, help: "How long the oldest open question of a kind waits.", labels: ["kind"] },
  beckon_decisions_asked_total: { ...counter, help: "Questions that agents asked, by kind.", labels: ["kind"] },
  beckon_decisions_ended_total: {
    ...counter,
    help: "Questions that ended, by kind and by what: a person, a rule, expired, withdrawn.",
    labels: ["kind", "by"],
  },
  beckon_decision_answer_seconds: {
    ...histogram,
    help: "From asked to answered by a person, by kind.",
    labels: ["kind"],
    buckets: [1, 5, 15, 30, minute, 2 * minute, 5 * minute, 15 * minute, hour, 4 * hour, day],
  },
  beckon_decision_waiting_cost_dollars: {
    ...gauge,
    help: "What the open question that has cost most by waiting has cost, in the workspace's currency where that is not the dollar.",
    labels: [],
  },
  beckon_agent_waiting_seconds_total: {
    ...counter,
    help: "How long agents waited for people: of each agent the union of its open questions, added up.",
    labels: [],
  },
  beckon_interruptions_total: { ...counter, help: "Notifications about questions that a device showed.", labels: [] },
} as const satisfies Record<string, Metric>;
