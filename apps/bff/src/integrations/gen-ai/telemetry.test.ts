import { describe, expect, test } from "vitest";
import { toReadings } from "../otlp/to-signals.ts";
import { decodeJson } from "../otlp/decode-json.ts";
import { only, readAll, spanOf } from "../otlp/testing/replay.ts";

const resource = { "service.name": "planner", "service.version": "1.2" };
const chat = {
  "gen_ai.operation.name": "chat",
  "gen_ai.conversation.id": "c1",
  "gen_ai.response.model": "gpt-5.5",
  "gen_ai.provider.name": "openai",
};
const say = (span: { attributes: Record<string, unknown> } & Record<string, unknown>, of: Record<string, unknown> = resource) =>
  readAll([spanOf(of, span)]).signals;
const tokens = (attributes: Record<string, unknown>) =>
  only(say({ attributes: { ...chat, ...attributes } }), "model.called")[0]?.data.tokens;

describe("a call", () => {
  test("by today's names", () => {
    expect(
      only(
        say({ attributes: { ...chat, "gen_ai.usage.input_tokens": 100, "gen_ai.usage.output_tokens": 20, "gen_ai.response.id": "r1" } }),
        "model.called",
      ),
    ).toMatchObject([
      {
        id: `span:${"0a".repeat(16)}:${"0b".repeat(8)}`,
        at: "2026-11-21T02:12:37.500Z",
        session: "c1",
        agent: { vendor: "planner" },
        data: {
          model: "gpt-5.5",
          provider: "openai",
          channel: "span",
          callId: "r1",
          durationMs: 1_500,
          tokens: { input: 100, output: 20 },
        },
      },
    ]);
    expect(only(say({ attributes: { ...chat, "gen_ai.usage.input_tokens": 1 } }), "session.described")).toMatchObject([
      { session: "c1", data: { version: "1.2" } },
    ]);
  });

  test("by the names of before", () => {
    const old = {
      "gen_ai.system": "anthropic",
      "gen_ai.request.model": "claude-x",
      "gen_ai.usage.prompt_tokens": "7",
      "gen_ai.usage.completion_tokens": "3",
    };
    expect(only(say({ attributes: old }), "model.called")).toMatchObject([
      { session: "service:planner", data: { model: "claude-x", provider: "anthropic", tokens: { input: 7, output: 3 } } },
    ]);
  });

  test("what came from a cache is not counted twice, whether its teller added it to the input or not", () => {
    const cache = {
      "gen_ai.usage.cache_read.input_tokens": 50,
      "gen_ai.usage.cache_creation.input_tokens": 10,
      "gen_ai.usage.output_tokens": 1,
    };
    expect(tokens({ ...cache, "gen_ai.usage.input_tokens": 100 })).toEqual({ input: 40, output: 1, cacheRead: 50, cacheWrite: 10 });
    expect(tokens({ ...cache, "gen_ai.usage.input_tokens": 8 })).toEqual({ input: 8, output: 1, cacheRead: 50, cacheWrite: 10 });
  });

  test("that failed", () => {
    const failed = say({ attributes: { ...chat, "error.type": "429" }, status: { code: 2, message: "slow down" } });
    expect(failed.map(({ kind }) => kind)).toEqual(["session.described", "model.failed", "limit.hit"]);
    expect(only(failed, "model.failed")[0]?.data).toMatchObject({ status: 429, error: "slow down" });
  });

  test("is not counted again in the span around it", () => {
    const wrapping = {
      "gen_ai.operation.name": "invoke_agent",
      "gen_ai.conversation.id": "c1",
      "gen_ai.request.model": "m",
      "gen_ai.usage.input_tokens": 900,
      "gen_ai.agent.name": "planner",
    };
    expect(only(say({ attributes: wrapping }), "model.called")).toEqual([]);
    expect(say({ attributes: wrapping }).map(({ kind, at }) => [kind, at])).toMatchObject([
      ["session.described", "2026-11-21T02:12:36.000Z"],
      ["turn.started", "2026-11-21T02:12:36.000Z"],
      ["turn.ended", "2026-11-21T02:12:37.500Z"],
    ]);
    expect(say({ attributes: wrapping, parentSpanId: "0c".repeat(8) }).map(({ kind }) => kind)).toEqual([
      "session.described",
      "delegation.ended",
    ]);
  });
});

test("a tool, known by its call or by its span", () => {
  const tool = {
    "gen_ai.operation.name": "execute_tool",
    "gen_ai.tool.name": "read",
    "gen_ai.tool.call.id": "t1",
    "gen_ai.conversation.id": "c1",
  };
  expect(only(say({ attributes: tool }), "tool.ended")).toMatchObject([
    { id: "tool-end:c1:t1", data: { tool: "read", callId: "t1", ok: true, durationMs: 1_500 } },
  ]);
  expect(only(say({ attributes: { ...tool, "error.type": "ENOENT" } }), "tool.ended")[0]?.data).toMatchObject({
    ok: false,
    error: "ENOENT",
  });
});

test("what is no generative AI says nothing", () => {
  expect(say({ name: "GET /", attributes: { "http.method": "GET" } })).toEqual([]);
  expect(say({ attributes: { ...chat, "gen_ai.usage.input_tokens": 5 } }, { "service.name": "opencode" })).toEqual([]);
});

const usage = (attributes: object) => {
  const point = {
    startTimeUnixNano: "1795227156000000000",
    timeUnixNano: "1795227157000000000",
    sum: 640,
    count: 4,
    attributes: Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } })),
  };
  const metric = { name: "gen_ai.client.token.usage", unit: "{token}", histogram: { aggregationTemporality: 1, dataPoints: [point] } };
  const body = {
    resourceMetrics: [
      { resource: { attributes: [{ key: "service.name", value: { stringValue: "planner" } }] }, scopeMetrics: [{ metrics: [metric] }] },
    ],
  };
  return decodeJson("metrics", Buffer.from(JSON.stringify(body)));
};

test("counters without a conversation may repeat what spans tell, and are marked so", () => {
  const about = { "gen_ai.token.type": "output", "gen_ai.request.model": "m" };
  const [reading] = toReadings(usage(about), { now: new Date() });
  expect(reading?.counters).toMatchObject([
    { counts: "output", amount: 640, cumulative: false, model: "m", head: { session: "service:planner" } },
  ]);
  const spans = toReadings(spanOf({ "service.name": "planner" }, { attributes: { ...chat, "gen_ai.usage.input_tokens": 5 } }), {
    now: new Date(),
  });
  expect([...(reading?.mayRepeat?.values() ?? [])]).toEqual([...(spans[0]?.tellsCalls?.keys() ?? [])]);
  const [own] = toReadings(usage({ ...about, "gen_ai.conversation.id": "c1" }), { now: new Date() });
  expect(own?.mayRepeat?.size).toBe(0);
});
