import { getRequestListener } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHookLab, type HookLab } from "../../../../test/support/hook-lab.ts";

let lab: HookLab;
let sessions = 0;
const newSession = () => `session-${(sessions += 1)}`;

beforeAll(async () => {
  lab = await openHookLab({ listener: getRequestListener });
});
afterAll(() => lab.close());

const push = { command: "git push origin main", description: "Push main to origin" };
const rule = {
  type: "addRules",
  rules: [{ toolName: "Bash", ruleContent: "git push *" }],
  behavior: "allow",
  destination: "localSettings",
};

const event = (session: string, name: string, more: Record<string, unknown> = {}) => ({
  session_id: session,
  transcript_path: `/home/dev/.claude/${session}.jsonl`,
  cwd: "/home/dev/shop-api",
  prompt_id: `prompt-of-${session}`,
  permission_mode: "default",
  hook_event_name: name,
  ...more,
});
const permission = (session: string, more: Record<string, unknown> = {}) =>
  event(session, "PermissionRequest", { tool_name: "Bash", tool_input: push, permission_suggestions: [rule], ...more });
const ran = (session: string, more: Record<string, unknown> = {}) =>
  event(session, "PostToolUse", { tool_name: "Bash", tool_input: push, tool_use_id: `toolu_${session}`, duration_ms: 76, ...more });

const decisionOf = ({ body }: { body: any }) => {
  expect(body.hookSpecificOutput.hookEventName).toBe("PermissionRequest");
  return body.hookSpecificOutput.decision;
};

/** Asks, waits until the card is there, answers, and gives what the agent is told. */
const roundTrip = async (payload: Record<string, unknown>, answer: Parameters<HookLab["decide"]>[1]) => {
  const session = payload.session_id as string;
  const held = lab.hold("claude-code", payload);
  const [card] = await lab.waiting(session);
  await lab.decide(card!.id, answer);
  return { card: card!, reply: await held.reply };
};

describe("a permission", () => {
  test("is shown in words, with exactly what will run, and the agent's own suggestions", async () => {
    const session = newSession();
    const { card, reply } = await roundTrip(permission(session), { option: "allow" });
    expect(card).toMatchObject({
      kind: "permission",
      title: "Run a command in shop-api?",
      body: "Push main to origin",
      action: { tool: "Bash", command: "git push origin main", cwd: "/home/dev/shop-api" },
      allowText: true,
      agent: { name: "builder", vendor: "Claude Code", sessionId: session },
      options: [
        { id: "allow", label: "Allow", tone: "approve" },
        { id: "allow-1", label: "Allow, and always allow `git push *` in this project", tone: "approve" },
        { id: "deny", label: "Deny", tone: "deny" },
      ],
    });
    expect(reply.status).toBe(200);
    expect(decisionOf(reply)).toEqual({ behavior: "allow" });
  });

  test("denied, with and without a message", async () => {
    const said = await roundTrip(permission(newSession()), { option: "deny", text: "Rebase first" });
    expect(decisionOf(said.reply)).toEqual({ behavior: "deny", message: "Rebase first" });
    const silent = await roundTrip(permission(newSession()), { option: "deny" });
    expect(decisionOf(silent.reply)).toEqual({ behavior: "deny", message: "The person said no." });
    const textAlone = await roundTrip(permission(newSession()), { text: "Use a branch" });
    expect(decisionOf(textAlone.reply)).toEqual({ behavior: "deny", message: "Use a branch" });
  });

  test("with another command: the whole input comes back with it, and its end is reported as executed", async () => {
    const session = newSession();
    const edited = { ...push, command: "git push origin feature" };
    const { card, reply } = await roundTrip(permission(session), { option: "allow", editedAction: { command: edited.command } });
    expect(decisionOf(reply)).toEqual({ behavior: "allow", updatedInput: edited });
    await lab.post("claude-code", ran(session, { tool_input: edited }));
    expect(await lab.outcome(card.id)).toMatchObject({ status: "executed" });
  });

  test("a command left as it was is no edit", async () => {
    const { reply } = await roundTrip(permission(newSession()), { option: "allow", editedAction: { command: push.command } });
    expect(decisionOf(reply)).toEqual({ behavior: "allow" });
  });

  test("always: the agent's suggestion comes back exactly as it was", async () => {
    const { reply } = await roundTrip(permission(newSession()), { option: "allow-1" });
    expect(decisionOf(reply)).toEqual({ behavior: "allow", updatedPermissions: [rule] });
  });

  test("an edit that the tool cannot be given is a no that says what is wanted", async () => {
    const session = newSession();
    const input = { file_path: "/home/dev/shop-api/README.md", old_string: "line two", new_string: "line 2", replace_all: false };
    const payload = permission(session, { tool_name: "Edit", tool_input: input, permission_suggestions: [] });
    const { card, reply } = await roundTrip(payload, { option: "allow", editedAction: { diff: "@@\n-line two\n+line II" } });
    expect(card).toMatchObject({ title: "Edit README.md?", action: { files: [input.file_path] } });
    expect(card.action?.diff).toBe(`--- ${input.file_path}\n+++ ${input.file_path}\n@@\n-line two\n+line 2`);
    expect(decisionOf(reply)).toEqual({ behavior: "deny", message: "Not as it is. Do this instead:\n@@\n-line two\n+line II" });
  });

  test("what failed is reported as failed", async () => {
    const session = newSession();
    const { card } = await roundTrip(permission(session), { option: "allow" });
    await lab.post("claude-code", { ...ran(session), hook_event_name: "PostToolUseFailure", error: "exit 128" });
    expect(await lab.outcome(card.id)).toMatchObject({ status: "failed", message: "exit 128" });
  });

  test("a no that came after a yes in the terminal leaves no false trace", async () => {
    const session = newSession();
    const { card } = await roundTrip(permission(session), { option: "deny" });
    await lab.post("claude-code", ran(session));
    expect(await lab.outcome(card.id)).toMatchObject({
      status: "executed",
      message: "It ran all the same: it had been allowed in the terminal before.",
    });
  });
});

describe("questions", () => {
  const question = (text: string, more: Record<string, unknown> = {}) => ({
    question: text,
    header: "Database",
    options: [
      { label: "Postgres", description: "A server of its own" },
      { label: "SQLite", description: "One file" },
      { label: "Both", description: "" },
    ],
    multiSelect: false,
    ...more,
  });
  const asked = (session: string, questions: unknown[]) =>
    permission(session, { tool_name: "AskUserQuestion", tool_input: { questions }, permission_suggestions: undefined });

  test("one choice", async () => {
    const questions = [question("Which database?")];
    const session = newSession();
    const { card, reply } = await roundTrip(asked(session, questions), { option: "option-2" });
    expect(card).toMatchObject({
      kind: "choice",
      title: "Which database?",
      body: "Database\n\n- **Postgres**: A server of its own\n- **SQLite**: One file",
      allowText: true,
    });
    expect(card.options.map(({ label }) => label)).toEqual(["Postgres", "SQLite", "Both"]);
    expect(card.multiple).toBeUndefined();
    expect(decisionOf(reply)).toEqual({ behavior: "allow", updatedInput: { questions, answers: { "Which database?": "SQLite" } } });
    // It comes back with the answers in its input, and closes the card all the same.
    await lab.post(
      "claude-code",
      ran(session, { tool_name: "AskUserQuestion", tool_input: { questions, answers: { "Which database?": "SQLite" } } }),
    );
    expect(await lab.outcome(card.id)).toMatchObject({ status: "executed" });
  });

  test("a text of one's own, and a remark beside a choice", async () => {
    const own = await roundTrip(asked(newSession(), [question("Which?")]), { text: "DuckDB" });
    expect(decisionOf(own.reply).updatedInput.answers).toEqual({ "Which?": "DuckDB" });
    const remark = await roundTrip(asked(newSession(), [question("Which?")]), { option: "option-1", text: "version 18" });
    expect(decisionOf(remark.reply).updatedInput.answers).toEqual({ "Which?": "Postgres (version 18)" });
  });

  test("several together: held until the last is answered, several labels of one", async () => {
    const session = newSession();
    const questions = [question("First?"), question("Second?", { multiSelect: true }), { question: "Third?", options: [] }];
    const held = lab.hold("claude-code", asked(session, questions));
    const cards = await lab.waiting(session, 3);
    const of = (title: string) => cards.find((card) => card.title === title)!;
    expect(of("Second?").multiple).toBe(true);
    expect(of("Third?").kind).toBe("question");
    await lab.decide(of("Third?").id, { text: "Soon" });
    await lab.decide(of("Second?").id, { text: "Postgres, Both" });
    expect((await lab.read(of("First?").id)).status).toBe("pending");
    await lab.decide(of("First?").id, { option: "option-1" });
    expect(decisionOf(await held.reply).updatedInput).toEqual({
      questions,
      answers: { "First?": "Postgres", "Second?": "Postgres, Both", "Third?": "Soon" },
    });
  });

  test("answered in the terminal: all of them close", async () => {
    const session = newSession();
    const questions = [question("First?"), question("Second?")];
    const held = lab.hold("claude-code", asked(session, questions));
    const cards = await lab.waiting(session, 2);
    await lab.decide(cards[0]!.id, { option: "option-1" });
    const answers = { "First?": "SQLite", "Second?": "SQLite" };
    await lab.post("claude-code", ran(session, { tool_name: "AskUserQuestion", tool_input: { questions, answers } }));
    expect(await held.reply).toMatchObject({ status: 200, body: "" });
    expect(await lab.settled(cards[1]!.id)).toMatchObject({ status: "cancelled", cancelReason: "answered in the terminal" });
    // The one that had been answered reached nobody, and says so.
    expect(await lab.outcome(cards[0]!.id)).toMatchObject({ status: "failed" });
  });
});

describe("plans", () => {
  const input = { plan: "# Plan\n\n1. Create hello.txt\n2. Push\n", planFilePath: "/home/dev/.claude/plans/a.md" };
  const plan = (session: string, more: unknown = input) =>
    permission(session, { tool_name: "ExitPlanMode", tool_input: more, permission_mode: "plan", permission_suggestions: undefined });

  test("approved: the input comes back, else Claude Code would ignore the answer", async () => {
    const session = newSession();
    const { card, reply } = await roundTrip(plan(session), { option: "approve" });
    expect(card).toMatchObject({ kind: "plan", title: "Carry out this plan in shop-api?", body: input.plan });
    expect(decisionOf(reply)).toEqual({ behavior: "allow", updatedInput: input });
    await lab.post("claude-code", ran(session, { tool_name: "ExitPlanMode", tool_input: {} }));
    expect(await lab.outcome(card.id)).toMatchObject({ status: "executed" });
  });

  test("approved with edits accepted", async () => {
    const { reply } = await roundTrip(plan(newSession()), { option: "approve-edits" });
    expect(decisionOf(reply)).toEqual({
      behavior: "allow",
      updatedInput: input,
      updatedPermissions: [{ type: "setMode", mode: "acceptEdits", destination: "session" }],
    });
  });

  test("sent back, with and without a word; a plan that was not sent is said to be missing", async () => {
    const back = await roundTrip(plan(newSession()), { option: "keep-planning", text: "Test it first" });
    expect(decisionOf(back.reply)).toEqual({ behavior: "deny", message: "Test it first" });
    const silent = await roundTrip(plan(newSession(), {}), { option: "keep-planning" });
    expect(silent.card.body).toBe("The agent did not send the text of its plan: it stands in the terminal.");
    expect(decisionOf(silent.reply)).toEqual({ behavior: "deny", message: "Keep planning." });
  });
});

describe("answered elsewhere", () => {
  const held = async (session: string, more: Record<string, unknown> = {}) => {
    const hook = lab.hold("claude-code", permission(session, more));
    const [card] = await lab.waiting(session);
    return { hook, card: card! };
  };
  const decided = (session: string, data: Record<string, unknown>) =>
    lab.app.services.signals.append({ id: lab.agent.id, name: "builder" }, [
      {
        id: `tool-decision:${String(data.callId)}`,
        source: "claude-code",
        at: new Date().toISOString(),
        session,
        kind: "tool.decided",
        data: { tool: "Bash", accepted: true, by: "person", ...data } as never,
      },
    ]);

  test("the client hangs up: refused in the terminal", async () => {
    const { hook, card } = await held(newSession());
    hook.hangUp();
    expect(await lab.settled(card.id)).toMatchObject({ status: "cancelled", cancelReason: "refused in the terminal" });
  });

  test("telemetry says that a person decided: closed before the tool has run; a late answer is refused", async () => {
    const session = newSession();
    const { hook, card } = await held(session);
    await decided(session, { callId: "toolu_a", command: push.command });
    expect(await lab.settled(card.id)).toMatchObject({ cancelReason: "answered in the terminal" });
    expect(await hook.reply).toMatchObject({ status: 200, body: "" });
    expect((await lab.person("PUT", `/api/decision-requests/${card.id}/decision`, { option: "allow" })).status).toBe(410);
    await lab.post("claude-code", ran(session, { tool_use_id: "toolu_a" }));
    expect((await lab.read(card.id)).outcome).toBeUndefined();
  });

  test("the same from OpenTelemetry, as Claude Code exports it, for the session and for a sub-agent", async () => {
    const session = newSession();
    const main = await held(session);
    const tool = {
      tool_name: "Edit",
      tool_input: { file_path: "/a/b.ts", old_string: "a", new_string: "b" },
      agent_id: "a1",
      agent_type: "reviewer",
    };
    const sub = lab.hold("claude-code", permission(session, tool));
    const [subCard] = await lab.waiting(`${session}/a1`);
    const record = (attributes: Record<string, string>) => ({
      timeUnixNano: `${Date.now()}000000`,
      body: { stringValue: "claude_code.tool_decision" },
      attributes: Object.entries({
        "event.name": "tool_decision",
        "event.timestamp": new Date().toISOString(),
        "session.id": session,
        decision: "accept",
        source: "user_temporary",
        ...attributes,
      }).map(([key, stringValue]) => ({ key, value: { stringValue } })),
    });
    const exported = (...logRecords: object[]) =>
      lab.agent("POST", "/otlp/v1/logs", {
        resourceLogs: [
          {
            resource: { attributes: [{ key: "service.name", value: { stringValue: "claude-code" } }] },
            scopeLogs: [{ scope: { name: "com.anthropic.claude_code.events" }, logRecords }],
          },
        ],
      });
    const details = JSON.stringify({ bash_command: "git", full_command: push.command });
    expect((await exported(record({ tool_name: "Bash", tool_use_id: "toolu_o1", tool_parameters: details }))).status).toBe(200);
    expect(await lab.settled(main.card.id)).toMatchObject({ cancelReason: "answered in the terminal" });
    expect((await lab.read(subCard!.id)).status).toBe("pending");
    await exported(record({ tool_name: "Edit", tool_use_id: "toolu_o2", agent_id: "a1", decision: "reject", source: "user_reject" }));
    expect(await lab.settled(subCard!.id)).toMatchObject({ cancelReason: "refused in the terminal" });
    expect((await sub.reply).body).toBe("");
  });

  test("without details it is believed of the only question that it can mean", async () => {
    const session = newSession();
    const { card } = await held(session);
    await decided(session, { callId: "toolu_b" });
    expect(await lab.settled(card.id)).toMatchObject({ cancelReason: "answered in the terminal" });
  });

  test("a refusal, known by the call's id from PreToolUse", async () => {
    const session = newSession();
    await lab.post("claude-code", event(session, "PreToolUse", { tool_name: "Bash", tool_input: push, tool_use_id: "toolu_c" }));
    const { card } = await held(session);
    await decided(session, { callId: "toolu_other", command: "git push origin other" });
    await decided(session, { callId: "toolu_c", accepted: false });
    expect(await lab.settled(card.id)).toMatchObject({ cancelReason: "refused in the terminal" });
  });

  test("what was decided of other calls, of another tool, by rules or by hooks, closes nothing", async () => {
    const session = newSession();
    const { hook, card } = await held(session);
    await decided(session, { callId: "toolu_d1", tool: "Edit" });
    await decided(session, { callId: "toolu_d2", command: "git status" });
    await decided(session, { callId: "toolu_d3", command: push.command, by: "rule" });
    await decided(session, { callId: "toolu_d4", command: push.command, by: "hook" });
    await decided(`${session}/sub`, { callId: "toolu_d5", command: push.command });
    await lab.post("claude-code", ran(session, { tool_input: { command: "git status" }, tool_use_id: "toolu_d2" }));
    await lab.post("claude-code", event(session, "Stop", { agent_id: "sub", agent_type: "general-purpose" }));
    expect((await lab.read(card.id)).status).toBe("pending");
    await lab.decide(card.id, { option: "allow" });
    expect(decisionOf(await hook.reply)).toEqual({ behavior: "allow" });
  });

  test("our own answer comes back by telemetry and names the call, whose end then is the outcome", async () => {
    const session = newSession();
    const { hook, card } = await held(session);
    await lab.decide(card.id, { option: "allow" });
    await hook.reply;
    await decided(session, { callId: "toolu_e", command: push.command, by: "hook" });
    const end = (callId: string, ok: boolean) =>
      lab.app.services.signals.append({ id: lab.agent.id, name: "builder" }, [
        {
          id: `tool-end:${callId}`,
          source: "claude-code",
          at: new Date().toISOString(),
          session,
          kind: "tool.ended",
          data: { callId, tool: "Bash", ok, error: "exit 1" },
        },
      ]);
    await end("toolu_other", true);
    await end("toolu_e", false);
    expect(await lab.outcome(card.id)).toMatchObject({ status: "failed", message: "exit 1" });
  });

  test("another agent's reports close nothing", async () => {
    const session = newSession();
    const { hook, card } = await held(session);
    const stranger = await lab.app.token("agent", "stranger");
    await stranger("POST", "/hooks/claude-code", ran(session));
    await stranger("POST", "/hooks/claude-code", event(session, "SessionEnd"));
    expect((await lab.read(card.id)).status).toBe("pending");
    hook.hangUp();
    await lab.settled(card.id);
  });

  test.each([
    ["PostToolUse", ran, "answered in the terminal"],
    ["PostToolUseFailure", (session: string) => ({ ...ran(session), hook_event_name: "PostToolUseFailure" }), "answered in the terminal"],
    [
      "PostToolBatch",
      (session: string) =>
        event(session, "PostToolBatch", { tool_calls: [{ tool_name: "Bash", tool_input: push, tool_use_id: "t", tool_response: "" }] }),
      "answered in the terminal",
    ],
    ["Stop", (session: string) => event(session, "Stop"), "answered in the terminal"],
    ["UserPromptSubmit", (session: string) => event(session, "UserPromptSubmit", { prompt: "Go on" }), "answered in the terminal"],
    ["SessionEnd", (session: string) => event(session, "SessionEnd", { reason: "other" }), "the session ended"],
  ])("%s closes the question", async (_, make, reason) => {
    const session = newSession();
    const { hook, card } = await held(session);
    await lab.post("claude-code", make(session));
    expect(await lab.settled(card.id)).toMatchObject({ status: "cancelled", cancelReason: reason });
    expect(await hook.reply).toMatchObject({ status: 200, body: "" });
  });

  test("the end of the session is said before the connection ends, and is the reason; sub-agents end with it", async () => {
    const session = newSession();
    const main = await held(session);
    lab.hold("claude-code", permission(session, { agent_id: "a1", agent_type: "reviewer" }));
    const [card] = await lab.waiting(`${session}/a1`);
    const ended = lab.post("claude-code", event(session, "SessionEnd"));
    main.hook.hangUp();
    await ended;
    expect(await lab.settled(main.card.id)).toMatchObject({ cancelReason: "the session ended" });
    expect(await lab.settled(card!.id)).toMatchObject({ cancelReason: "the session ended", agent: { name: "reviewer", role: "reviewer" } });
  });

  test("two questions of one session: what ran is closed, the other stands", async () => {
    const session = newSession();
    const first = lab.hold("claude-code", permission(session));
    await lab.waiting(session);
    const second = lab.hold("claude-code", permission(session, { tool_input: { command: "npm publish" } }));
    const cards = await lab.waiting(session, 2);
    await lab.post("claude-code", ran(session));
    expect((await first.reply).body).toBe("");
    const publish = cards.find((card) => card.action?.command === "npm publish")!;
    expect((await lab.read(publish.id)).status).toBe("pending");
    await lab.decide(publish.id, { option: "deny" });
    expect(decisionOf(await second.reply).behavior).toBe("deny");
  });
});

test("a hundred are held side by side, and each gets its own answer", async () => {
  const names = Array.from({ length: 100 }, newSession);
  const held = names.map((session) => lab.hold("claude-code", permission(session, { tool_input: { command: `echo ${session}` } })));
  const cards = await lab.until("all of them wait", async () => {
    const { items } = (await lab.person("GET", "/api/decision-requests?status=pending&limit=200")).body;
    const found = names.map((session) => items.find((card: { agent: { sessionId?: string } }) => card.agent.sessionId === session));
    return found.every(Boolean) && found;
  });
  await Promise.all(
    cards.map(({ id }, index) => lab.decide(id, index % 2 === 0 ? { option: "allow" } : { option: "deny", text: `not ${names[index]}` })),
  );
  const replies = await Promise.all(held.map(({ reply }) => reply));
  expect(replies.map(decisionOf)).toEqual(
    names.map((session, index) => (index % 2 === 0 ? { behavior: "allow" } : { behavior: "deny", message: `not ${session}` })),
  );
});

describe("the door", () => {
  test("a wrong token is a problem, and nothing is asked", async () => {
    const reply = await lab.post("claude-code", permission("nobody"), { headers: { authorization: "Bearer wrong" } });
    expect(reply).toMatchObject({ status: 401, type: expect.stringContaining("application/problem+json") });
    expect(await lab.requestsOf("nobody")).toEqual([]);
  });

  test("unknown events and agents", async () => {
    expect(await lab.post("claude-code", { hook_event_name: "SomethingNew", session_id: "x", more: [1] })).toMatchObject({
      status: 200,
      body: "",
    });
    expect(await lab.post("claude-code", {})).toMatchObject({ status: 200, body: "" });
    expect((await lab.post("nobody", {})).status).toBe(404);
    expect((await lab.post("claude-code", "[]")).status).toBe(422);
    expect((await lab.post("claude-code", "{")).status).toBe(400);
  });

  test("who the agent is can be said in headers", async () => {
    const session = newSession();
    const headers = { "x-beckon-agent": encodeURIComponent("Büilder 2"), "x-beckon-host": "devbox" };
    const held = lab.hold("claude-code", permission(session), { headers });
    const [card] = await lab.waiting(session);
    expect(card?.agent).toMatchObject({ name: "Büilder 2", host: "devbox" });
    held.hangUp();
    await lab.settled(card!.id);
  });
});
