import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alertKindOf, alertKindNames, type AlertKind } from "@beckon/contracts/alert-kinds";
import type { AlertRule } from "@beckon/contracts/alerts";
import { dashboards } from "@beckon/bff/observability/grafana/dashboards.ts";
import { expressions, queryOf } from "@beckon/bff/observability/rules/expressions.ts";
import { alertName, conditionOf } from "@beckon/bff/observability/rules/rule-file.ts";
import { inBaseUnits } from "@beckon/bff/observability/rules/words.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "./support/bff-process.ts";
import { findTool } from "./support/monitoring-tools.ts";
import { goOn, seedMonitored } from "./support/seed-monitored.ts";
import { createTestApp, type TestApp } from "./support/test-app.ts";

/** A team's server, and the real programs that watch it. */
const [promtool, prometheus, victoria] = (["promtool", "prometheus", "victoria-metrics"] as const).map(findTool);
const folder = mkdtempSync(join(tmpdir(), "beckon-monitoring-"));
const running: ChildProcess[] = [];
let app: TestApp;
let server: Server;
let rules: AlertRule[];

beforeAll(async () => {
  if (!promtool || !prometheus || !victoria) return;
  app = await createTestApp();
  await seedMonitored(app);
  rules = await app.services.alerts.rules.list();
  server = createServer((incoming, outgoing) => {
    const headers = Object.entries(incoming.headers).filter((pair): pair is [string, string] => typeof pair[1] === "string");
    void (async () => {
      const answer = await app.app.fetch(new Request(`http://${incoming.headers.host}${incoming.url}`, { headers }), { incoming } as never);
      outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  for (const child of running)
    await new Promise((resolve) => {
      child.once("close", resolve);
      child.kill("SIGKILL");
    });
  server?.close();
  server?.closeAllConnections();
  await app?.close();
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const start = (program: string, args: string[]) => {
  const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => void (said += chunk.toString()));
  running.push(child);
  return () => said;
};
type Result = { metric: Record<string, string>; value: [number, string] };
const ask = async (url: string, query: string): Promise<Result[]> => {
  const answer = await fetch(`${url}/api/v1/query?nocache=1&query=${encodeURIComponent(query)}`);
  const body = (await answer.json()) as { status: string; error?: string; data: { result: Result[] } };
  if (body.status !== "success") throw new Error(`${query}: ${body.error}`);
  return body.data.result;
};

/** What every panel and every rule asks, as somebody who chose nothing sees it. */
const queries = () => [
  ...dashboards(rules).flatMap(({ rows }) =>
    rows.flatMap(({ panels }) =>
      panels.flatMap((panel) => panel.queries.map(({ expr }) => expr.replaceAll("$__rate_interval", "10s").replaceAll(/\$\w+/g, ".*"))),
    ),
  ),
  ...alertKindNames.map((kind) => queryOf(expressions[kind])),
];

const tools = [promtool, prometheus, victoria].every((found) => found !== undefined);
const why = "skipped, because Debian's prometheus and victoria-metrics are not here and could not be fetched";

test.skipIf(!tools)(
  `a real Prometheus and a real VictoriaMetrics: every query of every panel and rule has data${tools ? "" : `: ${why}`}`,
  async () => {
    const { port } = server.address() as AddressInfo;
    const plain = await app.services.observability.prometheusRules(false);
    write("rules.yaml", plain);
    const scrape = `scrape_configs: [{ job_name: beckon, scrape_interval: 1s, scrape_timeout: 1s, static_configs: [{ targets: ["127.0.0.1:${port}"] }] }]`;
    write("prometheus.yaml", `global: { evaluation_interval: 1s }\nrule_files: [rules.yaml]\n${scrape}\n`);
    write("victoria.yaml", `${scrape}\n`);
    const [one, other] = [await freePort(), await freePort()];
    const [first, second] = [`http://127.0.0.1:${one}`, `http://127.0.0.1:${other}`];
    const said = [
      start(prometheus as string, [
        `--config.file=${folder}/prometheus.yaml`,
        `--storage.tsdb.path=${folder}/tsdb`,
        `--web.listen-address=127.0.0.1:${one}`,
        "--log.level=warn",
      ]),
      start(victoria as string, [
        `-promscrape.config=${folder}/victoria.yaml`,
        `-storageDataPath=${folder}/vm`,
        `-httpListenAddr=127.0.0.1:${other}`,
        "-search.latencyOffset=0s",
        "-retentionPeriod=1",
      ]),
    ];
    const up = async (url: string) => (await ask(url, "beckon_process_info").catch(() => [])).length;
    await expect.poll(() => Promise.all([up(first), up(second)])).toEqual([1, 1]);
    await goOn(app);
    const missing = async (url: string) => {
      const asked = [...new Set(queries())].map(async (query) => {
        const values = (await ask(url, query)).map(({ value }) => Number(value[1]));
        return values.some((value) => !Number.isNaN(value)) ? [] : [query];
      });
      return (await Promise.all(asked)).flat();
    };
    // A reading is kept for some seconds; rates want two of them.
    await expect.poll(async () => [await missing(first), await missing(second)], { interval: 1_000 }).toEqual([[], []]);

    // The same numbers as the app, through either.
    const script = await app.token("admin");
    const { queue } = (await script("GET", "/api/tasks/summary")).body;
    for (const url of [first, second])
      await expect.poll(async () => (await ask(url, 'max(beckon_tasks{state="pending"})'))[0]?.value[1]).toBe(String(queue.pending));

    // The rules are loaded, each can be evaluated, and what is wrong fires with words that a person can read.
    const groups = (await (await fetch(`${first}/api/v1/rules`)).json()) as {
      data: { groups: { rules: { name: string; health: string; lastError?: string }[] }[] };
    };
    const loaded = groups.data.groups.flatMap((group) => group.rules);
    expect(loaded.map(({ name }) => name)).toEqual(["BeckonGone", ...alertKindNames.map(alertName)]);
    expect(loaded.filter(({ health }) => health !== "ok")).toEqual([]);
    const alerts = (await (await fetch(`${first}/api/v1/alerts`)).json()) as {
      data: { alerts: { labels: Record<string, string>; annotations: Record<string, string> }[] };
    };
    const stuck = alerts.data.alerts.find(({ labels }) => labels.kind === "workflow_stuck");
    expect(stuck?.annotations.description).toMatch(/^A run, or one stage of it, takes longer than 1 d\. Now: 2d 0h \d+m \d+s\.$/);
    expect(said.map((words) => words()).join("")).not.toMatch(/level=error|\berror\b.*scrape/i);
  },
);

test.skipIf(!promtool)(
  `promtool has nothing to say to the rules, as a file and as the Operator's manifest${promtool ? "" : `: ${why}`}`,
  async () => {
    const check = (file: string) => {
      const { status, stdout, stderr } = spawnSync(promtool as string, ["check", "rules", file], { encoding: "utf8" });
      return { status, stderr, found: /SUCCESS: (\d+) rules found/.exec(stdout)?.[1] };
    };
    const good = { status: 0, stderr: "", found: String(alertKindNames.length + 1) };
    expect(check(write("check.yaml", await app.services.observability.prometheusRules(false)))).toEqual(good);
    // What the Operator hands on to Prometheus is what stands under `spec`.
    const manifest = await app.services.observability.prometheusRules(true);
    const spec = manifest.slice(manifest.indexOf("spec:\n") + 6).replaceAll(/^ {2}/gm, "");
    expect(check(write("operator.yaml", spec))).toEqual(good);
  },
);

/** Minutes of good readings, then of bad ones, then of good ones again; long enough for every `for` and window. */
const [goodUntil, badUntil, end] = [10, 100, 300];

/** Series of which the query of this kind makes these values, one a minute. A counter's growth in an hour takes an hour to be seen. */
const seriesFor = (kind: AlertKind, { good, bad }: { good: number; bad: number }) => {
  const { how, metric, where, by = [], over } = expressions[kind];
  const labels = Object.entries({ ...where, ...Object.fromEntries(by.map((label) => [label, "x"])), instance: "one" });
  const named = (name: string) => `${name}{${labels.map(([label, value]) => `${label}="${value}"`).join(",")}}`;
  const steps = (value: (of: number) => number) =>
    `${value(good)}x${goodUntil} ${value(bad)}x${badUntil - goodUntil} ${value(good)}x${end - badUntil}`;
  if (how === "growth") {
    const each = bad / 60;
    return [
      {
        series: `${metric}{model="x",instance="one"}`,
        values: `0x${goodUntil} 0+${each}x${badUntil - goodUntil} ${each * (badUntil - goodUntil)}x${end - badUntil}`,
      },
    ];
  }
  if (how === "over")
    return [
      { series: named(metric), values: steps((value) => value * 10) },
      { series: named(over as string), values: `10x${end}` },
    ];
  return [{ series: named(metric), values: steps((value) => (how === "rest" ? 1 - value : value)) }];
};

test.skipIf(!promtool)(`each alert fires and clears, by promtool${promtool ? "" : `: ${why}`}`, async () => {
  // Thresholds with which every rule can be seen within hours.
  const seen = rules.map((rule): AlertRule => ({ ...rule, enabled: true }));
  const tests = seen.map((rule) => {
    const { unit, bound } = alertKindOf(rule.kind);
    const at = inBaseUnits(unit, rule.threshold);
    const bad = bound === "above" ? at * 1.5 : at * 0.5;
    const good = bound === "above" ? at * 0.5 : Math.min(1, at * 1.2);
    const firing = `count(ALERTS{alertname="${alertName(rule.kind)}",alertstate="firing"})`;
    const holds = (minutes: number, fires: boolean) => ({
      expr: firing,
      eval_time: `${minutes}m`,
      exp_samples: fires ? [{ labels: "{}", value: 1 }] : [],
    });
    // The bound itself is not beyond it.
    return {
      name: rule.kind,
      interval: "1m",
      input_series: [...seriesFor(rule.kind, { good, bad }), { series: 'beckon_process_info{instance="one"}', values: `1x${end}` }],
      promql_expr_test: [holds(goodUntil - 1, false), holds(badUntil - 1, true), holds(end - 5, false)],
    };
  });
  const gone = {
    name: "gone",
    interval: "1m",
    input_series: [{ series: 'beckon_process_info{instance="one"}', values: "1x10 _x20 1x20" }],
    promql_expr_test: [9, 25, 45].map((minutes) => ({
      expr: 'count(ALERTS{alertname="BeckonGone",alertstate="firing"})',
      eval_time: `${minutes}m`,
      exp_samples: minutes === 25 ? [{ labels: "{}", value: 1 }] : [],
    })),
  };
  write("tested.yaml", await app.services.observability.prometheusRules(false));
  expect(conditionOf(seen[0] as AlertRule)).toContain("<");
  const file = write(
    "rules.test.yaml",
    JSON.stringify({ rule_files: ["tested.yaml"], evaluation_interval: "1m", tests: [...tests, gone] }),
  );
  const { status, stdout, stderr } = spawnSync(promtool as string, ["test", "rules", file], { cwd: folder, encoding: "utf8" });
  expect(`${stdout}${stderr}`).toContain("SUCCESS");
  expect(status).toBe(0);
});
