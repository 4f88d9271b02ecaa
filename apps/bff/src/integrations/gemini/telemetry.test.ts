import { describe, expect, test } from "vitest";
import { toUsage } from "../otlp/counters.ts";
import { logOf, only, readAll, replay, usageOf } from "../otlp/testing/replay.ts";

const session = "9edff46f-b997-4760-bc97-48fd5e9a40ca";
/** Four calls of 54,060 in, of which 51,200 from the cache, 512 out and 128 thought. */
const four = { input: 4 * 2_860, output: 4 * 640, cacheRead: 4 * 51_200 };

describe("a captured run without a terminal", () => {
  const { signals, counters } = replay("gemini", "headless-yolo");

  test("has its calls by event, and the same by counter", () => {
    expect(usageOf(signals, "event")).toEqual({ calls: 4, ...four, cacheWrite: 0, micros: 0 });
    expect(only(signals, "model.called")[0]).toMatchObject({
      session,
      agent: { vendor: "Gemini CLI", host: "devbox" },
      data: {
        model: "mock",
        provider: "google",
        payment: "tokens",
        durationMs: 494,
        tokens: { input: 2_860, output: 640, cacheRead: 51_200, reasoning: 128 },
      },
    });
    const usage = toUsage(counters, new Map(counters.map((counter) => [counter, counter.amount])));
    const sum = (of: (tokens: any) => number) => usage.reduce((total, { data }) => total + of((data as any).tokens), 0);
    expect(sum(({ input }) => input)).toBe(four.input);
    expect(sum(({ output }) => output)).toBe(four.output);
    expect(sum(({ cacheRead }) => cacheRead)).toBe(four.cacheRead);
    expect(sum(({ reasoning = 0 }) => reasoning)).toBe(512);
  });

  test("tells its tools, its mode and its model; nothing of the command line it was started with", () => {
    expect(only(signals, "tool.ended").map(({ data }) => [data.tool, data.ok, data.durationMs])).toEqual([
      ["run_shell_command", true, 445],
      ["run_shell_command", true, 295],
      ["replace", true, 141],
    ]);
    expect(only(signals, "tool.decided")).toEqual([]);
    expect(only(signals, "session.started")).toMatchObject([{ data: { model: "gemini-2.5-flash", permissionMode: "yolo" } }]);
    expect(only(signals, "session.described")).toMatchObject([{ session, data: { payment: "tokens" } }]);
    expect(only(signals, "turn.started")).toHaveLength(1);
    expect(JSON.stringify(signals)).not.toMatch(/SCENARIO|gemini\.js|software engineering/);
  });
});

const say = (name: string, attributes: Record<string, unknown>) =>
  readAll([logOf({ "service.name": "gemini-cli" }, { "session.id": "s1", "event.name": `gemini_cli.${name}`, ...attributes })]).signals;

describe("single events", () => {
  test("a tool with its arguments, edits included", () => {
    const edit = {
      function_name: "replace",
      success: true,
      decision: "modify",
      duration_ms: 9,
      function_args: '{"file_path":"/a/b.ts"}',
      metadata: '{"model_added_lines":3,"model_removed_lines":1}',
    };
    expect(say("tool_call", edit).map(({ kind }) => kind)).toEqual(["tool.decided", "tool.ended", "file.edited"]);
    expect(say("tool_call", edit)[2]?.data).toMatchObject({ path: "/a/b.ts", added: 3, removed: 1 });
    expect(say("tool_call", { function_name: "x", decision: "reject", success: false, error: "no" })[0]?.data).toMatchObject({
      accepted: false,
      by: "person",
    });
    expect(say("tool_call", { function_name: "x", decision: "accept" }).map(({ kind }) => kind)).toEqual(["tool.ended"]);
  });

  test("prompts of a terminal have ids of their own", () => {
    expect(say("user_prompt", { prompt_id: "s1########2", prompt: "Go" })[0]).toMatchObject({
      id: "turn-start:s1########2",
      data: { prompt: "Go", turnId: "s1########2" },
    });
    expect(say("user_prompt", { prompt_id: "s1" })[0]?.data).toEqual({ by: "person", ends: false });
  });

  test("failures and limits, sub-agents, modes", () => {
    expect(say("api_error", { model: "m", status_code: 429, error: "quota" }).map(({ kind }) => kind)).toEqual([
      "model.failed",
      "limit.hit",
    ]);
    expect(say("agent.finish", { agent_id: "a1", agent_name: "explorer", terminate_reason: "TIMEOUT" })[0]).toMatchObject({
      id: "delegation-end:s1:a1",
      data: { to: "explorer", ok: false },
    });
    expect(say("approval_mode_switch", { from_mode: "default", to_mode: "yolo" })[0]?.data).toEqual({ permissionMode: "yolo" });
    expect(say("model_routing", {})).toEqual([]);
  });
});
