import { moneyMetrics } from "./catalogue/money.ts";
import { operationsMetrics } from "./catalogue/operations.ts";
import { processMetrics } from "./catalogue/process.ts";
import { teamMetrics } from "./catalogue/team.ts";
import { workMetrics } from "./catalogue/work.ts";

/**
 * `system`: read from the database, the same from every process (aggregate with `max by`).
 * `process`: of the process that answers, different from each (aggregate with `sum by`, or look at each instance).
 */
export type Metric = {
  help: string;
  type: "gauge" | "counter" | "histogram";
  of: "system" | "process";
  labels: readonly string[];
  /** Upper bounds of a histogram's buckets. */
  buckets?: readonly number[];
};

/** Everything that GET /metrics tells of Beckon itself; dashboards, rules and the documentation are checked against it. */
export const catalogue = { ...teamMetrics, ...workMetrics, ...moneyMetrics, ...operationsMetrics, ...processMetrics } as const;
export type MetricName = keyof typeof catalogue;

export const metricNames = Object.keys(catalogue) as MetricName[];
export const metricOf = (name: MetricName): Metric => catalogue[name];

/** How many values of a label have series of their own; labels that are not named here have a fixed set. */
export const mostValues: Readonly<Record<string, number>> = { role: 40, model: 80, stage: 80, team: 50, provider: 40, queue: 150 };
/** How many of each have series of their own; they are gauges, and the rest has none. */
export const mostAgents = 300;
export const mostTasks = 50;
export const mostBudgets = 50;
/** What all other values of a label are added up as. */
export const other = "other";
