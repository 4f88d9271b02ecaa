import { z } from "zod";

/* What other tools take to watch Beckon: Grafana's dashboards and Prometheus' rules, with the bounds that people set. */

/** `dashboard`: as Grafana takes it; its shape is Grafana's. */
export const grafanaDashboards = z.object({ items: z.array(z.object({ file: z.string(), dashboard: z.record(z.string(), z.unknown()) })) });
export type GrafanaDashboards = z.infer<typeof grafanaDashboards>;

/** `operator` true: a PrometheusRule for the Prometheus Operator, else a plain file of rules. `format` json: the file as a text in JSON. */
export const prometheusRulesQuery = z.object({
  operator: z.enum(["true", "false"]).optional(),
  format: z.enum(["yaml", "json"]).optional(),
});
export const prometheusRules = z.object({ yaml: z.string() });
