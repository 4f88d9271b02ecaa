import { signal } from "@beckon/contracts/signals";
import fc from "fast-check";
import { expect, test } from "vitest";
import { byClock } from "./clock-ahead.ts";
import { toUsage } from "./counters.ts";
import { decodeJson } from "./decode-json.ts";
import { decodeProtobuf } from "./decode-protobuf.ts";
import { request } from "./testing/arbitraries.ts";
import { toJson } from "./testing/encode-json.ts";
import { toProtobuf } from "./testing/encode-protobuf.ts";
import { readAll } from "./testing/replay.ts";
import type { Attribute, Request } from "./testing/telemetry-request.ts";
import { toReadings, vendorOf } from "./to-signals.ts";

const services = [
  "claude-code",
  "claude-code-desktop",
  "codex_exec",
  "codex_cli_rs",
  "gemini-cli",
  "github-copilot",
  "opencode",
  "planner",
];
const events = [
  ...["user_prompt", "api_request", "api_error", "api_retries_exhausted", "api_refusal", "tool_decision", "tool_result"],
  ...["subagent_completed", "compaction", "permission_mode_changed", "codex.conversation_starts", "codex.user_prompt", "codex.sse_event"],
  ...["codex.api_request", "codex.tool_decision", "codex.tool_result", "gemini_cli.config", "gemini_cli.user_prompt"],
  ...["gemini_cli.api_response", "gemini_cli.api_error", "gemini_cli.tool_call", "gemini_cli.agent.start", "gemini_cli.agent.finish"],
];
const keys = [
  ...["session.id", "conversation.id", "prompt.id", "event.sequence", "event.timestamp", "event.kind", "agent_id", "agent.name"],
  ...["request_id", "tool_use_id", "call_id", "tool_name", "function_name", "tool_input", "tool_parameters", "arguments", "function_args"],
  ...["model", "input_tokens", "output_tokens", "cost_usd", "cost_usd_micros", "duration_ms", "status_code", "error", "error.message"],
  ...[
    "input_token_count",
    "cached_token_count",
    "output_token_count",
    "cached_content_token_count",
    "type",
    "success",
    "decision",
    "source",
  ],
  ...["gen_ai.operation.name", "gen_ai.conversation.id", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "gen_ai.token.type"],
  ...["gen_ai.request.model", "gen_ai.tool.name", "gen_ai.agent.name", "prompt", "agent_type", "to_mode", "permission_mode", "trigger"],
];
const texts = [
  ...[
    "x",
    "",
    "-1",
    "1e400",
    "NaN",
    "12",
    "0.5",
    "true",
    "false",
    "accept",
    "user_reject",
    "chat",
    "invoke_agent",
    "execute_tool",
    "input",
    "output",
  ],
  ...["response.completed", "x".repeat(3_000), "\0", "a\0b", "🦊".repeat(150), "2026-11-21T02:00:00Z", "0000-01-01", "{", "null", "[1]"],
  ...[
    '{"file_path":"a.ts","command":["x"],"full_command":5}',
    '{"git_commit_id":"abc","command":"\\u0000\\ud800"}',
    '{"__proto__":{"path":"p"}}',
  ],
];
const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...texts) },
  fc.double({ noNaN: true }),
  fc.boolean(),
  fc.maxSafeInteger().map((int) => ({ int: String(int) })),
  fc.constant({ a: "b" }),
  fc.constant(["a"]),
) as fc.Arbitrary<Attribute[1]>;
const attribute = (names: readonly string[]) => fc.tuple(fc.constantFrom(...names), value);
const somewhere: Attribute[] = ["session.id", "conversation.id", "gen_ai.conversation.id"].map((key) => [key, "run-1"]);
/** Anything in the known ones; most of them in a session, and some of a kind that is counted. */
const attributes = fc
  .tuple(
    fc.constantFrom(somewhere, somewhere, []),
    fc.constantFrom<Attribute[]>(
      [],
      [
        ["type", "output"],
        ["gen_ai.token.type", "input"],
      ],
      [
        ["gen_ai.operation.name", "chat"],
        ["gen_ai.usage.input_tokens", "7"],
        ["input_tokens", "7"],
      ],
      [["gen_ai.operation.name", "execute_tool"]],
      [["gen_ai.operation.name", "invoke_agent"]],
      [
        ["event.kind", "response.completed"],
        ["input_token_count", "7"],
      ],
    ),
    fc.array(attribute(keys), { maxLength: 10 }),
  )
  .map((parts) => parts.flat() as Attribute[]);
const metricNames = [
  "claude_code.token.usage",
  "claude_code.cost.usage",
  "claude_code.session.count",
  "gemini_cli.token.usage",
  "gen_ai.client.token.usage",
];

/** Requests whose frames are right and whose attributes are the known ones with anything in them. */
const hostile = fc
  .tuple(
    request.filter(({ logs, metrics, spans }) => logs.length > 0 && metrics.length > 0 && spans.length > 0),
    fc.constantFrom(...services),
    fc.array(fc.tuple(fc.constantFrom(...events), attributes), { minLength: 1, maxLength: 6 }),
    attributes,
    fc.nat(metricNames.length - 1),
  )
  .map(([base, service, told, shared, offset]): Request => {
    const own = (index: number) => told[index % told.length]?.[1] ?? shared;
    return {
      ...base,
      resource: [...base.resource, ...shared, ["service.name", service]],
      logs: base.logs.flatMap((log) => told.map(([name, own]) => ({ ...log, attributes: [["event.name", name], ...own] as Attribute[] }))),
      metrics: base.metrics.map((metric, index) => ({
        ...metric,
        ...{ name: metricNames[(index + offset) % metricNames.length] as string, shape: "sum", monotonic: true, temporality: 2 },
        points: metric.points.map((point, at) => ({ ...point, flags: 0, value: Math.abs(point.value), attributes: own(at) })),
      })),
      spans: base.spans.map((span, index) => ({
        ...span,
        ...{ name: index % 2 ? "claude_code.llm_request" : "chat", spanId: "0b".repeat(8), attributes: own(index) },
      })),
    };
  });

test("whatever agents tell, what comes of it fits its contract, and is the same in either encoding", () => {
  const context = { now: new Date("2026-11-21T03:00:00Z"), agentName: "header", host: "devbox" };
  const reached = new Set<string>();
  fc.assert(
    fc.property(hostile, fc.constantFrom("logs", "metrics", "traces"), (given, kind) => {
      const telemetry = decodeJson(kind, toJson(kind, [given]));
      const { signals, counters } = readAll([telemetry], context);
      for (const { source, kind } of [...signals, ...counters.map(({ head }) => ({ ...head, kind: "counter" }))])
        reached.add(`${source} ${kind}`);
      for (const one of toUsage(counters, new Map(counters.map((counter) => [counter, counter.amount]))))
        expect(signal.parse(one)).toEqual(one);
      const other = readAll([decodeProtobuf(kind, toProtobuf(kind, [given]))], context);
      expect(other.signals).toEqual(signals);
      expect(other.counters).toEqual(counters);
    }),
    { numRuns: 800, seed: 20_261_121 },
  );
  // Else it has been shown of little.
  for (const source of ["claude-code", "codex", "gemini", "copilot", "gen-ai"])
    for (const kind of ["model.called", "tool.ended"]) expect(reached).toContain(`${source} ${kind}`);
  for (const source of ["claude-code", "gemini", "gen-ai"]) expect(reached).toContain(`${source} counter`);
});

test("a clock that runs ahead is put back, with all that it told; one impossible time is not taken for a clock", () => {
  const now = new Date("2026-11-21T03:00:00.000Z");
  const nano = (iso: string) => BigInt(Date.parse(iso)) * 1_000_000n;
  const request = (times: string[], host?: string): Request => ({
    ...{
      resource: [["service.name", "codex_exec"], ...(host ? [["host.name", host] as [string, string]] : [])],
      scope: { name: "", version: "" },
      metrics: [],
      spans: [],
    },
    logs: times.map((time) => ({
      ...{ time: 0n, observed: nano(time), eventName: "", body: undefined, traceId: "", spanId: "" },
      attributes: [
        ["event.name", "codex.user_prompt"],
        ["event.timestamp", time],
        ["conversation.id", "c1"],
      ],
    })),
  });
  const read = (...requests: Request[]) =>
    byClock(decodeJson("logs", toJson("logs", requests)), now)
      .flatMap(({ aheadMs, telemetry }) => toReadings(telemetry, { now, aheadMs }))
      .flatMap(({ signals }) => signals);
  const times = (...told: string[]) => read(request(told)).map(({ at }) => at);
  expect(times("2026-11-21T02:00:00.000Z", "2026-11-21T02:59:59.000Z")).toEqual(["2026-11-21T02:00:00.000Z", "2026-11-21T02:59:59.000Z"]);
  expect(times("2026-11-22T02:59:00.000Z", "2026-11-22T03:00:00.000Z")).toEqual(["2026-11-21T02:59:00.000Z", "2026-11-21T03:00:00.000Z"]);
  expect(times("2026-11-21T02:00:00.000Z", "2063-04-05T00:00:00.000Z")).toEqual(["2026-11-21T02:00:00.000Z", "2063-04-05T00:00:00.000Z"]);
  // What a collector hands on is of several clocks: that of one machine puts back nothing of another's, nor of a resource beside it.
  const [right, ahead] = ["2026-11-21T02:59:00.000Z", "2026-11-22T03:00:00.000Z"];
  const hosted = read(
    request([right], "one"),
    request([ahead, right], "two"),
    request(["2026-11-22T02:59:00.000Z"], "two"),
    request([right]),
  );
  expect(hosted.map(({ agent, at }) => [agent?.host, at])).toEqual([
    ["one", right],
    [undefined, right],
    ["two", "2026-11-21T03:00:00.000Z"],
    ["two", "2026-11-20T02:59:00.000Z"],
    ["two", "2026-11-21T02:59:00.000Z"],
  ]);
});

test("times that cannot be are put right by the next best", () => {
  const log = (time: bigint, observed: bigint): Request => ({
    ...{ resource: [["service.name", "claude-code"]], scope: { name: "", version: "" }, metrics: [], spans: [] },
    logs: [{ time, observed, eventName: "", body: "claude_code.user_prompt", attributes: [["session.id", "s"]], traceId: "", spanId: "" }],
  });
  const now = new Date("2026-11-21T03:00:00.000Z");
  const at = (time: bigint, observed: bigint) => {
    const [reading] = toReadings(decodeJson("logs", toJson("logs", [log(time, observed)])), { now });
    return reading?.signals.at(-1)?.at;
  };
  const right = 1_795_227_156_641_999_999n;
  expect(at(right, 0n)).toBe("2026-11-21T02:12:36.641Z");
  expect(at(0n, right)).toBe("2026-11-21T02:12:36.641Z");
  expect(at(5n, right)).toBe("2026-11-21T02:12:36.641Z");
  expect(at(2n ** 63n, 0n)).toBe(now.toISOString());
});

test.each([
  [{ "service.name": "claude-code-desktop" }, "", "x", "claude-code"],
  [{ "service.name": "renamed" }, "com.anthropic.claude_code.events", "x", "claude-code"],
  [{ "service.name": "renamed" }, "", "claude_code.api_request", "claude-code"],
  [{ "service.name": "codex_exec" }, "", "x", "codex"],
  [{ "service.name": "codexter" }, "", "x", "gen-ai"],
  [{}, "", "gemini_cli.token.usage", "gemini"],
  [{ "service.name": "copilot-chat" }, "", "chat x", "copilot"],
  [{ "service.name": "opencode" }, "", "ai.streamText", "opencode"],
  [{}, "", "", "gen-ai"],
] as const)("%j with scope %j and name %j is %s", (resource, scope, name, vendor) => {
  expect(vendorOf({ resource, scope: { name: scope, version: "" } }, name)).toBe(vendor);
});
