import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "@beckon/bff/config.ts";
import { startServer, type RunningServer } from "@beckon/bff/server.ts";
import { SeverityNumber } from "@opentelemetry/api-logs";
import { OTLPLogExporter as JsonLogs } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPLogExporter as ProtobufLogs } from "@opentelemetry/exporter-logs-otlp-proto";
import { AggregationTemporalityPreference, OTLPMetricExporter as JsonMetrics } from "@opentelemetry/exporter-metrics-otlp-http";
import { OTLPMetricExporter as ProtobufMetrics } from "@opentelemetry/exporter-metrics-otlp-proto";
import { OTLPTraceExporter as JsonTraces } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufTraces } from "@opentelemetry/exporter-trace-otlp-proto";
import { CompressionAlgorithm } from "@opentelemetry/otlp-exporter-base";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { LoggerProvider, SimpleLogRecordProcessor } from "@opentelemetry/sdk-logs";
import { MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import { BasicTracerProvider, SimpleSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/* OpenTelemetry's own exporters against the real server, as agents that are built on them use them. */

let dataDir: string;
let server: RunningServer;
let agent: string;
let script: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "beckon-otlp-"));
  server = await startServer(readConfig({ BECKON_PORT: "0", BECKON_DATA_DIR: dataDir, BECKON_LOG_LEVEL: "silent" }));
  const token = (name: string, scope: "agent" | "admin") => server.services.access.tokens.create({ kind: "local" }, { name, scope });
  agent = (await token("laptop", "agent")).token;
  script = (await token("script", "admin")).token;
});
afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const origin = () => `http://127.0.0.1:${server.config.port}`;

const sessionOf = async (key: string) => {
  const answer = await fetch(`${origin()}/api/sessions?limit=200`, { headers: { authorization: `Bearer ${script}` } });
  const { items } = (await answer.json()) as { items: { key: string; usage: any; model?: string; agentId: string }[] };
  return items.find((session) => session.key === key);
};
const usageOf = async (key: string) => {
  const { calls, tokens, costMicros } = (await sessionOf(key))?.usage ?? {};
  return { calls, ...tokens, costMicros };
};

type Way = { encoding: "JSON" | "protobuf"; packing: "plain" | "gzip" };
const ways: [string, Way][] = (["JSON", "protobuf"] as const).flatMap((encoding) =>
  (["plain", "gzip"] as const).map((packing): [string, Way] => [`${encoding}, ${packing}`, { encoding, packing }]),
);

const config = (kind: string, { packing }: Way, token = agent) => ({
  url: `${origin()}/otlp/v1/${kind}`,
  headers: { authorization: `Bearer ${token}`, "x-beckon-host": "devbox" },
  compression: packing === "gzip" ? CompressionAlgorithm.GZIP : CompressionAlgorithm.NONE,
});

type Result = { code: number; error?: Error };

/** An exporter that says what became of each export, and can send its first once more, as after a lost answer. */
const watched = <T extends { export(data: any, done: (result: Result) => void): void }>(exporter: T) => {
  const results: (string | undefined)[] = [];
  const sent: unknown[] = [];
  const send = exporter.export.bind(exporter);
  exporter.export = (data, done) => {
    sent.push(data);
    send(data, (result) => {
      results.push(result.code === 0 ? undefined : String(result.error?.message));
      done(result);
    });
  };
  const sendAgain = () => new Promise<Result>((resolve) => exporter.export(sent[0], resolve));
  return { exporter, results, sendAgain };
};

const resource = resourceFromAttributes({ "service.name": "claude-code", "service.version": "2.1.329", "agent.label": "worker-3" });

describe.each(ways)("%s", (name, way) => {
  test("log events: every call once, with its cost", async () => {
    const session = `logs ${name}`;
    const { exporter, results, sendAgain } = watched(new (way.encoding === "JSON" ? JsonLogs : ProtobufLogs)(config("logs", way)));
    const provider = new LoggerProvider({ resource, processors: [new SimpleLogRecordProcessor({ exporter })] });
    const logger = provider.getLogger("com.anthropic.claude_code.events");
    for (let sequence = 1; sequence <= 3; sequence += 1)
      logger.emit({
        severityNumber: SeverityNumber.INFO,
        body: "claude_code.api_request",
        attributes: {
          ...{ "event.name": "api_request", "session.id": session, "event.sequence": sequence, model: "claude-sonnet-5" },
          ...{ input_tokens: 812, output_tokens: "640", cache_read_tokens: 51_200, cache_creation_tokens: 2_048 },
          ...{ cost_usd: 0.023384, duration_ms: 602 },
        },
      });
    await provider.forceFlush();
    await sendAgain();
    await provider.shutdown();
    expect(results).toEqual([undefined, undefined, undefined, undefined]);
    expect(await usageOf(session)).toEqual({
      calls: 3,
      input: 2_436,
      output: 1_920,
      cacheRead: 153_600,
      cacheWrite: 6_144,
      costMicros: 70_152,
    });
    const agents = (await (await fetch(`${origin()}/api/agents`, { headers: { authorization: `Bearer ${script}` } })).json()) as {
      items: any[];
    };
    expect(agents.items.find(({ id }) => id)).toMatchObject({ name: "worker-3", vendor: "Claude Code", host: "devbox" });
  });

  test.each([
    ["deltas", AggregationTemporalityPreference.DELTA],
    ["stands", AggregationTemporalityPreference.CUMULATIVE],
  ])("counters as %s, over two restarts: what they counted, once", async (form, temporalityPreference) => {
    const session = `${form} ${name}`;
    const run = async (rounds: number[]) => {
      const options = { ...config("metrics", way), temporalityPreference };
      const { exporter, results, sendAgain } = watched(new (way.encoding === "JSON" ? JsonMetrics : ProtobufMetrics)(options));
      const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
      const meter = new MeterProvider({ resource, readers: [reader] }).getMeter("com.anthropic.claude_code");
      const tokens = meter.createCounter("claude_code.token.usage", { unit: "tokens" });
      const cost = meter.createCounter("claude_code.cost.usage", { unit: "USD" });
      const about = { "session.id": session, model: "claude-sonnet-5", query_source: "main" };
      for (const calls of rounds) {
        for (let call = 0; call < calls; call += 1) {
          tokens.add(812, { ...about, type: "input" });
          tokens.add(640, { ...about, type: "output" });
          tokens.add(51_200, { ...about, type: "cacheRead" });
          cost.add(0.023384, about);
        }
        await reader.forceFlush();
      }
      await sendAgain();
      await reader.shutdown();
      expect(results.every((result) => result === undefined)).toBe(true);
    };
    await run([2, 0, 3]);
    await run([1]);
    await run([4, 2]);
    // Twelve calls in three processes.
    expect(await usageOf(session)).toMatchObject({ input: 9_744, output: 7_680, cacheRead: 614_400, cacheWrite: 0, costMicros: 280_608 });
  });

  test("spans of the conventions: the call, not the agent around it", async () => {
    const session = `spans ${name}`;
    const { exporter, results, sendAgain } = watched(new (way.encoding === "JSON" ? JsonTraces : ProtobufTraces)(config("traces", way)));
    const planner = resourceFromAttributes({ "service.name": "planner" });
    const provider = new BasicTracerProvider({ resource: planner, spanProcessors: [new SimpleSpanProcessor(exporter)] });
    const tracer = provider.getTracer("planner");
    const about = { "gen_ai.conversation.id": session, "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-5.1-codex" };
    for (const operation of ["chat", "invoke_agent"]) {
      const span = tracer.startSpan(`${operation} x`, { attributes: { ...about, "gen_ai.operation.name": operation } });
      span.setAttributes({
        "gen_ai.usage.input_tokens": 1_000,
        "gen_ai.usage.output_tokens": 50,
        "gen_ai.usage.cache_read.input_tokens": 400,
      });
      span.end();
    }
    await provider.forceFlush();
    await sendAgain();
    await provider.shutdown();
    expect(results).toEqual([undefined, undefined, undefined]);
    expect(await usageOf(session)).toMatchObject({ calls: 1, input: 600, output: 50, cacheRead: 400 });
  });

  test("a wrong token: told to the client, which does not try again", async () => {
    const { exporter, results } = watched(new (way.encoding === "JSON" ? JsonLogs : ProtobufLogs)(config("logs", way, "bk_wrong")));
    const provider = new LoggerProvider({ resource, processors: [new SimpleLogRecordProcessor({ exporter })] });
    provider.getLogger("x").emit({ body: "claude_code.user_prompt", attributes: { "session.id": "nobody" } });
    await provider.shutdown();
    expect(results).toEqual(["Unauthorized"]);
    expect(await sessionOf("nobody")).toBeUndefined();
  });
});
