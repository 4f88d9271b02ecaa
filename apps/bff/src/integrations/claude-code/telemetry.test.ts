import { describe, expect, test } from "vitest";
import { toUsage } from "../otlp/counters.ts";
import { kindsOf, logOf, only, readAll, replay, replayProtobuf, spanOf, usageOf } from "../otlp/testing/replay.ts";

const main = "1acf2e43-8d0b-4e31-84f2-702818515f97";
const sub = `${main}/a3a3616d3797d53f7`;
/** Twelve calls of 812 + 640 tokens, 51,200 read from the cache and 2,048 written to it, at $0.023384. */
const twelve = { calls: 12, input: 9_744, output: 7_680, cacheRead: 614_400, cacheWrite: 24_576, micros: 280_608 };

describe("a captured run with a sub-agent", () => {
  const { signals, counters } = replay("claude-code", "print-full-json");

  test("has its calls by event and again by span, and the same money by counter", () => {
    expect(usageOf(signals, "event")).toEqual(twelve);
    expect(usageOf(signals, "span")).toEqual({ ...twelve, micros: 0 });
    const usage = toUsage(counters, new Map(counters.map((counter) => [counter, counter.amount])));
    const sum = (of: (data: any) => number) => usage.reduce((total, { data }) => total + of(data), 0);
    expect(sum((data) => data.costMicros ?? 0)).toBe(twelve.micros);
    expect(sum((data) => data.tokens.input)).toBe(twelve.input);
    expect(sum((data) => data.tokens.output)).toBe(twelve.output);
    expect(sum((data) => data.tokens.cacheRead)).toBe(twelve.cacheRead);
    expect(sum((data) => data.tokens.cacheWrite)).toBe(twelve.cacheWrite);
    expect(new Set(usage.map(({ session }) => session))).toEqual(new Set([main]));
    expect(new Set(usage.map(({ id }) => id)).size).toBe(usage.length);
  });

  test("has one session for the agent and one for its sub-agent, each with its own name", () => {
    expect(new Set(signals.map(({ session }) => session))).toEqual(new Set([main, sub]));
    const names = (session: string) => new Set(signals.filter((one) => one.session === session).map(({ agent }) => agent?.name));
    expect(names(main)).toEqual(new Set(["worker-3"]));
    expect(names(sub)).toEqual(new Set(["general-purpose"]));
    const described = only(signals, "session.described").find(({ session, data }) => session === sub && data.parentSession);
    expect(described?.data).toEqual({ version: "2.1.329", parentSession: main });
    expect(
      usageOf(
        signals.filter(({ session }) => session === sub),
        "event",
      ).calls,
    ).toBe(2);
    expect(only(signals, "delegation.ended")[0]).toMatchObject({
      session: main,
      agent: { name: "worker-3" },
      data: { callId: "a3a3616d3797d53f7", to: "general-purpose", ok: true, childSession: sub },
    });
    expect(only(signals, "session.ended")).toMatchObject([{ session: sub, data: { reason: "completed", failed: false } }]);
  });

  test("tells what was decided by whom, done, and edited", () => {
    expect(only(signals, "tool.decided").map(({ data: { tool, by, command } }) => [tool, by, command])).toEqual([
      ["Bash", "hook", "touch hello.txt"],
      ["Bash", "hook", "git push origin main"],
      ["Read", "rule", undefined],
      ["Edit", "hook", undefined],
      ["Agent", "rule", undefined],
      ["Bash", "hook", "touch from-subagent.txt"],
    ]);
    expect(only(signals, "tool.ended")[0]).toMatchObject({
      id: `tool-end:${main}:toolu_mockmwprwdor0003`,
      at: "2026-11-21T02:12:40.208Z",
      data: { callId: "toolu_mockmwprwdor0003", tool: "Bash", command: "touch hello.txt", ok: true, durationMs: 89 },
    });
    expect(only(signals, "file.edited")).toMatchObject([
      { id: `file-edit:${main}:toolu_mockmwprweos000c`, data: { path: "/home/dev/shop/README.md", callId: "toolu_mockmwprweos000c" } },
    ]);
    expect(only(signals, "session.started")).toMatchObject([{ data: { how: "fresh", version: "2.1.329" } }]);
    expect(only(signals, "turn.started").map(({ id }) => id)).toEqual([
      "turn-start:4642a7d5-5d6f-4706-a722-7747e650a531",
      "turn-start:ab28db65-8fc0-4559-a40d-24b2b2467343",
    ]);
  });

  test("says the same as protobuf", () => {
    const other = replayProtobuf("claude-code", "print-full-protobuf").signals;
    expect(usageOf(other, "event")).toEqual(twelve);
    expect(usageOf(other, "span")).toEqual({ ...twelve, micros: 0 });
    expect(kindsOf(other)).toEqual(kindsOf(signals));
  });
});

test("an answer at the terminal is a person's; the command that ends the run starts no turn", () => {
  const { signals } = replay("claude-code", "tui-answered-in-terminal");
  expect(only(signals, "tool.decided").map(({ id, data }) => [id, data.by, data.accepted])).toEqual([
    ["tool-decision:08fd2caf-6460-42cb-a289-e92dc11cfa00:toolu_mockmwps4n2k0003", "person", true],
  ]);
  expect(only(signals, "turn.started").map(({ data }) => data.turnId)).toEqual(["096f0771-d9b2-4779-9f1e-cc9755e82519"]);
  expect(usageOf(signals, "event")).toMatchObject({ calls: 2, micros: 46_768 });
});

test("a refusal by a hook, and a call that failed", () => {
  expect(only(replay("claude-code", "print-deny").signals, "tool.decided")).toMatchObject([{ data: { accepted: false, by: "hook" } }]);
  const failed = replay("claude-code", "print-api-error").signals;
  expect(only(failed, "model.failed")).toMatchObject([
    { data: { model: "claude-sonnet-5", status: 400, error: "mock error", durationMs: 14 } },
  ]);
  expect(only(failed, "limit.hit")).toEqual([]);
});

const resource = { "service.name": "claude-code", "service.version": "2.1.329" };
const event = (name: string, attributes: Record<string, unknown>, sequence = 7) =>
  logOf(resource, { "session.id": "s1", "prompt.id": "p1", "event.name": name, "event.sequence": sequence, ...attributes });
const say = (name: string, attributes: Record<string, unknown>) =>
  readAll([event(name, attributes)]).signals.filter(({ kind, data }) => kind !== "session.described" || !("version" in data));

describe("single events", () => {
  test("a call without an id of its own is known by its place in the session; dollars become micro-dollars", () => {
    const call = { model: "claude-x", input_tokens: "812", output_tokens: "640", cost_usd: "0.0421004", duration_ms: "12" };
    expect(say("api_request", call)).toMatchObject([
      {
        id: "call:s1:7:1795227156641",
        kind: "model.called",
        data: { costMicros: 42_100, durationMs: 12, tokens: { input: 812, output: 640, cacheRead: 0, cacheWrite: 0 } },
      },
    ]);
    expect(say("api_request", { ...call, cost_usd_micros: 42_101 })[0]?.data).toMatchObject({ costMicros: 42_101 });
    expect(say("api_request", { model: "m", input_tokens: 1 })[0]?.data).not.toHaveProperty("costMicros");
  });

  test("a run that is taken up again counts its events anew: its calls are other calls", () => {
    const call = event("api_request", { model: "claude-x", input_tokens: 1 });
    const later = call.logs.map((record) => ({ ...record, timeNano: record.timeNano + 60_000_000_000n }));
    const idsOf = (...told: (typeof call)[]) => new Set(only(readAll(told).signals, "model.called").map(({ id }) => id));
    expect(idsOf(call, { ...call, logs: later }).size).toBe(2);
    expect(idsOf(call, call).size).toBe(1);
  });

  test.each([
    [429, "rate_limit"],
    [529, "overloaded"],
  ])("status %i is a limit too", (status_code, what) => {
    expect(say("api_error", { status_code, error: "slow down" }).map(({ kind }) => kind)).toEqual(["model.failed", "limit.hit"]);
    expect(say("api_error", { status_code, error: "slow down" })[1]?.data).toEqual({ what, message: "slow down" });
  });

  test("a failure that was tried to the end is told once", () => {
    const about = { model: "m", status_code: 529, error: "overloaded" };
    const both = readAll([
      { ...event("api_error", about), logs: [...event("api_error", about).logs, ...event("api_retries_exhausted", about, 8).logs] },
    ]);
    expect(only(both.signals, "model.failed")).toHaveLength(1);
    expect(only(readAll([event("api_retries_exhausted", about)]).signals, "model.failed")).toHaveLength(1);
  });

  test("a prompt is told where the agent was made to tell it; a background task's report is no person's", () => {
    expect(say("user_prompt", { prompt: "Fix it", "message.uuid": "m1" })[0]?.data).toEqual({
      prompt: "Fix it",
      turnId: "p1",
      by: "person",
      ends: false,
    });
    expect(say("user_prompt", { prompt: "<task-notification>done" })[0]?.data).toMatchObject({ by: "agent" });
    expect(say("user_prompt", { prompt: "/exit", command_name: "exit" })).toEqual([]);
    expect(say("user_prompt", { prompt: "/review", command_name: "review", "message.uuid": "m1" })).toHaveLength(1);
  });

  test("a commit, a mode, a compaction, a refusal", () => {
    const parameters = { tool_parameters: '{"full_command":"git commit","git_commit_id":"abc123"}' };
    expect(say("tool_result", { tool_name: "Bash", tool_use_id: "t1", success: "true", ...parameters })[1]).toMatchObject({
      id: "commit:abc123",
      kind: "commit.made",
      data: { sha: "abc123" },
    });
    expect(say("permission_mode_changed", { from_mode: "default", to_mode: "plan" })[0]).toMatchObject({
      id: "mode:s1:7:1795227156641",
      data: { permissionMode: "plan" },
    });
    expect(say("compaction", { trigger: "auto", success: "true" })[0]).toMatchObject({ kind: "context.compacted", data: { how: "auto" } });
    expect(say("compaction", { trigger: "auto", success: "false" })).toEqual([]);
    expect(say("api_refusal", { model: "m", category: "cyber" })[0]?.data).toMatchObject({ error: "refused by the model: cyber" });
    expect(
      say("tool_result", {
        tool_name: "Edit",
        tool_use_id: "t2",
        success: "false",
        error_type: "Timeout",
        tool_input: '{"file_path":"a.ts"}',
      }),
    ).toMatchObject([{ kind: "tool.ended", data: { ok: false, error: "Timeout", path: "a.ts" } }]);
  });

  test("the folder that a session was opened with", () => {
    const told = event("user_prompt", { "workspace.host_paths": "/home/dev/shop" });
    expect(only(readAll([told]).signals, "session.described")[0]?.data).toEqual({ cwd: "/home/dev/shop", version: "2.1.329" });
  });

  test("what is not known says nothing", () => {
    for (const name of ["hook_registered", "plugin_loaded", "of_tomorrow", "", "__proto__"]) expect(say(name, {})).toEqual([]);
  });

  test("hostile text is clipped and clean", () => {
    const [decided] = say("tool_decision", {
      tool_use_id: "x".repeat(5_000),
      tool_name: `\0${"n".repeat(500)}`,
      decision: "accept",
      source: "user_permanent",
      tool_parameters: JSON.stringify({ full_command: `rm\0${"é".repeat(9_000)}` }),
    });
    expect(decided).toMatchObject({ kind: "tool.decided", data: { by: "person" } });
    expect((decided as { data: { command: string } }).data.command).toHaveLength(1_999);
  });

  test("a sub-agent whose type is not told is not given its parent's name", () => {
    const span = spanOf(
      { ...resource, "agent.label": "worker-3" },
      { name: "claude_code.llm_request", attributes: { "session.id": "s1", agent_id: "a1", input_tokens: 1 } },
    );
    expect(readAll([span], { now: new Date(), agentName: "header" }).signals[0]?.agent).toEqual({ vendor: "Claude Code" });
    const typed = spanOf(resource, {
      name: "claude_code.llm_request",
      attributes: { "session.id": "s1", agent_id: "a1", input_tokens: 1, query_source_safe: "agent.builtin.explore" },
    });
    expect(readAll([typed]).signals[0]?.agent).toMatchObject({ name: "explore", role: "explore" });
    // Resource attributes stand in every record too.
    const named = { "session.id": "s1", agent_id: "a1", "agent.name": "worker-3", "event.name": "tool_result", tool_use_id: "t1" };
    const [described, ended] = readAll([logOf({ ...resource, "agent.name": "worker-3" }, named)]).signals;
    expect(ended?.agent).toEqual({ vendor: "Claude Code" });
    expect(described?.data).toMatchObject({ parentSession: "s1" });
  });
});
