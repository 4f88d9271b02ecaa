import { alertKindOf } from "@beckon/contracts/alert-kinds";
import type { AlertRule } from "@beckon/contracts/alerts";
import { inBaseUnits } from "../rules/words.ts";
import { agents } from "./agents.ts";
import { dashboardJson } from "./dashboard-json.ts";
import { overview, type Thresholds } from "./overview.ts";
import type { Dashboard } from "./panels.ts";
import { system } from "./system.ts";
import { value } from "./value.ts";
import { workflow } from "./workflow.ts";

/** All dashboards; where a figure has an alert, its bound is the one that stands now. */
export const dashboards = (rules: readonly AlertRule[]): Dashboard[] => {
  const threshold: Thresholds = (kind) => {
    const rule = rules.find((one) => one.kind === kind && one.enabled);
    if (!rule) return {};
    const { unit, bound } = alertKindOf(kind);
    return { threshold: { at: inBaseUnits(unit, rule.threshold), severity: rule.severity, ...(bound === "below" ? { low: true } : {}) } };
  };
  return [overview(threshold), workflow(threshold), agents(threshold), system(threshold), value(threshold)];
};

/** As files: the name of each and its content. */
export const dashboardFiles = (rules: readonly AlertRule[], origin: string) =>
  dashboards(rules).map((dashboard) => ({
    file: `${dashboard.uid}.json`,
    dashboard: dashboardJson(dashboard, origin) as Record<string, unknown>,
  }));
