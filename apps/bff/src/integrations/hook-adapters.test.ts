import { decisionRequestInput } from "@beckon/contracts/decisions";
import { signal } from "@beckon/contracts/signals";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readSuggestions } from "./claude-code/hook-suggestions.ts";
import { adapters } from "./hooks.service.ts";
import { hashOf, isWithinDepth } from "./hook-values.ts";
import type { HookContext } from "./hook-types.ts";

const context: HookContext = { now: new Date("2026-11-21T10:00:00.000Z"), owner: "builder", host: "devbox", gate: true };

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.constantFrom(
    "",
    "\0",
    "a\0b",
    "\ud800",
    "x".repeat(30_000),
    "é".repeat(2_500),
    "git push origin main",
    "rm -rf /",
    "<task-notification><tool-use-id>t</tool-use-id><status>completed</status>",
    "*** Begin Patch\n*** Update File: a\n@@\n-x\n+y\n*** End Patch",
    "__proto__",
    "2026-11-21T02:00:00Z",
    "constructor",
  ),
  fc.constantFrom(null, true, -1, 0, 1.5, Number.MAX_VALUE, 1e21, 1_795_229_552_025),
  fc.jsonValue({ maxDepth: 3 }),
);
const names = [
  ...["PermissionRequest", "PreToolUse", "PostToolUse", "PostToolUseFailure", "PostToolBatch", "UserPromptSubmit", "Stop", "StopFailure"],
  ...["SessionStart", "SessionEnd", "SubagentStart", "SubagentStop", "Notification", "TaskCreated", "PermissionDenied", "PostModelSwitch"],
  ...["BeforeTool", "AfterTool", "BeforeAgent", "AfterAgent", "beforeShellExecution", "afterShellExecution", "beforeMCPExecution"],
  ...["afterFileEdit", "beforeSubmitPrompt", "stop", "permissionRequest", "agentStop", "errorOccurred", "constructor", "__proto__"],
];
const types = [
  ...["session.created", "session.updated", "session.idle", "session.error", "message.updated", "message.part.updated", "todo.updated"],
  ...["permission.asked", "permission.replied", "question.asked", "question.replied", "constructor"],
];
const tools = [
  "Bash",
  "Edit",
  "Write",
  "MultiEdit",
  "AskUserQuestion",
  "ExitPlanMode",
  "Agent",
  "TaskUpdate",
  "TodoWrite",
  "apply_patch",
  "mcp__a__b",
];
const someText = fc.oneof(fc.constantFrom("s-1", "s/2"), hostile);
const option = fc.record({ label: hostile, description: hostile }, { requiredKeys: [] });
const input = fc.oneof(
  hostile,
  fc.record(
    {
      command: hostile,
      description: hostile,
      file_path: hostile,
      old_string: hostile,
      new_string: hostile,
      content: hostile,
      plan: hostile,
      edits: fc.array(fc.record({ old_string: hostile, new_string: hostile }), { maxLength: 3 }),
      questions: fc.array(
        fc.oneof(hostile, fc.record({ question: hostile, options: fc.array(option, { maxLength: 14 }), multiSelect: fc.boolean() })),
        {
          maxLength: 5,
        },
      ),
      todos: fc.array(fc.record({ content: hostile, status: fc.constantFrom("completed", "in_progress", 1) }), { maxLength: 3 }),
    },
    { requiredKeys: [] },
  ),
);
const info = fc.record(
  {
    id: someText,
    sessionID: someText,
    role: fc.constantFrom("user", "assistant"),
    cost: hostile,
    modelID: hostile,
    tokens: fc.oneof(hostile, fc.record({ input: hostile, output: hostile, reasoning: hostile, cache: hostile })),
    time: fc.oneof(hostile, fc.record({ created: hostile, completed: hostile })),
    error: hostile,
  },
  { requiredKeys: [] },
);
const payloads = fc.record(
  {
    session_id: someText,
    sessionId: someText,
    conversation_id: someText,
    agent_id: hostile,
    agent_type: hostile,
    prompt_id: hostile,
    turn_id: hostile,
    cwd: hostile,
    hook_event_name: fc.oneof(fc.constantFrom(...names), hostile),
    permission_mode: hostile,
    prompt: hostile,
    tool_name: fc.oneof(fc.constantFrom(...tools), hostile),
    toolName: fc.oneof(fc.constantFrom(...tools), hostile),
    tool_input: input,
    toolArgs: input,
    tool_response: input,
    tool_use_id: hostile,
    tool_calls: fc.array(input, { maxLength: 3 }),
    permission_suggestions: fc.array(
      fc.oneof(
        hostile,
        fc.record({
          type: fc.constantFrom("addRules", "setMode", "addDirectories"),
          destination: fc.constantFrom("session", "x"),
          mode: hostile,
          directories: fc.array(hostile),
          rules: fc.array(hostile),
          behavior: hostile,
        }),
      ),
      { maxLength: 14 },
    ),
    background_tasks: fc.array(hostile, { maxLength: 3 }),
    duration_ms: hostile,
    timestamp: hostile,
    error: hostile,
    command: hostile,
    id: someText,
    type: fc.oneof(fc.constantFrom(...types), hostile),
    properties: fc.oneof(
      hostile,
      fc.record(
        {
          id: someText,
          sessionID: someText,
          info,
          permission: hostile,
          metadata: input,
          always: fc.array(hostile, { maxLength: 3 }),
          questions: fc.array(fc.record({ question: hostile, options: fc.array(option, { maxLength: 4 }), multiple: fc.boolean() }), {
            maxLength: 3,
          }),
          tool: hostile,
          part: fc.record(
            {
              type: fc.constant("tool"),
              callID: hostile,
              tool: hostile,
              sessionID: someText,
              state: fc.record(
                { status: fc.constantFrom("running", "completed", "error"), input, time: hostile, error: hostile },
                { requiredKeys: [] },
              ),
            },
            { requiredKeys: [] },
          ),
        },
        { requiredKeys: [] },
      ),
    ),
  },
  { requiredKeys: [] },
);

describe.each(Object.entries(adapters))("%s", (_, adapter) => {
  test("whatever is posted, signals and questions fit their contracts, and nothing throws", () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const given = payload as Record<string, unknown>;
        for (const each of adapter.toSignals(given, context)) {
          const parsed = signal.safeParse(each);
          if (!parsed.success) throw new Error(`${JSON.stringify(each).slice(0, 500)}: ${JSON.stringify(parsed.error.issues)}`);
        }
        adapter.toFacts(given, context);
        const question = adapter.toQuestion(given, context);
        for (const each of question?.inputs ?? []) {
          const parsed = decisionRequestInput.safeParse(each);
          if (!parsed.success) throw new Error(`${JSON.stringify(each).slice(0, 500)}: ${JSON.stringify(parsed.error.issues)}`);
        }
        // The same payload is the same question: a second call must find the first one's request.
        expect(adapter.toQuestion(given, context)?.inputs).toEqual(question?.inputs);
      }),
      { seed: 20_261_121, numRuns: 400 },
    );
  });
});

describe("suggestions in words", () => {
  const labels = (value: unknown) => readSuggestions(value).map((each) => each.option.label);

  test.each([
    [
      { type: "addRules", rules: [{ toolName: "Bash", ruleContent: "git push *" }], behavior: "allow", destination: "localSettings" },
      "Allow, and always allow `git push *` in this project",
    ],
    [
      {
        type: "addRules",
        rules: [{ toolName: "WebFetch", ruleContent: "domain:a.example" }],
        behavior: "allow",
        destination: "userSettings",
      },
      "Allow, and always allow WebFetch(domain:a.example) in all projects",
    ],
    [
      { type: "addRules", rules: [{ toolName: "Read" }, { toolName: "Grep" }], behavior: "allow", destination: "session" },
      "Allow, and always allow Read, Grep in this session",
    ],
    [
      { type: "addRules", rules: [{ toolName: "Bash", ruleContent: "rm *" }], behavior: "deny", destination: "projectSettings" },
      "Allow, and always refuse `rm *` in this project, for everybody",
    ],
    [{ type: "setMode", mode: "acceptEdits", destination: "session" }, "Allow, and accept all edits in this session"],
    [{ type: "setMode", mode: "bypassPermissions", destination: "session" }, "Allow, and never ask again in this session"],
    [
      { type: "addDirectories", directories: ["/home/dev/shop"], destination: "session" },
      "Allow, and let it work in /home/dev/shop in this session",
    ],
  ])("%j", (update, label) => {
    expect(labels([update])).toEqual([label]);
  });

  test("what cannot be said whole, or is not known, is not offered", () => {
    expect(
      labels([
        { type: "addRules", rules: [{ toolName: "Bash", ruleContent: "x".repeat(200) }], behavior: "allow", destination: "session" },
        { type: "addRules", rules: [{ toolName: "Bash" }, { ruleContent: "no tool" }], behavior: "allow", destination: "session" },
        { type: "setMode", mode: "constructor", destination: "session" },
        { type: "removeRules", rules: [], destination: "session" },
        { type: "addDirectories", directories: ["/a", 1], destination: "session" },
        { type: "setMode", mode: "acceptEdits", destination: "elsewhere" },
        null,
      ]),
    ).toEqual([]);
  });
});

test("a hash does not depend on the order of keys, and tells values apart", () => {
  expect(hashOf({ a: 1, b: [1, { c: 2, d: 3 }] })).toBe(hashOf({ b: [1, { d: 3, c: 2 }], a: 1 }));
  expect(new Set([hashOf({}), hashOf([]), hashOf(null), hashOf({ a: 1 }), hashOf([["a", 1]]), hashOf("a")]).size).toBe(6);
});

test("depth is measured without filling the stack", () => {
  const nested = (depth: number): unknown => JSON.parse("[".repeat(depth) + "]".repeat(depth));
  expect(isWithinDepth(nested(60), 64)).toBe(true);
  expect(isWithinDepth(nested(66), 64)).toBe(false);
  expect(isWithinDepth(nested(200_000), 64)).toBe(false);
});
