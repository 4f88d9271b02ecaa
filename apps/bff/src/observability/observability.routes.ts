import { grafanaDashboards, prometheusRules, prometheusRulesQuery } from "@beckon/contracts/observability";
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { isLocalPeer } from "../platform/http/client-address.ts";
import { describe } from "../platform/http/describe.ts";
import type { Env } from "../platform/http/env.ts";
import { assertAllowed, guard } from "../platform/http/guard.ts";
import { validate } from "../platform/http/validate.ts";
import { formatFor } from "./format.ts";
import type { ObservabilityService } from "./observability.service.ts";

const tag = "Health";

/** This machine needs no token, unless a proxy on it speaks for somebody else. */
const scraper = createMiddleware<Env>((c, next) => {
  if (c.get("caller").kind !== "nobody" || !isLocalPeer(c)) assertAllowed(c.get("caller"), { tokens: ["metrics", "admin"], local: true });
  return next();
});

/** Figures for Prometheus and what speaks its language. */
export const observabilityRoutes = ({ observability }: { observability: ObservabilityService }) =>
  new Hono<Env>()
    .get(
      "/metrics",
      describe({
        tag,
        summary: "Figures for Prometheus",
        description:
          "Text format, or OpenMetrics by `Accept: application/openmetrics-text`. `beckon_process_…`, `process_…` and `nodejs_…` are of the process that answers, all others the system's: the same from every process. With a token of scope metrics, or from this machine without one. Figures are at most a few seconds old.",
        answers: { 200: { description: "All figures" } },
        errors: { 401: "Not from this machine, and no token", 403: "The token is for something else" },
      }),
      scraper,
      async (c) => {
        const { body, contentType } = await observability.metrics(formatFor(c.req.header("accept")));
        return c.body(body, 200, { "content-type": contentType, "cache-control": "no-store", vary: "Accept" });
      },
    )
    .get(
      "/api/observability/grafana",
      describe({
        tag,
        summary: "Dashboards for Grafana",
        description:
          "Five, each with the name of its file; bounds are those of the alerts as they stand. `beckon export grafana` writes them.",
        answers: { 200: { schema: grafanaDashboards, description: "All dashboards" } },
      }),
      guard({ people: "viewer", tokens: ["metrics"], local: true }),
      async (c) => c.json(await observability.grafana(), 200),
    )
    .get(
      "/api/observability/prometheus-rules",
      describe({
        tag,
        summary: "The alerts as Prometheus' rules",
        description:
          "YAML: a plain file, or by `operator=true` a PrometheusRule. Thresholds are those that people set in the app; a rule that is switched off is left out.",
        answers: { 200: { schema: prometheusRules, description: "The file; in JSON by `format=json`" } },
      }),
      guard({ people: "viewer", tokens: ["metrics"], local: true }),
      validate("query", prometheusRulesQuery),
      async (c) => {
        const { format, ...query } = c.req.valid("query");
        const operator = query.operator === "true";
        if (format === "json") return c.json({ yaml: await observability.prometheusRules(operator) }, 200);
        return c.body(await observability.prometheusRules(operator), 200, {
          "content-type": "application/yaml; charset=utf-8",
          "content-disposition": `attachment; filename="${operator ? "beckon-prometheus-rule" : "beckon-rules"}.yaml"`,
        });
      },
    );
