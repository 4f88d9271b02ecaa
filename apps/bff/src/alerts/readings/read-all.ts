import type { AlertKind } from "@beckon/contracts/alert-kinds";
import type { AlertRule } from "@beckon/contracts/alerts";
import type { Db } from "../../platform/db/database.ts";
import type { AlertsDeps } from "../alerts.types.ts";
import { agentRestartLoop, agentSlow, agentStale } from "./agents.ts";
import { createFacts } from "./facts.ts";
import { budgetForecast, decisionWaiting, spendAnomaly, spendHour } from "./money.ts";
import type { Reading, ReadKinds } from "./reading.ts";
import { databaseSlow, jobBacklog, noData, providerErrors, providerErrorsHigh, pushFailing } from "./surroundings.ts";
import { coordinationSuccess, failureRate, queueAge, queueDepth, workflowStuck } from "./work.ts";

const kinds: ReadKinds = {
  coordination_success: coordinationSuccess,
  failure_rate: failureRate,
  workflow_stuck: workflowStuck,
  agent_slow: agentSlow,
  agent_stale: agentStale,
  agent_restart_loop: agentRestartLoop,
  queue_depth: queueDepth,
  queue_age: queueAge,
  decision_waiting: decisionWaiting,
  spend_hour: spendHour,
  spend_anomaly: spendAnomaly,
  budget_forecast: budgetForecast,
  provider_errors: providerErrors,
  provider_errors_high: providerErrorsHigh,
  no_data: noData,
  push_failing: pushFailing,
  database_slow: databaseSlow,
  job_backlog: jobBacklog,
};

/** By kind; null: it could not be read. Of the rules that are on. */
export type AllReadings = ReadonlyMap<AlertKind, readonly Reading[] | null>;

/** Everything that the rules look at, read one after the other: a look must not crowd out who works. */
export const readAll = async (
  deps: AlertsDeps,
  db: Db,
  { rules, now }: { rules: readonly AlertRule[]; now: Date },
): Promise<AllReadings> => {
  const facts = createFacts(deps, db);
  const all = new Map<AlertKind, readonly Reading[] | null>();
  for (const rule of rules) {
    if (!rule.enabled) continue;
    try {
      all.set(rule.kind, await kinds[rule.kind]({ deps, db, now, rule, facts }));
    } catch (error) {
      deps.logger.warn({ err: error, kind: rule.kind }, "no reading for an alert rule; it stays as it is");
      all.set(rule.kind, null);
    }
  }
  return all;
};
