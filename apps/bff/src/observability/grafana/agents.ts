import { largest, total } from "../query.ts";
import type { Thresholds } from "./overview.ts";
import { agentVariable, roleVariable, type Dashboard } from "./panels.ts";

const chosen = { agent: "$agent", role: "$role" };
const by = ["agent", "agent_id"] as const;
const named = "{{agent}}";

/** Agents side by side. People are in none of it. */
export const agents = (threshold: Thresholds): Dashboard => ({
  uid: "beckon-agents",
  title: "Beckon: agents compared",
  description: "Agents side by side: state, health, work, cost. At most 300 have series of their own.",
  variables: [roleVariable, agentVariable],
  rows: [
    {
      title: "Side by side",
      panels: [
        {
          ...{
            title: "Agents",
            description: "Who is in which state, with the work of 24 hours.",
            type: "table",
            unit: "none",
            path: "/fleet",
          },
          ...{ width: 24, height: 10 },
          queries: [
            { expr: largest("beckon_agent_state", { by: [...by, "role", "state"], where: chosen }), legend: "state", table: true },
            { expr: largest("beckon_agent_active_tasks", { by: [...by, "role"], where: chosen }), legend: "active tasks", table: true },
            {
              expr: largest("beckon_agent_ended_tasks", { by: [...by, "role"], where: { ...chosen, outcome: "completed" } }),
              legend: "completed",
              table: true,
            },
            {
              expr: largest("beckon_agent_ended_tasks", { by: [...by, "role"], where: { ...chosen, outcome: "failed" } }),
              legend: "failed",
              table: true,
            },
            { expr: largest("beckon_agent_cost_dollars", { by: [...by, "role"], where: chosen }), legend: "cost", table: true },
          ],
        },
        {
          ...{
            title: "Health",
            description: "Of agents of which something is known, 0 to 100 %.",
            type: "timeseries",
            unit: "percentunit",
          },
          ...{ path: "/fleet", max: 1 },
          queries: [{ expr: largest("beckon_agent_health_ratio", { by, where: chosen }), legend: named }],
        },
        {
          ...{
            title: "Silence",
            description: "Since the last sign of agents in the middle of a turn.",
            type: "timeseries",
            unit: "s",
            path: "/fleet",
          },
          ...threshold("agent_stale"),
          queries: [{ expr: largest("beckon_agent_silence_seconds", { by, where: chosen }), legend: named }],
        },
        {
          ...{ title: "Tasks in 24 hours", description: "Completed and failed.", type: "timeseries", unit: "none", path: "/fleet" },
          queries: [
            { expr: largest("beckon_agent_ended_tasks", { by: [...by, "outcome"], where: chosen }), legend: "{{agent}}, {{outcome}}" },
          ],
        },
        {
          ...{ title: "Cost in 24 hours", description: "Everything at list price.", type: "bargauge", unit: "currencyUSD", path: "/value" },
          queries: [{ expr: largest("beckon_agent_cost_dollars", { by, where: chosen }), legend: named }],
        },
        {
          ...{
            title: "Work at hand",
            description: "Tasks assigned or in progress.",
            type: "timeseries",
            unit: "none",
            path: "/work",
            stacked: true,
          },
          queries: [{ expr: largest("beckon_agent_active_tasks", { by, where: chosen }), legend: named }],
        },
        {
          ...{
            title: "Slower than usual",
            description: "Mean time of model calls in the last hour, as part of that of the last day.",
            type: "timeseries",
          },
          ...{ unit: "none", path: "/fleet" },
          ...threshold("agent_slow"),
          queries: [{ expr: largest("beckon_agent_slowdown_ratio", { by, where: { agent: "$agent" } }), legend: named }],
        },
        {
          ...{
            title: "Starts in an hour",
            description: "How often processes were started.",
            type: "timeseries",
            unit: "none",
            path: "/fleet",
          },
          queries: [{ expr: largest("beckon_agent_starts", { by, where: { agent: "$agent" } }), legend: named }],
        },
        {
          ...{
            title: "By role",
            description: "Agents that are not offline.",
            type: "timeseries",
            unit: "none",
            path: "/fleet",
            stacked: true,
          },
          queries: [
            {
              expr: `${total("beckon_agents", { by: ["role"], where: { role: "$role" } })} - ${total("beckon_agents", { by: ["role"], where: { role: "$role", state: "offline" } })}`,
              legend: "{{role}}",
            },
          ],
        },
      ],
    },
  ],
});
