import { gzipSync } from "node:zlib";
import { Hono } from "hono";
import protobuf from "protobufjs";
import { beforeEach, describe, expect, test } from "vitest";
import type { Caller, Env } from "../../platform/http/env.ts";
import { createLogger } from "../../platform/logger.ts";
import { otlpRoutes } from "./otlp.routes.ts";
import { createOtlpService } from "./otlp.service.ts";
import { toJson } from "./testing/encode-json.ts";
import { toProtobuf } from "./testing/encode-protobuf.ts";
import { createRecorder } from "./testing/recorder.ts";
import type { Request as Telemetry } from "./testing/telemetry-request.ts";

const agent: Caller = { kind: "token", tokenId: "tok_1", name: "laptop", scope: "agent" };
let recorder: ReturnType<typeof createRecorder>;
let caller: Caller;
let app: Hono<Env>;

beforeEach(() => {
  recorder = createRecorder();
  caller = agent;
  app = new Hono<Env>()
    .use(async (c, next) => {
      c.set("caller", caller);
      c.set("requestId", "req_1");
      c.set("logger", createLogger("silent"));
      await next();
    })
    .route("/", otlpRoutes({ otlp: createOtlpService({ signals: recorder.intake }), clock: () => new Date("2026-11-21T03:00:00Z") }));
});

const prompt = (session: string): Telemetry => ({
  resource: [["service.name", "claude-code"]],
  scope: { name: "com.anthropic.claude_code.events", version: "1" },
  metrics: [],
  spans: [],
  logs: [
    {
      time: 1_795_227_156_641_000_000n,
      observed: 0n,
      eventName: "",
      body: "claude_code.user_prompt",
      attributes: [
        ["session.id", session],
        ["prompt.id", `p-${session}`],
      ],
      traceId: "",
      spanId: "",
    },
  ],
});

type Body = NonNullable<RequestInit["body"]>;
const json = { "content-type": "application/json" };
const proto = { "content-type": "application/x-protobuf" };

const post = async (body: Body | null, headers: Record<string, string>, kind = "logs") => {
  const response = await app.request(`/otlp/v1/${kind}`, { method: "POST", headers, body, duplex: "half" } as RequestInit);
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, type: response.headers.get("content-type"), retryAfter: response.headers.get("retry-after"), bytes };
};

/** google.rpc.Status, read by reflection. */
const statusType = protobuf.Root.fromJSON({
  nested: { Status: { fields: { code: { id: 1, type: "int32" }, message: { id: 2, type: "string" } } } },
}).lookupType("Status");
const readStatus = (bytes: Buffer) => statusType.toObject(statusType.decode(bytes)) as { code: number; message: string };

describe("what is taken", () => {
  test.each([
    ["JSON", toJson("logs", [prompt("s1")]), json],
    ["JSON with a charset", toJson("logs", [prompt("s1")]), { "content-type": "Application/JSON; charset=utf-8" }],
    ["JSON, packed", gzipSync(toJson("logs", [prompt("s1")])), { ...json, "content-encoding": "gzip" }],
    ["protobuf", toProtobuf("logs", [prompt("s1")]), proto],
    ["protobuf, packed", gzipSync(toProtobuf("logs", [prompt("s1")])), { ...proto, "content-encoding": "GZIP" }],
  ])("%s: 200, empty, in its own encoding, and the fact is kept", async (_, body, headers) => {
    const answer = await post(new Uint8Array(body), headers);
    const isJson = headers["content-type"].toLowerCase().startsWith("application/json");
    expect(answer).toMatchObject({ status: 200, type: isJson ? "application/json" : "application/x-protobuf" });
    expect(answer.bytes.toString()).toBe(isJson ? "{}" : "");
    expect(recorder.signals().map(({ kind }) => kind)).toEqual(["turn.started"]);
  });

  test("a chunked body", async () => {
    const bytes = toJson("logs", [prompt("s1")]);
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (let at = 0; at < bytes.length; at += 100) controller.enqueue(new Uint8Array(bytes.subarray(at, at + 100)));
        controller.close();
      },
    });
    expect((await post(body, json)).status).toBe(200);
    expect(recorder.signals()).toHaveLength(1);
  });

  test("nothing at all, and what nobody knows", async () => {
    for (const kind of ["logs", "metrics", "traces"]) {
      expect((await post("{}", json, kind)).bytes.toString()).toBe("{}");
      expect((await post(null, proto, kind)).status).toBe(200);
    }
    const unknown = {
      ...prompt("s1"),
      resource: [["service.name", "somebody"]] as Telemetry["resource"],
      scope: { name: "", version: "" },
    };
    unknown.logs = unknown.logs.map((log) => ({ ...log, body: "order_placed" }));
    expect((await post(new Uint8Array(toJson("logs", [unknown])), json)).status).toBe(200);
    expect(recorder.signals()).toEqual([]);
  });

  test("the agent and its machine by header, where the resource names none", async () => {
    await post(new Uint8Array(toJson("logs", [prompt("s1")])), { ...json, "x-beckon-agent": "worker-3", "x-beckon-host": "devbox" });
    expect(recorder.signals()[0]?.agent).toEqual({ name: "worker-3", vendor: "Claude Code", host: "devbox" });
  });

  test("the good part, with what could not be read counted", async () => {
    const request = JSON.parse(toJson("logs", [prompt("s1")]).toString());
    request.resourceLogs[0].scopeLogs[0].logRecords.push(5, { timeUnixNano: "soon" });
    const answer = await post(JSON.stringify(request), json);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.bytes.toString())).toEqual({
      partialSuccess: { rejectedLogRecords: "2", errorMessage: "could not be read" },
    });
    expect(recorder.signals()).toHaveLength(1);
    const traces = await post('{"resourceSpans":[{"scopeSpans":[{"spans":[1]}]}]}', json, "traces");
    expect(JSON.parse(traces.bytes.toString()).partialSuccess.rejectedSpans).toBe("1");
    const metrics = await post('{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"sum":{"dataPoints":[1]}}]}]}]}', json, "metrics");
    expect(JSON.parse(metrics.bytes.toString()).partialSuccess.rejectedDataPoints).toBe("1");
  });
});

describe("what is refused", () => {
  test.each<[string, Body, Record<string, string>, number]>([
    ["another type", "{}", { "content-type": "text/plain" }, 415],
    ["another packing", "{}", { ...json, "content-encoding": "br" }, 415],
    ["no JSON", "{", json, 400],
    ["no protobuf", "{}", proto, 400],
    ["no gzip", "{}", { ...json, "content-encoding": "gzip" }, 400],
    ["a cut gzip", gzipSync("{}".repeat(1_000)).subarray(0, 20), { ...json, "content-encoding": "gzip" }, 400],
    ["more than 8 MiB", " ".repeat(8_388_609), json, 413],
    ["more than 8 MiB, announced", "{}", { ...json, "content-length": "8388609" }, 413],
    ["more than 8 MiB, packed", gzipSync(Buffer.alloc(8_388_609, 0x20)), { ...json, "content-encoding": "gzip" }, 413],
  ])("%s: never to be sent again", async (_, body, headers, status) => {
    const answer = await post(body, headers);
    expect(answer).toMatchObject({ status, retryAfter: null });
    if (answer.type === "application/json") expect(JSON.parse(answer.bytes.toString())).toMatchObject({ message: expect.any(String) });
    else expect(readStatus(answer.bytes).message).not.toBe("");
    expect(recorder.signals()).toEqual([]);
  });

  test("in the encoding of the request", async () => {
    const answer = await post("no protobuf", proto);
    expect(answer).toMatchObject({ status: 400, type: "application/x-protobuf" });
    expect(readStatus(answer.bytes)).toEqual({ code: 3, message: "the body is no protobuf of this kind" });
  });

  test("while the database is away: to be sent again, and then it is kept", async () => {
    recorder.setAway(true);
    for (const [body, headers] of [
      [toJson("logs", [prompt("s1")]), json],
      [toProtobuf("logs", [prompt("s1")]), proto],
    ] as const)
      expect(await post(new Uint8Array(body), headers)).toMatchObject({ status: 503, retryAfter: "5" });
    recorder.setAway(false);
    expect((await post(new Uint8Array(toJson("logs", [prompt("s1")])), json)).status).toBe(200);
    expect(recorder.signals()).toHaveLength(1);
  });

  test.each<[Caller, number]>([
    [{ kind: "nobody" }, 401],
    [{ ...agent, scope: "metrics" }, 403],
    [{ ...agent, scope: "host" }, 200],
    [{ ...agent, scope: "admin" }, 200],
    [{ kind: "local" }, 403],
  ])("%j", async (who, status) => {
    caller = who;
    expect((await post("{}", json)).status).toBe(status);
  });
});
