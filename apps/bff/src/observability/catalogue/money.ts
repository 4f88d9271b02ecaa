import type { Metric } from "../catalogue.ts";

const gauge = { type: "gauge", of: "system" } as const;
const counter = { type: "counter", of: "system" } as const;

/** What the fleet uses, and what it is worth. The three columns of cost are never added together. */
export const moneyMetrics = {
  beckon_cost_billed_dollars_total: { ...counter, help: "Cost of model calls that are paid by token, by model.", labels: ["model"] },
  beckon_cost_plan_dollars_total: { ...counter, help: "List price of model calls that a plan covers, by model.", labels: ["model"] },
  beckon_cost_api_equivalent_dollars_total: { ...counter, help: "List price of all model calls, by model.", labels: ["model"] },
  beckon_tokens_total: {
    ...counter,
    help: "Tokens by model and kind; reasoning ones are part of the output.",
    labels: ["model", "kind"],
  },
  beckon_model_calls_total: { ...counter, help: "Model calls that were told one by one, by model.", labels: ["model"] },
  beckon_unpriced_records_total: { ...counter, help: "Records of usage whose cost is not known, by model.", labels: ["model"] },
  beckon_team_cost_api_equivalent_dollars_total: {
    ...counter,
    help: "List price of what the runs of a team used; teams at work, once a minute.",
    labels: ["team"],
  },
  beckon_team_tokens_total: { ...counter, help: "Tokens of the runs of a team; teams at work, once a minute.", labels: ["team", "kind"] },

  beckon_budget_limit_dollars: { ...gauge, help: "What may be spent in the current period of a budget.", labels: ["budget", "budget_id"] },
  beckon_budget_spent_dollars: { ...gauge, help: "What was spent in it.", labels: ["budget", "budget_id"] },
  beckon_budget_forecast_dollars: {
    ...gauge,
    help: "What will have been spent at its end, by its own habit (median).",
    labels: ["budget", "budget_id"],
  },
  beckon_spend_anomaly_ratio: { ...gauge, help: "This hour's cost as part of the utmost of usual for it.", labels: ["scope"] },

  beckon_value_amount: {
    ...gauge,
    help: "Value of accepted outcomes of the last 90 days at the P10, P50 and P90 of its range, in the workspace's currency; once a minute.",
    labels: ["currency", "estimate"],
  },
  beckon_value_cost_amount: {
    ...gauge,
    help: "All costs of the last 90 days that are known, in the workspace's currency.",
    labels: ["currency"],
  },
  beckon_value_roi_ratio: {
    ...gauge,
    help: "Return on investment of the last 90 days at the P10, P50 and P90 of its range; 1 is 100 %.",
    labels: ["estimate"],
  },
  beckon_value_break_even_seconds: {
    ...gauge,
    help: "Working time that must really be saved for the cost of the last 90 days.",
    labels: [],
  },
  beckon_value_outcomes: { ...gauge, help: "Accepted outcomes of the last 90 days.", labels: [] },
} as const satisfies Record<string, Metric>;
