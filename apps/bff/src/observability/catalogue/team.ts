import type { Metric } from "../catalogue.ts";

const agent = ["agent", "agent_id", "role"] as const;
const gauge = { type: "gauge", of: "system" } as const;

/** Agents, and how they work together. */
export const teamMetrics = {
  beckon_agents: {
    ...gauge,
    help: "Agents by state and role. Those that were not heard for a day are offline.",
    labels: ["state", "role"],
  },
  beckon_agent_state: { ...gauge, help: "1 for the state that an agent is in; agents heard in the last day.", labels: [...agent, "state"] },
  beckon_agent_health_ratio: { ...gauge, help: "Health of an agent, 0 to 1; only where something is known of it.", labels: agent },
  beckon_agent_silence_seconds: {
    ...gauge,
    help: "Time since the last sign of an agent that is in the middle of a turn, without an open call or question.",
    labels: agent,
  },
  beckon_agent_active_tasks: { ...gauge, help: "Tasks that an agent has, assigned or in progress.", labels: agent },
  beckon_agent_ended_tasks: { ...gauge, help: "Tasks of an agent that ended in the last 24 hours.", labels: [...agent, "outcome"] },
  beckon_agent_cost_dollars: {
    ...gauge,
    help: "What an agent used in the last 24 hours, everything at list price; once a minute.",
    labels: agent,
  },
  beckon_agent_slowdown_ratio: {
    ...gauge,
    help: "Mean time of an agent's model calls in the last hour, as part of that of the last day; of those that are slower than usual.",
    labels: ["agent", "agent_id"],
  },
  beckon_agent_starts: { ...gauge, help: "How often an agent's process was started in the last hour.", labels: ["agent", "agent_id"] },
  beckon_ingest_silence_seconds: {
    ...gauge,
    help: "Time since anything was heard of any agent; only while agents are at work by all evidence.",
    labels: [],
  },

  beckon_coordinations_total: {
    ...{ type: "counter", of: "system" },
    help: "Attempts of agents to work together that ended, by type and outcome.",
    labels: ["type", "outcome"],
  },
  beckon_coordination_failures_total: {
    ...{ type: "counter", of: "system" },
    help: "Attempts to work together that failed, by cause, and whether no retry was left.",
    labels: ["cause", "exhausted"],
  },
  beckon_coordinations_pending: { ...gauge, help: "Attempts to work together of the last 24 hours that have not ended.", labels: [] },
  beckon_coordination_success_ratio: {
    ...gauge,
    help: "Share of the attempts that ended in a window (full quarters of an hour) that succeeded, 0 to 1; absent without any, and of an hour with fewer than five.",
    labels: ["window"],
  },
} as const satisfies Record<string, Metric>;
