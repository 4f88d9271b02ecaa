import { alertKindOf, type AlertKind } from "@beckon/contracts/alert-kinds";
import type { AlertRule } from "@beckon/contracts/alerts";
import { expressions, queryOf } from "./expressions.ts";
import { inBaseUnits, thresholdWords, valueTemplate } from "./words.ts";
import { toYaml, type Yaml } from "./yaml.ts";

export const alertName = (kind: AlertKind): string =>
  `Beckon${kind
    .split("_")
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join("")}`;

/** When it fires: a query and the bound that people set. */
export const conditionOf = ({ kind, threshold }: Pick<AlertRule, "kind" | "threshold">): string => {
  const { unit, bound } = alertKindOf(kind);
  const query = queryOf(expressions[kind]);
  // A comparison binds weaker than what is before it.
  return `${query} ${bound === "above" ? ">" : "<"} ${inBaseUnits(unit, threshold)}`;
};

const duration = (seconds: number) => `${Math.round(seconds)}s`;

const ruleOf = (rule: AlertRule, origin: string): Yaml => {
  const { title, means, unit, keepSeconds, runbook } = alertKindOf(rule.kind);
  const { by = [] } = expressions[rule.kind];
  const who = by.find((label) => label !== "agent_id" && label !== "budget_id");
  return {
    alert: alertName(rule.kind),
    expr: conditionOf(rule),
    for: duration(rule.forSeconds),
    ...(keepSeconds > 0 ? { keep_firing_for: duration(keepSeconds) } : {}),
    labels: { severity: rule.severity, source: "beckon", kind: rule.kind },
    annotations: {
      summary: who ? `${title}: {{ $labels.${who} }}` : title,
      description: `${means.replace("{}", thresholdWords(unit, rule.threshold))} Now: ${valueTemplate[unit]}.`,
      runbook: runbook.text,
      dashboard: `${origin}/alerts`,
    },
  };
};

/** Nobody tells anything: that no process can say of itself. */
const gone = (origin: string): Yaml => ({
  alert: "BeckonGone",
  expr: "absent(beckon_process_info)",
  for: "5m",
  labels: { severity: "critical", source: "beckon", kind: "gone" },
  annotations: {
    summary: "Beckon gives no figures",
    description: "No process of Beckon has answered Prometheus for five minutes.",
    runbook: "See whether the server runs, and whether Prometheus' token is still valid.",
    dashboard: origin,
  },
});

export type RuleFile = { rules: readonly AlertRule[]; origin: string; operator: boolean };

/** The rules as they stand in the app; one that is switched off is left out, and named. */
export const ruleFile = ({ rules, origin, operator }: RuleFile): string => {
  const off = rules.filter(({ enabled }) => !enabled).map(({ kind }) => kind);
  const groups = [{ name: "beckon", rules: [gone(origin), ...rules.filter(({ enabled }) => enabled).map((rule) => ruleOf(rule, origin))] }];
  const head = [
    "# Beckon's alerts as they stood when this was written: beckon export prometheus-rules",
    ...(off.length > 0 ? [`# Switched off in Beckon: ${off.join(", ")}`] : []),
  ];
  const manifest = {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: { name: "beckon", labels: { "app.kubernetes.io/name": "beckon" } },
    spec: { groups },
  };
  return `${head.join("\n")}\n${toYaml(operator ? manifest : { groups })}`;
};
