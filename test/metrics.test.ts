import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { alertKindNames } from "@beckon/contracts/alert-kinds";
import { metricNames, metricOf, mostAgents, mostValues } from "@beckon/bff/observability/catalogue.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readExposition, valueOf, type Exposed } from "./support/exposition.ts";
import { findTool } from "./support/monitoring-tools.ts";
import { seedMonitored } from "./support/seed-monitored.ts";
import { createTestApp, type Call, type TestApp } from "./support/test-app.ts";

let app: TestApp;
let scrape: Call;
let person: Call;
let now = Date.now();
const later = (ms: number) => void (now += ms);
beforeAll(async () => {
  app = await createTestApp({ clock: () => new Date(now) });
  await seedMonitored(app);
  now = Date.now() + 1_000;
  scrape = await app.token("metrics");
  person = await app.token("admin");
});
afterAll(() => app.close());

/** A new reading: the clock goes on by more than one is kept. */
const read = async (accept?: string): Promise<{ text: string; samples: Exposed[] }> => {
  later(5_000);
  const { status, body } = await scrape<string>("GET", "/metrics", undefined, accept ? { accept } : {});
  expect(status).toBe(200);
  return { text: body, samples: readExposition(body) };
};
const promtool = findTool("promtool");
const complaints = (text: string): string => {
  if (!promtool) return "";
  const { stdout, stderr, status } = spawnSync(promtool, ["check", "metrics"], { input: text, encoding: "utf8" });
  return status === 0 ? stdout + stderr : `${status}: ${stdout}${stderr}`;
};

test("every metric of the catalogue is told, with HELP and TYPE; nothing else of Beckon is, and promtool has nothing to say", async () => {
  const { text } = await read();
  const told = [...text.matchAll(/^# TYPE (beckon_\w+) (\w+)$/gm)].map(([, name, type]) => `${name} ${type}`);
  expect(told.toSorted()).toEqual(metricNames.map((name) => `${name} ${metricOf(name).type}`).toSorted());
  for (const name of metricNames) expect(text).toContain(`# HELP ${name} `);
  expect(complaints(text)).toBe("");
});

test("figures are the app's own", async () => {
  const { samples } = await read();
  const ask = async (path: string) => (await person("GET", path)).body;
  const tasks = await ask("/api/tasks/summary");
  for (const [state, name] of Object.entries({ pending: "pending", assigned: "assigned", in_progress: "inProgress", blocked: "blocked" }))
    expect(valueOf(samples, "beckon_tasks", { state })).toBe(tasks.queue[name]);
  expect(valueOf(samples, "beckon_task_oldest_seconds")).toBeCloseTo(tasks.queue.oldestSeconds, 0);
  expect(valueOf(samples, "beckon_task_success_ratio", { window: "24h" })).toBeCloseTo(tasks.success.value / 100, 8);
  expect(valueOf(samples, "beckon_task_distribution_ratio")).toBeCloseTo(tasks.distribution.value / 100, 8);

  const teamwork = await ask("/api/coordination/summary");
  expect(valueOf(samples, "beckon_coordination_success_ratio", { window: "24h" })).toBeCloseTo(teamwork.total.share.value / 100, 8);
  expect(valueOf(samples, "beckon_coordinations_total", { outcome: "failed" })).toBe(teamwork.total.failed);
  for (const { cause, count } of teamwork.byCause) expect(valueOf(samples, "beckon_coordination_failures_total", { cause })).toBe(count);

  const usage = await ask("/api/usage/summary?from=2026-01-01T00:00:00Z&groupBy=model");
  expect(usage.groups.length).toBeGreaterThan(2);
  for (const { key, cost, tokens } of usage.groups) {
    expect(valueOf(samples, "beckon_cost_api_equivalent_dollars_total", { model: key })).toBeCloseTo(
      (cost.apiEquivalent.micros ?? 0) / 1e6,
      9,
    );
    expect(valueOf(samples, "beckon_cost_billed_dollars_total", { model: key })).toBeCloseTo((cost.billed.micros ?? 0) / 1e6, 9);
    expect(valueOf(samples, "beckon_cost_plan_dollars_total", { model: key })).toBeCloseTo((cost.plan.micros ?? 0) / 1e6, 9);
    expect(valueOf(samples, "beckon_tokens_total", { model: key, kind: "output" })).toBe(tokens.output);
  }
  const attention = await ask("/api/attention/summary");
  expect(valueOf(samples, "beckon_agent_waiting_seconds_total")).toBeCloseTo(attention.waiting.ms / 1_000, 0);
  expect(valueOf(samples, "beckon_decisions_ended_total", { by: "person" })).toBe(attention.answers.ended.person);
  expect(valueOf(samples, "beckon_decision_answer_seconds_count")).toBe(attention.answers.n);
  expect(valueOf(samples, "beckon_decisions_pending")).toBe((await ask("/api/decision-requests?status=pending")).items.length);

  const value = await ask("/api/value/summary");
  expect(valueOf(samples, "beckon_value_amount", { estimate: "p50", currency: "USD" })).toBe(value.figures.value.p50 / 1e6);
  expect(valueOf(samples, "beckon_value_roi_ratio", { estimate: "p10" })).toBe(value.figures.roi.p10 / 1e6);
  const [budget] = (await ask("/api/budgets")).items;
  expect(valueOf(samples, "beckon_budget_spent_dollars")).toBe(budget.current.spent.micros / 1e6);
  const runs = (await ask("/api/workflows/summary")).runs;
  expect(valueOf(samples, "beckon_workflow_runs", { state: "running" })).toBe(runs.running);
  expect(valueOf(samples, "beckon_workflow_runs_stuck")).toBe(runs.stuck);
  const { items: firing } = await ask("/api/alerts?state=firing");
  expect(valueOf(samples, "beckon_alerts")).toBe(firing.length);
});

test("OpenMetrics for who asks for it; both formats give the same figures, in any order of asking", async () => {
  const first = await read();
  const { headers } = await scrape("GET", "/metrics", undefined, { accept: "application/openmetrics-text;version=1.0.0,text/plain;q=0.5" });
  expect(headers.get("content-type")).toBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
  const open = await read("application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1");
  expect(open.text.endsWith("# EOF\n")).toBe(true);
  expect(open.text).toContain("# TYPE beckon_tasks_ended counter");
  const again = await read("text/plain;version=0.0.4;q=1,*/*;q=0.1");
  // Of what Node tells of itself some comes and goes: requests under way, and what its collector has done by now.
  const names = ({ samples }: { samples: Exposed[] }) =>
    new Set(samples.map(({ name }) => name).filter((name) => !name.startsWith("nodejs_")));
  expect(names(first)).toContain("process_cpu_seconds_total");
  expect(names(open)).toEqual(names(first));
  expect(names(again)).toEqual(names(first));
  expect(valueOf(open.samples, "beckon_tasks_ended_total")).toBe(valueOf(first.samples, "beckon_tasks_ended_total"));
});

test("counters never go back: not when old rows are forgotten, nor when a task is opened again, nor in another process", async () => {
  const count = async (name: string, labels = {}) => valueOf((await read()).samples, name, labels) ?? 0;
  const { executeSql } = app.database;
  const names = [
    "beckon_deliveries_total",
    "beckon_tasks_ended_total",
    "beckon_webhooks_total",
    "beckon_jobs_ended_total",
    "beckon_decisions_ended_total",
  ];
  const counts = () => Promise.all(names.map((name) => count(name)));
  const before = await counts();
  expect(Math.min(...before)).toBeGreaterThan(0);
  // A day later all of it is old enough to be counted for the last time.
  later(26 * 3_600_000);
  await app.services.observability.fold();
  expect(await counts()).toEqual(before);
  await executeSql(
    "delete from delivery; delete from github_delivery; delete from jobs.job; update task set status = 'in_progress', ended_at = null where status = 'completed'",
  );
  await app.services.observability.fold();
  expect(await counts()).toEqual(before);
  await executeSql(
    `insert into delivery (id, kind, device_id, device_name, status, created_at) values ('dl_new', 'notice', 'dv_1', 'Phone', 'queued', '${new Date(now).toISOString()}')`,
  );
  expect(await count("beckon_deliveries_total")).toBe((before[0] as number) + 1);
});

test("ten thousand hostile names: the format stays valid, series stay few, and it is said how many have none of their own", async () => {
  const hostile = `'\\"}{\n\r\t' || chr(8238) || '# TYPE x counter\n' || repeat('ü', 200)`;
  await app.database.executeSql(`
    insert into agent (id, owner_id, name, role, first_seen_at, last_seen_at)
      select 'ag_x' || n, 'tok_x', n || ${hostile}, 'role ' || n || ${hostile}, now() + n * interval '1 ms', '${new Date(now).toISOString()}' from generate_series(1, 10000) n;
    insert into usage_rollup (grain, at, key, agent_id, role, model, project, task, payment, calls, micros)
      select 'clock-day', '2026-11-01', gen_random_uuid(), '', '', n || ${hostile}, '', '', 'tokens', 1, 1000000 from generate_series(1, 10000) n`);
  const { text, samples } = await read();
  expect(complaints(text)).toBe("");
  expect(samples.length).toBeLessThan(10_000);
  for (const [label, most] of Object.entries(mostValues))
    expect(new Set(samples.map(({ labels }) => labels[label])).size, label).toBeLessThanOrEqual(most + 3);
  expect(new Set(samples.map(({ labels }) => labels.agent_id)).size).toBeLessThanOrEqual(mostAgents + 2);
  expect(valueOf(samples, "beckon_metrics_folded_values", { label: "agent" })).toBeGreaterThan(9_000);
  expect(valueOf(samples, "beckon_metrics_folded_values", { label: "model" })).toBeGreaterThan(9_900);
  // Nothing is lost: what has no series of its own is in "other".
  expect(valueOf(samples, "beckon_agents")).toBeGreaterThan(10_000);
  const models = await read();
  expect(valueOf(models.samples, "beckon_model_calls_total")).toBe(valueOf(samples, "beckon_model_calls_total"));
  expect(valueOf(samples, "beckon_cost_billed_dollars_total", { model: "other" })).toBeGreaterThan(9_900);
  expect(Math.max(...samples.flatMap(({ labels }) => Object.values(labels).map(({ length }) => length)))).toBeLessThanOrEqual(240);
});

test("dashboards are whole: ids are unique, every query names metrics that there are, units and variables are known", async () => {
  const { items } = (await scrape("GET", "/api/observability/grafana")).body;
  expect(items.map(({ file }: { file: string }) => file)).toEqual(
    ["overview", "workflow", "agents", "system", "value"].map((name) => `beckon-${name}.json`),
  );
  expect(new Set(items.map(({ dashboard }: any) => dashboard.uid)).size).toBe(5);
  const units = new Set(["short", "s", "percentunit", "currencyUSD", "bytes", "none", "ops"]);
  for (const { dashboard } of items) {
    const ids = dashboard.panels.map(({ id }: any) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const variables = dashboard.templating.list.map(({ name }: any) => name);
    expect(variables[0]).toBe("datasource");
    for (const { type, gridPos, ...panel } of dashboard.panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      if (type === "row") continue;
      expect(panel.datasource).toEqual({ type: "prometheus", uid: "${datasource}" });
      expect(units).toContain(panel.fieldConfig.defaults.unit);
      expect(panel.links[0].url).toMatch(/^http:\/\/localhost:8787\//);
      for (const { expr } of panel.targets) {
        for (const [name] of expr.matchAll(/beckon_\w+/g)) expect(metricNames).toContain(name.replace(/_(bucket|count|sum)$/, ""));
        for (const [, name] of expr.matchAll(/\$(\w+)/g)) expect([...variables, "__rate_interval"]).toContain(name);
      }
    }
  }
});

test("rules carry the bounds that stand; what is switched off is left out, and named", async () => {
  const rules = async (query = "") => (await scrape<string>("GET", `/api/observability/prometheus-rules${query}`)).body;
  expect([...(await rules()).matchAll(/kind: "(\w+)"/g)].map(([, kind]) => kind)).toEqual(["gone", ...alertKindNames]);
  const owner = await app.pair();
  const set = (kind: string, body: object) => owner("PUT", `/api/alerts/rules/${kind}`, body);
  expect((await set("queue_depth", { enabled: true, threshold: 7, forSeconds: 30, severity: "critical" })).status).toBe(200);
  expect((await set("database_slow", { enabled: false, threshold: 250, forSeconds: 30, severity: "critical" })).status).toBe(200);
  const plain = await rules();
  expect(plain).toContain('expr: "max(beckon_tasks{state=\\"pending\\"}) > 7"');
  expect(plain).toContain("# Switched off in Beckon: database_slow");
  expect(plain).not.toContain("BeckonDatabaseSlow");
  expect(await rules("?operator=true")).toContain('kind: "PrometheusRule"');
});

test("the documentation names every metric", () => {
  const text = readFileSync(new URL("../docs/observability.md", import.meta.url), "utf8");
  for (const name of metricNames) expect(text).toContain(`\`${name}\``);
});
