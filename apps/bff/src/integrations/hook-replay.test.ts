import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import type { DecisionInput } from "@beckon/contracts/decisions";
import type { Signal } from "@beckon/contracts/signals";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openHookLab, type HookLab, type HookReply } from "../../../../test/support/hook-lab.ts";

/** One captured request, trimmed: what was posted, what its receiver answered, or when the agent hung up. */
type Step = { t?: number; body: any; answered?: any; closedAt?: number; notify?: boolean };

let lab: HookLab;
const accepted: Signal[] = [];

beforeAll(async () => {
  // What was captured has times of its own, and old signals are not kept.
  const since = performance.now();
  const clock = () => new Date(Date.parse("2026-11-21T10:00:00.000Z") + performance.now() - since);
  lab = await openHookLab({ listener: getRequestListener, clock });
  lab.app.services.signals.onAccepted((_, signals) => void accepted.push(...signals));
});
afterAll(() => lab.close());

const stepsOf = (vendor: string, run: string): Step[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, vendor, "fixtures", `hook-${run}.json`), "utf8"));
const sessionOf = ({ body }: Step): string => (body.agent_id ? `${body.session_id}/${body.agent_id}` : body.session_id);
const signalsOf = (steps: Step[]) => {
  const sessions = new Set(steps.map(({ body }) => body.session_id ?? body.properties?.sessionID));
  return accepted.filter(({ session }) => sessions.has(session?.split("/")[0]));
};
/** `tool.started 3`, … in the order of their first coming. */
const countsOf = (signals: Signal[]) =>
  Object.fromEntries(Object.entries(Object.groupBy(signals, ({ kind }) => kind)).map(([kind, all]) => [kind, all.length]));

/** Sends a run as it was captured. Questions are answered as `answers` says, in their order; the rest is left to the run. */
const replay = async (
  vendor: string,
  steps: Step[],
  { answers = [], query = "" }: { answers?: (DecisionInput | undefined)[]; query?: string } = {},
) => {
  const replies: (HookReply | "hung up")[] = [];
  const open: { at: number; card: string; hangUp: () => void; reply: Promise<HookReply> }[] = [];
  const left = [...answers];
  for (const step of steps) {
    for (const each of open.filter(({ at }) => at <= (step.t ?? 0))) {
      each.hangUp();
      // In the capture many seconds pass before the next step.
      await lab.settled(each.card);
    }
    const asks = vendor === "claude-code" ? step.body.hook_event_name === "PermissionRequest" : left.length > 0 && isAsked(step);
    if (!asks) {
      const reply = await lab.post(vendor, step.body, { query });
      expect(reply.status).toBe(200);
      replies.push(reply);
      continue;
    }
    const held = lab.hold(vendor, step.body, { query });
    const [card] = await lab.waiting(sessionOf(step));
    const answer = left.shift();
    if (answer) {
      await lab.decide(card!.id, answer);
      replies.push(await held.reply);
    } else if (step.closedAt !== undefined) open.push({ at: step.closedAt, card: card!.id, ...held });
  }
  return {
    replies,
    cards: (await Promise.all([...new Set(steps.map(sessionOf))].map((session) => lab.requestsOf(session)))).flat().toReversed(),
  };
};
/** Codex itself asks in its "default" mode; elsewhere a hook before the tool is the gate. */
const isAsked = ({ body }: Step) =>
  body.hook_event_name === "PermissionRequest" ||
  (["PreToolUse", "BeforeTool"].includes(body.hook_event_name) &&
    body.permission_mode !== "default" &&
    /git push/.test(JSON.stringify(body.tool_input)));

const allow = { option: "allow" };

describe("Claude Code", () => {
  test("a whole session in print mode, with a sub-agent in the background", async () => {
    const steps = stepsOf("claude-code", "print-full-json");
    const { cards, replies } = await replay("claude-code", steps, { answers: [allow, allow, allow, allow] });
    const asked = steps.filter(({ answered }) => answered);
    expect(replies.filter((reply) => reply !== "hung up" && reply.body !== "").map((reply) => (reply as HookReply).body)).toEqual(
      asked.map(({ answered }) => answered),
    );
    expect(cards).toHaveLength(4);
    expect(cards.map(({ status, outcome }) => [status, outcome?.status])).toEqual(Array.from({ length: 4 }, () => ["decided", "executed"]));
    const told = signalsOf(steps);
    expect(countsOf(told)).toEqual({
      // By 2 prompts and 4 questions.
      "session.described": 6,
      "turn.started": 3,
      // 6 by PostToolUse; 3 whose tool does not exist, by PostToolBatch alone.
      "tool.ended": 9,
      "file.edited": 1,
      "session.started": 1,
      "delegation.started": 1,
      "delegation.ended": 1,
      "turn.ended": 3,
      "session.ended": 2,
    });
    const of = <K extends Signal["kind"]>(kind: K) => told.filter((each): each is Extract<Signal, { kind: K }> => each.kind === kind);
    const session = steps[0]!.body.session_id;
    const child = `${session}/a3a3616d3797d53f7`;
    expect(of("file.edited")[0]?.data).toMatchObject({ path: "/home/dev/shop/README.md", added: 2, removed: 1 });
    expect(of("delegation.started")[0]).toMatchObject({
      session,
      data: { to: "general-purpose", childSession: child, task: "List the files" },
    });
    expect(of("delegation.ended")[0]?.data).toMatchObject({
      callId: of("delegation.started")[0]?.data.callId,
      ok: true,
      childSession: child,
    });
    expect(of("session.started")[0]).toMatchObject({
      session: child,
      agent: { name: "general-purpose", vendor: "Claude Code" },
      data: { parentSession: session },
    });
    // What the background task reports is no prompt of a person's.
    expect(of("turn.started").map(({ data }) => [data.by, data.prompt])).toEqual([
      ["person", "SCENARIO:full Please do it."],
      ["agent", undefined],
      ["agent", undefined],
    ]);
    expect(
      of("tool.ended")
        .filter(({ data }) => !data.ok)
        .map(({ data }) => data.tool),
    ).toEqual(["AskUserQuestion", "TaskCreate", "TaskUpdate"]);
  });

  test("tasks are told once, by their own events or by the tool", async () => {
    const steps = stepsOf("claude-code", "print-tasks");
    await replay("claude-code", steps, {
      answers: steps.filter(({ body }) => body.hook_event_name === "PermissionRequest").map(() => allow),
    });
    const tasks = signalsOf(steps).filter((each) => each.kind === "task.changed");
    expect(tasks.map(({ data }) => data)).toEqual([
      { taskId: "1", subject: "Write the changelog", status: "pending" },
      { taskId: "1", subject: "Write the changelog", status: "completed" },
    ]);
  });

  test("a no with a message, another command", async () => {
    const denied = stepsOf("claude-code", "print-deny");
    const { message } = denied.find(({ answered }) => answered)!.answered.hookSpecificOutput.decision;
    const first = await replay("claude-code", denied, { answers: [{ option: "deny", text: message }] });
    expect(first.replies[1]).toMatchObject({ body: denied[1]!.answered });
    expect(first.cards[0]).toMatchObject({ status: "decided" });
    expect(first.cards[0]!.outcome).toBeUndefined();
    const changed = stepsOf("claude-code", "print-updated-input");
    const second = await replay("claude-code", changed, {
      answers: [{ option: "allow", editedAction: { command: "touch changed-by-reviewer.txt" } }],
    });
    expect(second.replies[1]).toMatchObject({ body: changed[1]!.answered });
    expect(second.cards[0]).toMatchObject({ outcome: { status: "executed" } });
  });

  test.each([
    ["tui-answered-in-terminal", "answered in the terminal"],
    ["tui-answered-in-terminal-long-command", "answered in the terminal"],
    ["tui-refused-in-terminal", "refused in the terminal"],
  ])("%s", async (run, reason) => {
    const steps = stepsOf("claude-code", run);
    const { cards } = await replay("claude-code", steps);
    expect(await lab.settled(cards[0]!.id)).toMatchObject({ status: "cancelled", cancelReason: reason });
    expect((await lab.read(cards[0]!.id)).outcome).toBeUndefined();
  });

  test("a question and a plan by PermissionRequest", async () => {
    const question = stepsOf("claude-code", "tui-question-by-permissionrequest");
    const first = await replay("claude-code", question, { answers: [{ option: "option-1" }] });
    expect(first.replies.find((reply) => reply !== "hung up" && reply.body !== "")).toMatchObject({
      body: question.find(({ answered }) => answered)!.answered,
    });
    expect(first.cards[0]).toMatchObject({ outcome: { status: "executed" } });
    for (const [run, option] of [
      ["tui-plan-by-permissionrequest-with-input", "approve"],
      ["tui-plan-by-permissionrequest-with-mode", "approve-edits"],
    ] as const) {
      const plan = stepsOf("claude-code", run);
      const { cards, replies } = await replay("claude-code", plan, { answers: [{ option }] });
      expect(replies.find((reply) => reply !== "hung up" && reply.body !== "")).toMatchObject({
        body: plan.find(({ answered }) => answered)!.answered,
      });
      expect(cards[0]).toMatchObject({ kind: "plan", outcome: { status: "executed" } });
    }
  });

  test("auto mode: a gate sends what is risky to PermissionRequest; a dialog without one is told of", async () => {
    const gated = stepsOf("claude-code", "tui-auto-mode-pretooluse-ask");
    const { replies } = await replay("claude-code", gated, { answers: [allow], query: "?gate=risky" });
    expect((replies[1] as HookReply).body.hookSpecificOutput).toMatchObject({ hookEventName: "PreToolUse", permissionDecision: "ask" });
    const silent = stepsOf("claude-code", "tui-auto-mode-check-unreachable");
    await replay("claude-code", silent);
    expect(signalsOf(silent).filter(({ kind }) => kind === "attention.wanted")).toMatchObject([{ data: { what: "permission_prompt" } }]);
  });

  test("a turn that fails says so", async () => {
    const steps = stepsOf("claude-code", "print-api-error");
    await replay("claude-code", steps);
    expect(signalsOf(steps).find(({ kind }) => kind === "turn.ended")).toMatchObject({
      data: { failed: true, error: "unknown: API Error: 400 mock error" },
    });
  });
});

describe("Codex", () => {
  test("in the terminal: PermissionRequest is asked, the hidden title thread is left out", async () => {
    const steps = stepsOf("codex", "tui-allow");
    const { cards, replies } = await replay("codex", steps, { answers: [allow] });
    expect(replies.find((reply) => reply !== "hung up" && reply.body !== "")).toMatchObject({
      body: steps.find(({ answered }) => answered)!.answered,
    });
    expect(cards).toMatchObject([
      { title: "Run a command in shop?", body: "Pushing needs network access", outcome: { status: "executed" } },
    ]);
    expect(cards[0]!.options.map(({ id }) => id)).toEqual(["allow", "deny"]);
    const told = signalsOf(steps);
    expect(countsOf(told)).toEqual({
      "session.started": 1,
      // By the prompt, the question, and the notify program.
      "session.described": 3,
      "turn.started": 1,
      "tool.started": 1,
      "tool.ended": 1,
      "turn.ended": 1,
      "session.ended": 1,
    });
    expect(accepted.some(({ session }) => session === "01a1fbea-121f-7ec0-8abe-e9c0585fd84a")).toBe(false);
  });

  test("a no, and another command, which that hook cannot be given", async () => {
    const steps = stepsOf("codex", "tui-deny");
    const { replies } = await replay("codex", steps, { answers: [{ option: "deny", text: "Reviewer: rebase first" }] });
    expect(replies.find((reply) => reply !== "hung up" && reply.body !== "")).toMatchObject({
      body: steps.find(({ answered }) => answered)!.answered,
    });
    const payload = { ...steps.find(({ body }) => body.hook_event_name === "PermissionRequest")!.body, session_id: "codex-edit" };
    const held = lab.hold("codex", payload);
    const [card] = await lab.waiting("codex-edit");
    await lab.decide(card!.id, { option: "allow", editedAction: { command: "git push origin feature" } });
    expect((await held.reply).body.hookSpecificOutput.decision).toEqual({
      behavior: "deny",
      message: "Not as it is. Do this instead:\ngit push origin feature",
    });
  });

  test("`codex exec` never asks: PreToolUse holds what is risky, and can change it", async () => {
    const steps = stepsOf("codex", "exec-json");
    const command = "git push origin feature";
    const { cards, replies } = await replay("codex", steps, { answers: [{ option: "allow", editedAction: { command } }] });
    expect(cards).toHaveLength(1);
    expect(cards[0]).toMatchObject({ action: { command: "git push origin main" }, risk: "medium" });
    expect(replies.find((reply) => reply !== "hung up" && reply.body !== "")).toMatchObject({
      body: { hookSpecificOutput: { hookEventName: "PreToolUse", permissionDecision: "allow", updatedInput: { command } } },
    });
    const told = signalsOf(steps);
    expect(countsOf(told)).toMatchObject({ "tool.started": 3, "tool.ended": 2, "file.edited": 1, "turn.started": 1, "turn.ended": 1 });
    expect(told.find(({ kind }) => kind === "file.edited")).toMatchObject({ data: { path: "README.md", added: 1, removed: 1 } });
    const denied = stepsOf("codex", "exec-pretooluse-deny");
    const second = await replay("codex", denied, { answers: [{ option: "deny", text: "Reviewer: not now" }] });
    expect(second.replies.find((reply) => reply !== "hung up" && reply.body !== "")).toMatchObject({
      body: denied.find(({ answered }) => answered)!.answered,
    });
  });
});

describe("Gemini CLI", () => {
  test("a risky call is held and refused, a harmless one passes at once", async () => {
    const steps = stepsOf("gemini", "headless-beforetool-deny");
    const { cards, replies } = await replay("gemini", steps, { answers: [{ option: "deny", text: "Reviewer: not now" }] });
    expect(cards.map(({ action }) => action?.command)).toEqual(["git push origin main"]);
    expect(replies.map((reply) => (reply as HookReply).body)).toEqual(["", { decision: "deny", reason: "Reviewer: not now" }, "", ""]);
  });

  test("a whole session: each call has an end, the session ends once", async () => {
    const steps = stepsOf("gemini", "headless-yolo");
    const end = steps.find(({ body }) => body.hook_event_name === "SessionEnd")!;
    const { cards, replies } = await replay("gemini", [...steps, end, end], { answers: [allow] });
    // A yes to what was asked is no word at all: the call passes.
    expect(replies.every((reply) => reply !== "hung up" && reply.body === "")).toBe(true);
    expect(cards).toMatchObject([{ status: "decided", outcome: { status: "executed" } }]);
    const told = signalsOf(steps);
    expect(countsOf(told)).toEqual({
      "session.started": 1,
      "session.described": 1,
      "turn.started": 1,
      "tool.started": 3,
      "tool.ended": 3,
      "file.edited": 1,
      "turn.ended": 1,
      "session.ended": 1,
    });
    const calls = (kind: string) => told.filter((each) => each.kind === kind).map((each) => (each.data as { callId: string }).callId);
    expect(calls("tool.ended")).toEqual(calls("tool.started"));
  });
});

describe("OpenCode", () => {
  test("a permission by its reply in the terminal, a question by its answer here", async () => {
    const steps = stepsOf("opencode", "serve-http-reply");
    let permissionId: string | undefined;
    let question: ReturnType<HookLab["hold"]> | undefined;
    for (const step of steps) {
      const { type, properties } = step.body;
      const hold = () => lab.hold("opencode", step.body, { headers: { "idempotency-key": `opencode-${properties.id}` } });
      if (type === "permission.asked") {
        const held = hold();
        const [card] = await lab.waiting(properties.sessionID);
        expect(card).toMatchObject({
          action: { tool: "bash", command: "touch hello.txt" },
          options: [{ id: "allow" }, { id: "always", label: "Allow, and always allow `touch *` in this session" }, { id: "deny" }],
        });
        permissionId = card!.id;
        held.reply.catch(() => undefined);
      } else if (type === "question.asked") {
        question = hold();
        const [card] = await lab.waiting(properties.sessionID);
        await lab.decide(card!.id, { option: "option-1" });
        expect(await question.reply).toMatchObject({ status: 200, body: { answers: [["Postgres"]] } });
      } else await lab.post("opencode", step.body);
    }
    expect(await lab.read(permissionId!)).toMatchObject({ status: "cancelled", cancelReason: "answered in the terminal" });
    const told = signalsOf(steps);
    expect(countsOf(told)).toEqual({
      "session.started": 1,
      "session.described": 1,
      "turn.started": 1,
      "tool.started": 1,
      "tool.ended": 1,
      // Two messages say why they ended, and nothing of them says when.
      "model.called": 2,
      "turn.ended": 1,
    });
  });

  test("a message's usage is told once, when it is complete", async () => {
    const steps = stepsOf("opencode", "serve-http-reply");
    const partial = steps.findLast(({ body }) => body.type === "message.updated")!.body;
    const told = (info: object) => ({
      ...partial,
      properties: { ...partial.properties, info: { ...partial.properties.info, id: "msg_once", ...info } },
    });
    const created = 1_795_229_552_025;
    const begun = { finish: undefined, tokens: { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } }, cost: 0 };
    const complete = { time: { created, completed: created + 475 } };
    for (const body of [told(begun), told(complete), told({ time: { created } }), told(complete)])
      expect(await lab.post("opencode", body)).toMatchObject({ status: 200, body: "" });
    expect(accepted.filter(({ id }) => id === "call:msg_once")).toMatchObject([
      {
        id: "call:msg_once",
        source: "opencode",
        data: {
          model: "mock-model",
          provider: "mock",
          tokens: { input: 2_860, output: 640, cacheRead: 51_200, cacheWrite: 0, reasoning: 128 },
          costMicros: 33_540,
          durationMs: 475,
        },
      },
    ]);
  });
});

describe("Copilot CLI", () => {
  // Both of its documented forms; none was captured.
  const camel = (event: Record<string, unknown>) => ({
    sessionId: "copilot-1",
    timestamp: 1_795_224_904_719,
    cwd: "/home/dev/shop",
    ...event,
  });
  const bash = { toolName: "bash", toolArgs: JSON.stringify({ command: "git push --force", description: "Push" }) };

  test("permissionRequest is asked where there is a risk, and settled by what comes after", async () => {
    const harmless = await lab.post("copilot", camel({ toolName: "bash", toolArgs: { command: "ls" } }), {
      query: "?event=permissionRequest",
    });
    expect(harmless).toMatchObject({ status: 200, body: "" });
    const held = lab.hold("copilot", camel(bash), { query: "?event=permissionRequest" });
    const [card] = await lab.waiting("copilot-1");
    expect(card).toMatchObject({ body: "Push", action: { tool: "bash", command: "git push --force" }, agent: { vendor: "Copilot CLI" } });
    await lab.decide(card!.id, allow);
    expect((await held.reply).body).toEqual({ behavior: "allow" });
    await lab.post("copilot", camel({ ...bash, toolResult: { resultType: "success", textResultForLlm: "ok" } }));
    expect(await lab.outcome(card!.id)).toMatchObject({ status: "executed" });
  });

  test("preToolUse tells only, but as a gate it holds, and can change what runs", async () => {
    expect(await lab.post("copilot", camel({ ...bash, sessionId: "copilot-2" }))).toMatchObject({ status: 200, body: "" });
    const held = lab.hold(
      "copilot",
      { hook_event_name: "PreToolUse", session_id: "copilot-2", tool_name: "bash", tool_input: { command: "rm -rf /" } },
      {
        query: "?gate=risky",
      },
    );
    const [card] = await lab.waiting("copilot-2");
    await lab.decide(card!.id, { option: "allow", editedAction: { command: "rm -rf build" } });
    expect((await held.reply).body).toEqual({ permissionDecision: "allow", modifiedArgs: { command: "rm -rf build" } });
  });

  test("a session in both forms", async () => {
    const session = "copilot-3";
    const steps = [
      camel({ sessionId: session, source: "new", initialPrompt: "Go" }),
      camel({ sessionId: session, prompt: "Go" }),
      {
        hook_event_name: "PreToolUse",
        session_id: session,
        timestamp: "2026-11-21T02:00:00Z",
        tool_name: "edit",
        tool_input: { path: "a.ts" },
      },
      {
        hook_event_name: "PostToolUse",
        session_id: session,
        tool_name: "edit",
        tool_input: { path: "a.ts" },
        tool_result: { result_type: "success" },
      },
      camel({ sessionId: session, toolName: "bash", toolArgs: { command: "false" }, error: "exit 1" }),
      camel({ sessionId: session, transcriptPath: "/t", stopReason: "end_turn" }),
      camel({ sessionId: session, reason: "complete" }),
    ];
    for (const step of steps) expect(await lab.post("copilot", step)).toMatchObject({ status: 200, body: "" });
    const told = accepted.filter((each) => each.session === session);
    expect(told.map(({ kind }) => kind).toSorted()).toEqual([
      "file.edited",
      "session.described",
      "session.ended",
      "session.started",
      "tool.ended",
      "tool.ended",
      "tool.started",
      "turn.ended",
      "turn.started",
    ]);
    expect(told.filter(({ kind }) => kind === "tool.ended")).toMatchObject([
      { data: { ok: true } },
      { data: { ok: false, error: "exit 1" } },
    ]);
  });
});

describe("Cursor", () => {
  const event = (name: string, more: Record<string, unknown> = {}) => ({
    conversation_id: "cursor-1",
    generation_id: "gen-1",
    hook_event_name: name,
    workspace_roots: ["/home/dev/shop"],
    cursor_version: "2.0.77",
    ...more,
  });

  test("a risky command is held: granted, refused with a reason, and never run changed unawares", async () => {
    const shell = event("beforeShellExecution", { command: "git push --force", cwd: "/home/dev/shop" });
    const ask = async (answer: DecisionInput) => {
      const held = lab.hold("cursor", shell);
      const [card] = await lab.waiting("cursor-1");
      await lab.decide(card!.id, answer);
      return { card: card!, body: (await held.reply).body };
    };
    const granted = await ask(allow);
    expect(granted.body).toEqual({ permission: "allow" });
    await lab.post("cursor", { ...shell, hook_event_name: "afterShellExecution", output: "", duration: 150 });
    expect(await lab.outcome(granted.card.id)).toMatchObject({ status: "executed" });
    expect((await ask({ option: "deny", text: "Rebase first" })).body).toEqual({
      permission: "deny",
      user_message: "Refused in Beckon: Rebase first",
      agent_message: "Rebase first",
    });
    expect((await ask({ option: "allow", editedAction: { command: "git push" } })).body).toMatchObject({
      permission: "deny",
      agent_message: "Not as it is. Do this instead:\ngit push",
    });
    expect(await lab.post("cursor", event("beforeShellExecution", { command: "ls" }))).toMatchObject({ status: 200, body: "" });
  });

  test("a session", async () => {
    for (const step of [
      event("sessionStart"),
      event("beforeSubmitPrompt", { prompt: "Go" }),
      event("beforeMCPExecution", { tool_name: "database_query", tool_input: '{"query":"select 1"}' }),
      event("afterMCPExecution", { tool_name: "database_query", tool_input: '{"query":"select 1"}', result_json: "[]", duration: 250 }),
      event("afterFileEdit", { file_path: "/home/dev/shop/a.ts", edits: [{ old_string: "a", new_string: "b\nc" }] }),
      event("stop", { status: "error" }),
      event("sessionEnd", { reason: "completed" }),
    ])
      await lab.post("cursor", { ...step, conversation_id: "cursor-2", generation_id: "gen-2" });
    const told = accepted.filter(({ session }) => session === "cursor-2");
    expect(told.map(({ kind }) => kind).toSorted()).toEqual([
      "file.edited",
      "session.described",
      "session.ended",
      "session.started",
      "tool.ended",
      "tool.started",
      "turn.ended",
      "turn.started",
    ]);
    expect(told.find(({ kind }) => kind === "file.edited")).toMatchObject({ data: { path: "/home/dev/shop/a.ts", added: 2, removed: 1 } });
    expect(told.find(({ kind }) => kind === "turn.ended")).toMatchObject({ data: { failed: true } });
  });
});
