import type { AlertKind } from "@beckon/contracts/alert-kinds";
import { growth, largest, quantile, total } from "../query.ts";
import { roleVariable, type Dashboard, type Panel, type Threshold } from "./panels.ts";

const role = { role: "$role" };
const small = { width: 6, height: 5 } as const;

/** The bound of a kind of alert as it stands; none where it is switched off. */
export type Thresholds = (kind: AlertKind) => { threshold?: Threshold };

const stat = (panel: Omit<Panel, "type" | "width" | "height">): Panel => ({ type: "stat", ...small, ...panel });
const series = (panel: Omit<Panel, "type">): Panel => ({ type: "timeseries", ...panel });

/** What needs somebody, and whether the team works well together. */
export const overview = (threshold: Thresholds): Dashboard => ({
  uid: "beckon-overview",
  title: "Beckon: overview",
  description: "What needs somebody, whether the agents work well together, what that costs.",
  variables: [roleVariable],
  rows: [
    {
      title: "Now",
      panels: [
        stat({
          title: "Questions that wait",
          description: "Open questions of agents to people.",
          unit: "none",
          path: "/",
          queries: [{ expr: `${total("beckon_decisions_pending")} or vector(0)`, legend: "waiting" }],
        }),
        stat({
          title: "Agents at work",
          description: "Agents with a sign in the last minute, or with an open call.",
          unit: "none",
          path: "/fleet",
          queries: [{ expr: total("beckon_agents", { where: { ...role, state: "working" } }), legend: "working" }],
        }),
        stat({
          title: "Coordination success, 24 h",
          description: "Of the attempts to work together that ended in 24 hours, the share that succeeded.",
          unit: "percentunit",
          path: "/teamwork",
          max: 1,
          ...threshold("coordination_success"),
          queries: [{ expr: largest("beckon_coordination_success_ratio", { where: { window: "24h" } }), legend: "success" }],
        }),
        stat({
          title: "Spent in the last hour",
          description: "All model calls at list price.",
          unit: "currencyUSD",
          path: "/value",
          ...threshold("spend_hour"),
          queries: [{ expr: growth("beckon_cost_api_equivalent_dollars_total", "1h"), legend: "list price" }],
        }),
      ],
    },
    {
      title: "The team",
      panels: [
        series({
          title: "Agents by state",
          description: "All agents, by what the evidence says of them.",
          unit: "none",
          path: "/fleet",
          stacked: true,
          queries: [{ expr: total("beckon_agents", { by: ["state"], where: role }), legend: "{{state}}" }],
        }),
        series({
          title: "Open tasks by state",
          description: "The team's queue.",
          unit: "none",
          path: "/work",
          stacked: true,
          queries: [{ expr: largest("beckon_tasks", { by: ["state"] }), legend: "{{state}}" }],
        }),
        series({
          title: "Attempts to work together, per hour",
          description: "Attempts that ended, by outcome.",
          unit: "none",
          path: "/teamwork",
          queries: [{ expr: growth("beckon_coordinations_total", "1h", { by: ["outcome"] }), legend: "{{outcome}}" }],
        }),
        series({
          title: "Why they failed, per hour",
          description: "Failed attempts by cause; exhausted ones have no retry left.",
          unit: "none",
          path: "/teamwork",
          stacked: true,
          queries: [
            {
              expr: growth("beckon_coordination_failures_total", "1h", { by: ["cause", "exhausted"] }),
              legend: "{{cause}}, exhausted {{exhausted}}",
            },
          ],
        }),
      ],
    },
    {
      title: "People",
      panels: [
        series({
          title: "Time to an answer",
          description: "From asked to answered by a person, over an hour.",
          unit: "s",
          path: "/value",
          queries: [
            { expr: quantile(0.5, "beckon_decision_answer_seconds", "1h"), legend: "median" },
            { expr: quantile(0.95, "beckon_decision_answer_seconds", "1h"), legend: "95 %" },
          ],
        }),
        series({
          title: "Time agents waited, per hour",
          description: "Of each agent the union of its open questions, added up.",
          unit: "s",
          path: "/value",
          queries: [{ expr: growth("beckon_agent_waiting_seconds_total", "1h"), legend: "waited" }],
        }),
        series({
          title: "Questions by what ended them, per hour",
          description: "A person, a rule, the clock, or the agent itself.",
          unit: "none",
          path: "/",
          queries: [{ expr: growth("beckon_decisions_ended_total", "1h", { by: ["by"] }), legend: "{{by}}" }],
        }),
        series({
          title: "The longest waits",
          description: "How long the oldest open question of each kind waits.",
          unit: "s",
          path: "/",
          queries: [{ expr: largest("beckon_decision_oldest_seconds", { by: ["kind"] }), legend: "{{kind}}" }],
        }),
      ],
    },
  ],
});
