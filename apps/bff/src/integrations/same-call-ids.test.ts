import type { Signal } from "@beckon/contracts/signals";
import { describe, expect, test } from "vitest";
import { toSignals as claude } from "./claude-code/hook-signals.ts";
import { toSignals as codex } from "./codex/hook-signals.ts";
import { toSignals as openCode } from "./opencode/hook-signals.ts";
import { toSignals as cursor } from "./cursor/hook-signals.ts";
import { logOf, readAll } from "./otlp/testing/replay.ts";

/* Model servers that count their calls anew in every conversation: `call_0` is another call in each. */

const context = { now: new Date("2026-11-21T10:00:00.000Z"), owner: "laptop" };
const idsOf = (signals: readonly Signal[]) => signals.map(({ id }) => id);
const calls = ["call_0", "call_Zk3dO1x2yQ9wWc5mVb7nRt4u"];

const hooks = {
  "Claude Code": (session: string, id: string) =>
    claude(
      {
        ...{ session_id: session, hook_event_name: "PostToolUse", tool_name: "Edit", tool_use_id: id },
        ...{ tool_input: { file_path: "/a.ts" }, tool_response: { filePath: "/a.ts" } },
      },
      context,
    ),
  Codex: (session: string, id: string) =>
    codex(
      {
        ...{ session_id: session, hook_event_name: "PostToolUse", tool_name: "apply_patch", tool_use_id: id },
        ...{ tool_input: { command: "*** Begin Patch\n*** Update File: a.ts\n+b\n*** End Patch" }, tool_response: "" },
      },
      context,
    ),
  OpenCode: (session: string, id: string) =>
    openCode(
      {
        id: `evt_${session}_${id}`,
        type: "message.part.updated",
        properties: {
          sessionID: session,
          part: { type: "tool", tool: "edit", callID: id, state: { status: "completed", input: { filePath: "/a.ts" } } },
        },
      },
      context,
    ),
  Cursor: (session: string, id: string) =>
    cursor(
      { conversation_id: session, hook_event_name: "postToolUse", tool_name: "Shell", tool_use_id: id, tool_input: { command: "ls" } },
      context,
    ),
};

describe.each(Object.entries(hooks))("%s", (_, tell) => {
  test("the same short id in two runs is two calls, told again in one run it is one", () => {
    const one = idsOf(tell("s1", "call_0"));
    expect(one.length).toBeGreaterThan(0);
    expect(idsOf(tell("s1", "call_0"))).toEqual(one);
    expect(one.filter((id) => idsOf(tell("s2", "call_0")).includes(id))).toEqual([]);
  });
});

const claudeLog = (session: string, id: string) =>
  readAll([
    logOf(
      { "service.name": "claude-code" },
      {
        ...{ "event.name": "tool_result", "session.id": session, tool_name: "Edit", tool_use_id: id, success: "true" },
        tool_input: '{"file_path":"/a.ts"}',
      },
    ),
  ]).signals.filter(({ kind }) => kind === "tool.ended" || kind === "file.edited");
const codexLog = (session: string, id: string) =>
  readAll([
    logOf(
      { "service.name": "codex_exec" },
      {
        ...{ "event.name": "codex.tool_result", "conversation.id": session, tool_name: "apply_patch", call_id: id, success: "true" },
        arguments: "*** Begin Patch\n*** Update File: a.ts\n+b\n*** End Patch",
      },
    ),
  ]).signals.filter(({ kind }) => kind === "tool.ended" || kind === "file.edited");

test.each(calls)("hook and telemetry mean the same by %s", (id) => {
  expect(idsOf(claudeLog("s1", id))).toEqual(idsOf(hooks["Claude Code"]("s1", id)));
  expect(idsOf(codexLog("s1", id))).toEqual(idsOf(hooks.Codex("s1", id)));
});

describe("Claude Code's background tasks", () => {
  const notified = (text: string) =>
    claude({ session_id: "s1", hook_event_name: "UserPromptSubmit", prompt_id: "p1", prompt: text }, context);
  const delegations = (signals: readonly Signal[]) => signals.filter(({ kind }) => kind.startsWith("delegation."));

  test("a sub-agent's end is one fact, whether hook or telemetry tells it", () => {
    const launched = claude(
      {
        ...{ session_id: "s1", hook_event_name: "PostToolUse", tool_name: "Agent", tool_use_id: "toolu_1" },
        ...{ tool_input: { subagent_type: "explore" }, tool_response: { status: "async_launched", agentId: "a1" } },
      },
      context,
    );
    const told = notified(
      '<task-notification>\n<task-id>a1</task-id>\n<tool-use-id>toolu_1</tool-use-id>\n<status>completed</status>\n<summary>Agent "x" finished</summary>\n</task-notification>',
    );
    const counted = readAll([
      logOf(
        { "service.name": "claude-code" },
        { "event.name": "subagent_completed", "session.id": "s1", agent_id: "a1", agent_type: "explore" },
      ),
    ]).signals;
    expect(delegations(told)).toMatchObject([{ data: { callId: "a1", ok: true, childSession: "s1/a1" } }]);
    expect(delegations(launched)).toMatchObject([{ kind: "delegation.started", data: { callId: "a1", childSession: "s1/a1" } }]);
    expect(idsOf(delegations(counted))).toEqual(idsOf(delegations(told)));
    expect(delegations(counted)).toMatchObject([{ data: { callId: "a1" } }]);
  });

  test("a command or a call of MCP that ends in the background is no sub-agent", () => {
    for (const summary of ["MCP task kob0id4j2 (board/ask_human) completed.", 'Background command "sleep 9" completed (exit code 0)']) {
      const told = notified(
        `<task-notification>\n<task-id>k1</task-id>\n<tool-use-id>toolu_2</tool-use-id>\n<status>completed</status>\n<summary>${summary}</summary>\n</task-notification>`,
      );
      expect(delegations(told)).toEqual([]);
      expect(told.find(({ kind }) => kind === "turn.started")).toMatchObject({ data: { by: "agent" } });
    }
  });
});
