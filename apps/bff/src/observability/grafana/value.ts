import { growth, largest } from "../query.ts";
import type { Thresholds } from "./overview.ts";
import type { Dashboard } from "./panels.ts";

/** What the fleet costs, by the three columns that are never added, and what it is worth. */
export const value = (threshold: Thresholds): Dashboard => ({
  uid: "beckon-value",
  title: "Beckon: cost and value",
  description: "Cost by model and team, budgets, and the range of the value. Billed, covered by a plan, and list price are never added.",
  variables: [],
  rows: [
    {
      title: "Cost",
      panels: [
        {
          ...{
            title: "Billed, a day",
            description: "What is paid by token, by model.",
            type: "timeseries",
            unit: "currencyUSD",
            path: "/value",
            stacked: true,
          },
          queries: [{ expr: growth("beckon_cost_billed_dollars_total", "1d", { by: ["model"] }), legend: "{{model}}" }],
        },
        {
          ...{
            title: "Covered by a plan, a day",
            description: "At list price, by model.",
            type: "timeseries",
            unit: "currencyUSD",
            path: "/value",
            stacked: true,
          },
          queries: [{ expr: growth("beckon_cost_plan_dollars_total", "1d", { by: ["model"] }), legend: "{{model}}" }],
        },
        {
          ...{
            title: "Everything at list price, an hour",
            description: "All calls, by model.",
            type: "timeseries",
            unit: "currencyUSD",
            path: "/value",
            stacked: true,
          },
          ...threshold("spend_hour"),
          queries: [{ expr: growth("beckon_cost_api_equivalent_dollars_total", "1h", { by: ["model"] }), legend: "{{model}}" }],
        },
        {
          ...{
            title: "Teams, a day",
            description: "At list price; teams at work.",
            type: "timeseries",
            unit: "currencyUSD",
            path: "/fleet",
            stacked: true,
          },
          queries: [{ expr: growth("beckon_team_cost_api_equivalent_dollars_total", "1d", { by: ["team"] }), legend: "{{team}}" }],
        },
        {
          ...{ title: "Tokens, an hour", description: "By kind.", type: "timeseries", unit: "short", path: "/value", stacked: true },
          queries: [{ expr: growth("beckon_tokens_total", "1h", { by: ["kind"] }), legend: "{{kind}}" }],
        },
        {
          ...{ title: "Model calls, an hour", description: "By model.", type: "timeseries", unit: "none", path: "/value", stacked: true },
          queries: [{ expr: growth("beckon_model_calls_total", "1h", { by: ["model"] }), legend: "{{model}}" }],
        },
        {
          ...{
            title: "Without a price, a day",
            description: "Records of usage whose cost nobody knows.",
            type: "timeseries",
            unit: "none",
            path: "/value",
          },
          queries: [{ expr: growth("beckon_unpriced_records_total", "1d", { by: ["model"] }), legend: "{{model}}" }],
        },
      ],
    },
    {
      title: "Budgets",
      panels: [
        {
          ...{ title: "Spent of the limit", description: "Of the current period.", type: "bargauge", unit: "percentunit", path: "/value" },
          queries: [
            {
              expr: `${largest("beckon_budget_spent_dollars", { by: ["budget", "budget_id"] })} / ${largest("beckon_budget_limit_dollars", { by: ["budget", "budget_id"] })}`,
              legend: "{{budget}}",
            },
          ],
        },
        {
          ...{
            title: "Forecast of the limit",
            description: "What will have been spent at the end of the period, by its own habit.",
            type: "bargauge",
          },
          ...{ unit: "percentunit", path: "/value", ...threshold("budget_forecast") },
          queries: [
            {
              expr: `${largest("beckon_budget_forecast_dollars", { by: ["budget", "budget_id"] })} / ${largest("beckon_budget_limit_dollars", { by: ["budget", "budget_id"] })}`,
              legend: "{{budget}}",
            },
          ],
        },
      ],
    },
    {
      title: "Value of 90 days",
      panels: [
        {
          ...{
            title: "Value and cost",
            description: "P10, P50 and P90 of the value, and all costs that are known, in the workspace's currency.",
            type: "timeseries",
          },
          ...{ unit: "short", path: "/value" },
          queries: [
            { expr: largest("beckon_value_amount", { by: ["estimate", "currency"] }), legend: "{{estimate}} {{currency}}" },
            { expr: largest("beckon_value_cost_amount", { by: ["currency"] }), legend: "cost {{currency}}" },
          ],
        },
        {
          ...{ title: "Return on investment", description: "P10, P50 and P90.", type: "timeseries", unit: "percentunit", path: "/value" },
          queries: [{ expr: largest("beckon_value_roi_ratio", { by: ["estimate"] }), legend: "{{estimate}}" }],
        },
        {
          ...{
            title: "Break-even",
            description: "Working time that must really be saved for the cost.",
            type: "stat",
            unit: "s",
            path: "/value",
            width: 6,
            height: 5,
          },
          queries: [{ expr: largest("beckon_value_break_even_seconds"), legend: "break-even" }],
        },
        {
          ...{ title: "Accepted outcomes", description: "Of 90 days.", type: "stat", unit: "none", path: "/value", width: 6, height: 5 },
          queries: [{ expr: largest("beckon_value_outcomes"), legend: "outcomes" }],
        },
        {
          ...{
            title: "Interruptions, a day",
            description: "Notifications about questions that a device showed.",
            type: "timeseries",
            unit: "none",
            path: "/value",
          },
          queries: [{ expr: growth("beckon_interruptions_total", "1d"), legend: "shown" }],
        },
      ],
    },
  ],
});
