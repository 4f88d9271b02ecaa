/** As Grafana names them. */
export type Unit = "short" | "s" | "percentunit" | "currencyUSD" | "bytes" | "none" | "ops";
export type Query = { expr: string; legend: string; table?: boolean };
/** `low`: less is worse. */
export type Threshold = { at: number; severity: "warning" | "critical" | "info"; low?: boolean };

export type Panel = {
  title: string;
  /** What is seen, in one sentence. */
  description: string;
  type: "timeseries" | "stat" | "bargauge" | "table";
  unit: Unit;
  queries: readonly Query[];
  width?: number;
  height?: number;
  threshold?: Threshold;
  /** 0 to this. */
  max?: number;
  stacked?: boolean;
  /** Where in the app more is to be seen. */
  path: string;
};

export type Dashboard = {
  uid: string;
  title: string;
  description: string;
  variables: readonly Variable[];
  rows: readonly { title: string; panels: readonly Panel[] }[];
};
/** Values of a label, of which some or all can be chosen. */
export type Variable = { name: string; label: string; query: string };

export const roleVariable: Variable = { name: "role", label: "Role", query: "label_values(beckon_agents, role)" };
export const agentVariable: Variable = { name: "agent", label: "Agent", query: 'label_values(beckon_agent_state{role=~"$role"}, agent)' };
export const taskVariable: Variable = { name: "task", label: "Task", query: "label_values(beckon_task_progress_ratio, task)" };
