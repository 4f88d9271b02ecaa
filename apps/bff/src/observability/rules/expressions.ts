import type { AlertKind } from "@beckon/contracts/alert-kinds";
import type { MetricName } from "../catalogue.ts";
import { growth, largest } from "../query.ts";

/**
 * What a kind of alert is judged by. max: the metric itself. rest: what is missing to 1. growth: how much it grew in an hour.
 * over: as a part of another metric. By `by` it is told apart.
 */
export type Expression = {
  how: "max" | "rest" | "growth" | "over";
  metric: MetricName;
  where?: Readonly<Record<string, string>>;
  by?: readonly string[];
  over?: MetricName;
};

const agent = ["agent", "agent_id"] as const;
const budget = ["budget", "budget_id"] as const;

/** Every kind that Beckon watches has one: the type checker finds a missing one. */
export const expressions: Record<AlertKind, Expression> = {
  coordination_success: { how: "max", metric: "beckon_coordination_success_ratio", where: { window: "1h" } },
  failure_rate: { how: "rest", metric: "beckon_task_success_ratio", where: { window: "1h" } },
  workflow_stuck: { how: "max", metric: "beckon_workflow_oldest_seconds" },
  agent_slow: { how: "max", metric: "beckon_agent_slowdown_ratio", by: agent },
  agent_stale: { how: "max", metric: "beckon_agent_silence_seconds", by: [...agent, "role"] },
  agent_restart_loop: { how: "max", metric: "beckon_agent_starts", by: agent },
  queue_depth: { how: "max", metric: "beckon_tasks", where: { state: "pending" } },
  queue_age: { how: "max", metric: "beckon_task_pending_oldest_seconds" },
  decision_waiting: { how: "max", metric: "beckon_decision_waiting_cost_dollars" },
  spend_hour: { how: "growth", metric: "beckon_cost_api_equivalent_dollars_total" },
  spend_anomaly: { how: "max", metric: "beckon_spend_anomaly_ratio", by: ["scope"] },
  budget_forecast: { how: "over", metric: "beckon_budget_forecast_dollars", over: "beckon_budget_limit_dollars", by: budget },
  provider_errors: { how: "max", metric: "beckon_provider_error_ratio", where: { window: "5m" }, by: ["provider"] },
  provider_errors_high: { how: "max", metric: "beckon_provider_error_ratio", where: { window: "2m" }, by: ["provider"] },
  no_data: { how: "max", metric: "beckon_ingest_silence_seconds" },
  push_failing: { how: "max", metric: "beckon_push_failing_seconds" },
  database_slow: { how: "max", metric: "beckon_process_database_ping_seconds" },
  job_backlog: { how: "max", metric: "beckon_job_oldest_due_seconds" },
};

/** Its value as a query, in seconds, dollars, parts of one or plain counts. */
export const queryOf = ({ how, metric, where, by = [], over }: Expression): string => {
  const of = { by, ...(where ? { where } : {}) };
  if (how === "growth") return growth(metric, "1h", of);
  if (how === "over") return `${largest(metric, of)} / ${largest(over as MetricName, of)}`;
  return how === "rest" ? `1 - ${largest(metric, of)}` : largest(metric, of);
};
