import { describe, expect, test } from "vitest";
import { logOf, only, readAll, replay, usageOf } from "../otlp/testing/replay.ts";

/** Each call: 54,060 in, of which 51,200 from the cache, and 640 out, of which 128 reasoning. */
const each = { input: 2_860, output: 640, cacheRead: 51_200 };

describe("a captured run without a terminal", () => {
  const { signals, hidden, counters } = replay("codex", "exec-json");
  const session = "01a1fbeb-c049-7152-8eef-c3fd66fd8b0d";

  test("has each call once, from the record that has the counts", () => {
    expect(usageOf(signals, "event")).toEqual({
      calls: 4,
      input: 4 * each.input,
      output: 4 * each.output,
      cacheRead: 4 * each.cacheRead,
      cacheWrite: 0,
      micros: 0,
    });
    expect(only(signals, "model.called")[0]).toMatchObject({
      session,
      agent: { vendor: "Codex", host: "devbox" },
      at: "2026-11-21T02:24:55.110Z",
      data: { model: "gpt-5.5", channel: "event", tokens: { ...each, cacheWrite: 0, reasoning: 128 } },
    });
    expect(hidden).toEqual([]);
    expect(counters).toEqual([]);
  });

  test("tells what it did", () => {
    expect(only(signals, "tool.ended").map(({ id, data: { tool, command, ok, path } }) => [id, tool, command ?? path, ok])).toEqual([
      [`tool-end:${session}:call_mockmwpsc56j0005`, "exec_command", "touch hello.txt", true],
      [`tool-end:${session}:call_mockmwpsc6s8000a`, "exec_command", "git push origin main", false],
      [`tool-end:${session}:call_mockmwpsc7oi000f`, "apply_patch", "README.md", true],
    ]);
    expect(only(signals, "tool.ended")[1]?.data).toMatchObject({
      description: "Pushing needs network access",
      error: expect.stringContaining("approval policy is Never"),
    });
    expect(only(signals, "file.edited")).toMatchObject([
      { id: `file-edit:${session}:call_mockmwpsc7oi000f`, data: { path: "README.md", added: 1, removed: 1 } },
    ]);
    expect(only(signals, "tool.decided").map(({ data }) => [data.accepted, data.by])).toEqual([
      [true, "rule"],
      [true, "rule"],
    ]);
    expect(only(signals, "session.started")).toMatchObject([{ data: { model: "gpt-5.5", version: "0.169.0", permissionMode: "never" } }]);
    expect(only(signals, "turn.started")).toMatchObject([{ session, data: { by: "person" } }]);
    expect(only(signals, "turn.started")[0]?.data).not.toHaveProperty("prompt");
  });
});

test("the terminal's second conversation, which makes a title, is left out with all that it used", () => {
  const { signals, hidden } = replay("codex", "tui-allow");
  expect(hidden).toEqual(["01a1fbea-121f-7ec0-8abe-e9c0585fd84a"]);
  expect(new Set(signals.map(({ session }) => session))).toEqual(new Set(["01a1fbe9-fa67-7a93-8a31-df2c79fd877d"]));
  expect(usageOf(signals, "event")).toMatchObject({
    calls: 2,
    input: 2 * each.input,
    output: 2 * each.output,
    cacheRead: 2 * each.cacheRead,
  });
});

const resource = { "service.name": "codex_cli_rs" };
const event = (name: string, attributes: Record<string, unknown>) =>
  logOf(
    resource,
    { "event.name": `codex.${name}`, "conversation.id": "c1", originator: "codex-tui", ...attributes },
    { timeUnixNano: "0" },
  );
const say = (name: string, attributes: Record<string, unknown>) =>
  readAll([event(name, { "event.timestamp": "2026-11-21T02:00:00.123Z", ...attributes })]);

describe("single events", () => {
  test("a conversation of a person's may be read-only: it has the terminal's own server", () => {
    const start = { sandbox_policy: "read-only", approval_policy: "on-request" };
    expect(say("conversation_starts", { ...start, mcp_servers: "" }).hidden).toEqual(["c1"]);
    expect(say("conversation_starts", { ...start, mcp_servers: "codex_tui" }).hidden).toEqual([]);
    expect(say("conversation_starts", { ...start, mcp_servers: "", sandbox_policy: "workspace-write" }).hidden).toEqual([]);
    expect(say("user_prompt", { prompt: "Generate a concise, single-line task title of at most 36 characters" }).hidden).toEqual(["c1"]);
    expect(say("user_prompt", { prompt: "Make a title" }).hidden).toEqual([]);
  });

  test("how it is paid goes with each call", () => {
    const usage = { "event.kind": "response.completed", input_token_count: "10", output_token_count: "5" };
    const paymentOf = (auth_mode?: string) =>
      only(say("sse_event", { ...usage, ...(auth_mode ? { auth_mode } : {}) }).signals, "model.called")[0]?.data.payment;
    expect([
      paymentOf("ApiKey"),
      paymentOf("ChatGPT"),
      paymentOf("Chatgpt"),
      paymentOf("api_key"),
      paymentOf("Other"),
      paymentOf(),
    ]).toEqual(["tokens", "plan", "plan", "tokens", undefined, undefined]);
  });

  test("the same record again is the same fact; one of another moment is another", () => {
    const usage = { "event.kind": "response.completed", input_token_count: "10", output_token_count: "5" };
    const at = (time: string) => event("sse_event", { ...usage, "event.timestamp": time });
    const twice = readAll([at("2026-11-21T02:00:00.123Z"), at("2026-11-21T02:00:00.123Z"), at("2026-11-21T02:00:00.124Z")]);
    expect(usageOf(twice.signals, "event")).toMatchObject({ calls: 2, input: 20, output: 10 });
    expect(only(twice.signals, "model.called").map(({ at }) => at)).toEqual(["2026-11-21T02:00:00.123Z", "2026-11-21T02:00:00.124Z"]);
  });

  test("failures, and who decided", () => {
    expect(
      only(say("api_request", { "http.response.status_code": 429, "error.message": "slow down" }).signals, "limit.hit")[0]?.data,
    ).toEqual({ what: "rate_limit", message: "slow down" });
    expect(say("api_request", { "http.response.status_code": 200 }).signals).toEqual([]);
    expect(only(say("sse_event", { "event.kind": "response.failed", "error.message": "gone" }).signals, "model.failed")).toMatchObject([
      { data: { error: "gone" } },
    ]);
    const decided = (decision: string, source: string) =>
      only(say("tool_decision", { call_id: "k", tool_name: "exec_command", decision, source }).signals, "tool.decided")[0]?.data;
    expect(decided("approved_for_session", "User")).toMatchObject({ accepted: true, by: "person" });
    expect(decided("denied", "User")).toMatchObject({ accepted: false, by: "person" });
    expect(decided("abort", "user")).toMatchObject({ accepted: false, by: "person" });
    const tool = only(
      say("tool_result", { call_id: "k", tool_name: "ask_human", mcp_server: "beckon", success: true }).signals,
      "tool.ended",
    )[0];
    expect(tool?.data.tool).toBe("mcp__beckon__ask_human");
  });

  test("a patch of several files", () => {
    const patch =
      "*** Begin Patch\n*** Add File: a.ts\n+one\n+two\n*** Update File: b.ts\n@@\n-old\n+new\n keep\n*** Delete File: c.ts\n*** End Patch\n";
    const { signals } = say("tool_result", { call_id: "k", tool_name: "apply_patch", success: "true", arguments: patch });
    expect(only(signals, "file.edited").map(({ id, data }) => [id, data.path, data.added, data.removed])).toEqual([
      ["file-edit:c1:k", "a.ts", 2, 0],
      ["file-edit:c1:k:1", "b.ts", 1, 1],
      ["file-edit:c1:k:2", "c.ts", 0, 0],
    ]);
  });
});
