import { expect, test } from "vitest";
import { only, readAll, spanOf, usageOf } from "../otlp/testing/replay.ts";

const resource = { "service.name": "github-copilot", "service.version": "1.0.94" };
const chat = {
  "gen_ai.operation.name": "chat",
  "gen_ai.provider.name": "github",
  "gen_ai.conversation.id": "c1",
  "gen_ai.response.model": "claude-sonnet-5",
  "gen_ai.usage.input_tokens": 1_000,
  "gen_ai.usage.output_tokens": 50,
  "gen_ai.usage.cache_read.input_tokens": 900,
  "github.copilot.cost": 1,
  "github.copilot.initiator": "user",
};

test("a turn: its calls once, by the plan, with its tools and sub-agents in the same session", () => {
  const trace = { traceId: "0a".repeat(16) };
  const parentSpanId = "01".repeat(8);
  const spans = [
    spanOf(resource, { ...trace, spanId: "02".repeat(8), parentSpanId, attributes: chat }),
    spanOf(resource, {
      ...trace,
      spanId: "03".repeat(8),
      parentSpanId,
      attributes: { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "bash", "gen_ai.tool.call.id": "t1" },
    }),
    spanOf(resource, {
      ...trace,
      spanId: "04".repeat(8),
      parentSpanId,
      name: "invoke_agent explore",
      attributes: {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": "explore",
        "gen_ai.conversation.id": "c1",
        "gen_ai.usage.input_tokens": 9,
      },
    }),
    spanOf(resource, {
      ...trace,
      spanId: parentSpanId,
      attributes: {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.conversation.id": "c1",
        "gen_ai.agent.version": "1.0.94",
        "github.copilot.git.branch": "main",
        "gen_ai.usage.input_tokens": 1_000,
      },
    }),
  ];
  const { signals } = readAll([{ logs: [], points: [], rejected: 0, spans: spans.flatMap((each) => each.spans) }]);
  expect(usageOf(signals, "span")).toEqual({ calls: 1, input: 100, output: 50, cacheRead: 900, cacheWrite: 0, micros: 0 });
  expect(only(signals, "model.called")[0]).toMatchObject({
    source: "copilot",
    agent: { vendor: "Copilot CLI" },
    data: { payment: "plan", purpose: "user" },
  });
  expect(signals.map(({ kind, session }) => `${kind} ${session}`)).toEqual([
    "session.described c1",
    "model.called c1",
    "tool.ended c1",
    "delegation.ended c1",
    "turn.started c1",
    "turn.ended c1",
  ]);
  expect(only(signals, "delegation.ended")[0]).toMatchObject({ agent: { vendor: "Copilot CLI" }, data: { to: "explore", ok: true } });
  expect(signals.every(({ agent }) => agent?.name === undefined)).toBe(true);
});

test("with a key of one's own it is paid by tokens; a tool of a conversation that is not known says nothing", () => {
  expect(
    only(readAll([spanOf(resource, { attributes: { ...chat, "gen_ai.provider.name": "anthropic" } })]).signals, "model.called")[0]?.data
      .payment,
  ).toBe("tokens");
  expect(
    readAll([spanOf(resource, { attributes: { "gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "bash" } })]).signals,
  ).toEqual([]);
});
