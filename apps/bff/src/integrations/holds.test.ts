import { setTimeout as sleep } from "node:timers/promises";
import { getRequestListener } from "@hono/node-server";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestApp } from "../../../../test/support/test-app.ts";
import { openHookLab, type HookLab } from "../../../../test/support/hook-lab.ts";

let now = new Date("2026-11-21T10:00:00.000Z");
const clock = () => now;
const pass = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1_000);
};

let lab: HookLab;
let sessions = 0;
const newSession = () => `held-${(sessions += 1)}`;
beforeAll(async () => {
  lab = await openHookLab({ listener: getRequestListener, clock });
});
afterAll(() => lab.close());

const permission = (session: string, more: Record<string, unknown> = {}) => ({
  session_id: session,
  cwd: "/home/dev/shop",
  turn_id: `turn-${session}`,
  permission_mode: "default",
  hook_event_name: "PermissionRequest",
  tool_name: "Bash",
  tool_input: { command: "git push origin main", description: "Pushing needs network access" },
  ...more,
});
const keyed = (key: string, query = "") => ({ headers: { "idempotency-key": key }, query });
const deny = { hookSpecificOutput: { hookEventName: "PermissionRequest", decision: { behavior: "deny", message: "Rebase first" } } };

/** Another process on the same database. */
const another = async () => {
  const app = await createTestApp({ database: lab.app.database, clock });
  return { hooks: app.services.hooks, app };
};
const rows = async (session: string) =>
  (await lab.app.database.executeSql("select state, attachment, call_id from hook_hold where session = $1 order by asked_at", [session]))
    .rows as {
    state: string;
    attachment: string | null;
    call_id: string | null;
  }[];

describe("a command hook", () => {
  test("comes again with its key to the same question, and each of its calls tells a fact once", async () => {
    const session = newSession();
    const first = await lab.post("codex", permission(session), keyed("again", "?wait=0"));
    expect(first).toMatchObject({ status: 202, body: { status: "pending" } });
    const [card] = await lab.waiting(session);
    const second = lab.hold("codex", permission(session), keyed("again", "?wait=30"));
    await lab.decide(card!.id, { option: "deny", text: "Rebase first" });
    expect(await second.reply).toMatchObject({ status: 200, body: deny });
    // The answer was lost on its way: it is given again.
    expect(await lab.post("codex", permission(session), keyed("again", "?wait=0"))).toMatchObject({ status: 200, body: deny });
    expect(await lab.requestsOf(session)).toHaveLength(1);
    const event = { ...permission(session), hook_event_name: "UserPromptSubmit", prompt: "Go", turn_id: undefined };
    const told: unknown[] = [];
    const stop = lab.app.services.signals.onAccepted((_, signals) => void told.push(...signals));
    for (let tries = 0; tries < 2; tries += 1) {
      await lab.post("codex", event, keyed("event"));
      pass(2);
    }
    stop();
    expect(told).toHaveLength(2);
  });

  test("a lost connection is no refusal; the lease ends it", async () => {
    const session = newSession();
    const held = lab.hold("codex", permission(session), keyed("lost"));
    const [card] = await lab.waiting(session);
    held.hangUp();
    await lab.until("nobody is attached", async () => (await rows(session))[0]!.attachment === null);
    pass(44);
    await lab.app.services.hooks.holds.sweep();
    expect((await lab.read(card!.id)).status).toBe("pending");
    pass(2);
    await lab.app.services.hooks.holds.sweep();
    expect(await lab.read(card!.id)).toMatchObject({ status: "cancelled", cancelReason: "the connection to the agent was cut" });
    expect(await lab.post("codex", permission(session), keyed("lost"))).toMatchObject({ status: 200, body: "" });
  });

  test("is withdrawn when its process is ended; only by its own agent and key", async () => {
    const session = newSession();
    await lab.post("codex", permission(session), keyed("mine", "?wait=0"));
    const [card] = await lab.waiting(session);
    const body = { agent: "codex", key: "mine", reason: "the agent ended its hook" };
    const stranger = await lab.app.token("agent", "stranger");
    expect((await stranger("POST", "/hooks/withdraw", body)).body).toEqual({ withdrawn: 0 });
    expect((await lab.agent("POST", "/hooks/withdraw", { ...body, key: "other" })).body).toEqual({ withdrawn: 0 });
    expect((await lab.agent("POST", "/hooks/withdraw", body)).body).toEqual({ withdrawn: 1 });
    expect(await lab.read(card!.id)).toMatchObject({ status: "cancelled", cancelReason: "the agent ended its hook" });
    expect((await lab.agent("POST", "/hooks/withdraw", body)).body).toEqual({ withdrawn: 0 });
  });

  test("a key used for another question is refused, not answered with the other's answer", async () => {
    const session = newSession();
    await lab.post("codex", permission(session), keyed("reused", "?wait=0"));
    const other = permission(session, { tool_input: { command: "rm -rf /" } });
    expect((await lab.post("codex", other, keyed("reused", "?wait=0"))).status).toBe(422);
  });
});

describe("several processes", () => {
  test("what one holds another closes, by what it is told", async () => {
    const session = newSession();
    const held = lab.hold("claude-code", permission(session));
    const [card] = await lab.waiting(session);
    const { app } = await another();
    await app.services.hooks.handle({
      owner: { id: lab.agent.id, name: "builder" },
      agent: "claude-code",
      payload: { ...permission(session), hook_event_name: "PostToolUse", tool_use_id: "toolu_x" },
      context: {},
      size: 500,
      hungUp: () => new AbortController().signal,
    });
    expect(await held.reply).toMatchObject({ status: 200, body: "" });
    expect(await lab.read(card!.id)).toMatchObject({ status: "cancelled", cancelReason: "answered in the terminal" });
    expect(await rows(session)).toMatchObject([{ state: "closed", call_id: "toolu_x" }]);
  });

  test("one that died leaves no card standing; signs of life keep the others' cards", async () => {
    const session = newSession();
    const alive = newSession();
    const { app } = await another();
    const dead = new AbortController();
    const gone = app.services.hooks.handle({
      owner: { id: lab.agent.id, name: "builder" },
      agent: "claude-code",
      payload: permission(session),
      context: {},
      size: 500,
      hungUp: () => dead.signal,
    });
    const held = lab.hold("claude-code", permission(alive));
    const [card] = await lab.waiting(session);
    const [standing] = await lab.waiting(alive);
    pass(30);
    await lab.app.services.hooks.holds.renew();
    pass(30);
    await lab.app.services.hooks.holds.sweep();
    expect(await lab.read(card!.id)).toMatchObject({ status: "cancelled", cancelReason: "the connection to the agent was cut" });
    expect((await lab.read(standing!.id)).status).toBe("pending");
    expect(await gone).toEqual({ kind: "nothing" });
    held.hangUp();
    await lab.settled(standing!.id);
  });

  test("what a run says at its end just after its connection went is why the card is gone", async () => {
    const session = newSession();
    const left = new AbortController();
    const call = (payload: Record<string, unknown>) => ({
      owner: { id: lab.agent.id, name: "builder" },
      agent: "claude-code" as const,
      ...{ payload, context: {}, size: 500, hungUp: () => left.signal },
    });
    const { hooks } = lab.app.services;
    const held = hooks.handle(call(permission(session)));
    const [card] = await lab.waiting(session);
    left.abort();
    await sleep(20);
    await hooks.handle(call({ session_id: session, cwd: "/home/dev/shop", hook_event_name: "SessionEnd", reason: "exit" }));
    await held;
    expect(await lab.read(card!.id)).toMatchObject({ status: "cancelled", cancelReason: "the session ended" });
  });

  test("an answer to what nobody waits for any more is reported as not delivered", async () => {
    const session = newSession();
    await lab.post("codex", permission(session), keyed("unread", "?wait=0"));
    const [card] = await lab.waiting(session);
    await lab.decide(card!.id, { option: "allow" });
    pass(60);
    await lab.app.services.hooks.holds.sweep();
    expect(await lab.read(card!.id)).toMatchObject({
      status: "decided",
      outcome: { status: "failed", message: "The answer did not reach the agent: the connection to the agent was cut." },
    });
    // Said once, it stays true: the late hook is not given it after all.
    expect(await lab.post("codex", permission(session), keyed("unread", "?wait=0"))).toMatchObject({ status: 200, body: "" });
  });

  test("a server that stops refuses nobody: the next one ends what will not come again, and waits for what may", async () => {
    const [native, command] = [newSession(), newSession()];
    const { app } = await another();
    const owner = { id: lab.agent.id, name: "builder" };
    const hungUp = () => new AbortController().signal;
    const first = app.services.hooks.handle({ owner, agent: "claude-code", payload: permission(native), context: {}, size: 500, hungUp });
    const second = app.services.hooks.handle({
      owner,
      agent: "codex",
      payload: permission(command),
      context: {},
      key: "stays",
      size: 500,
      hungUp,
    });
    const [lost] = await lab.waiting(native);
    const [kept] = await lab.waiting(command);
    await app.services.hooks.stop();
    expect(await Promise.all([first, second])).toEqual([{ kind: "nothing" }, { kind: "pending" }]);
    expect((await lab.read(lost!.id)).status).toBe("pending");
    pass(1);
    await lab.app.services.hooks.holds.sweep();
    expect(await lab.read(lost!.id)).toMatchObject({ status: "cancelled", cancelReason: "the connection to the agent was cut" });
    const again = lab.hold("codex", permission(command), keyed("stays"));
    await lab.decide(kept!.id, { option: "allow" });
    expect((await again.reply).body.hookSpecificOutput.decision).toEqual({ behavior: "allow" });
  });

  test("a server that was away for long gives its hooks the time to come again", async () => {
    const session = newSession();
    await lab.post("codex", permission(session), keyed("patient", "?wait=0"));
    const [card] = await lab.waiting(session);
    pass(3_600);
    const { app } = await another();
    await app.services.hooks.holds.sweep();
    expect((await lab.read(card!.id)).status).toBe("pending");
    pass(46);
    await app.services.hooks.holds.sweep();
    expect((await lab.read(card!.id)).status).toBe("cancelled");
  });
});

test("a time limit that is known is not taken for a refusal", async () => {
  const session = newSession();
  const held = lab.hold("claude-code", permission(session));
  const [card] = await lab.waiting(session);
  pass(600);
  await lab.app.services.hooks.holds.renew();
  held.hangUp();
  expect(await lab.settled(card!.id)).toMatchObject({ cancelReason: "nobody answered in the time that the agent waits" });
});

test("rows of long ago are forgotten, open ones are not", async () => {
  const session = newSession();
  const held = lab.hold("claude-code", permission(session));
  const [card] = await lab.waiting(session);
  await lab.decide(card!.id, { option: "allow" });
  await held.reply;
  const open = newSession();
  await lab.post("codex", permission(open), keyed("old", "?wait=0"));
  pass(3 * 86_400);
  await lab.app.services.hooks.holds.prune();
  expect(await rows(session)).toEqual([]);
  expect(await rows(open)).toHaveLength(1);
});

describe("hostile payloads", () => {
  const post = async (agent: string, body: string) => {
    const answer = await lab.agent("POST", `/hooks/${agent}?wait=0`, body, {
      "content-type": "application/json",
      "idempotency-key": `h${(sessions += 1)}`,
    });
    return answer.status;
  };

  test.each([
    ["nested deeply", `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, 422],
    [
      "a tool input nested deeply",
      `{"session_id":"d","hook_event_name":"PermissionRequest","tool_name":"X","tool_input":{"a":${"[".repeat(5_000)}${"]".repeat(5_000)}}}`,
      422,
    ],
    ["too large", `{"a":"${"x".repeat(1_100_000)}"}`, 413],
    ["large", JSON.stringify({ ...permission("large"), tool_input: { command: "x".repeat(900_000) } }), 202],
    [
      "of wrong types",
      JSON.stringify({ session_id: { a: 1 }, hook_event_name: ["PermissionRequest"], tool_name: 5, tool_input: "text" }),
      200,
    ],
    ["with wrong characters", JSON.stringify({ ...permission("wrong"), cwd: "/a\0b", tool_name: "Ba\ud800sh" }), 202],
    ["a list", "[1]", 422],
    ["no JSON", "{", 400],
  ])("%s", async (_, body, status) => {
    expect(await post("claude-code", body)).toBe(status);
  });

  /** Its length is told, as by all agents. */
  const big = async (agent: string, payload: object) => {
    const body = JSON.stringify(payload);
    return lab.agent("POST", `/hooks/${agent}?wait=0`, body, {
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(body)),
      "idempotency-key": `h${(sessions += 1)}`,
    });
  };
  const megabytes = (count: number) => "x = 1\n".repeat(count * 170_000);

  test("an edit of a large file, which comes whole with it, is known, and closes its question", async () => {
    const session = newSession();
    const input = { file_path: "/home/dev/shop-api/data.sql", old_string: "a", new_string: "b", replace_all: false };
    const asked = { ...permission(session), tool_name: "Edit", tool_input: input, permission_suggestions: [] };
    const held = lab.hold("claude-code", asked);
    const [card] = await lab.waiting(session);
    const response = { filePath: input.file_path, originalFile: megabytes(2), structuredPatch: [] };
    const done = { ...asked, hook_event_name: "PostToolUse", tool_use_id: "big-1", tool_response: response };
    expect(await big("claude-code", done)).toMatchObject({ status: 200 });
    expect(await lab.settled(card!.id)).toMatchObject({ status: "cancelled" });
    await held.reply;
    const { items } = (await lab.person("GET", "/api/sessions")).body;
    expect(items.find(({ key }: { key: string }) => key === session)).toMatchObject({ files: [{ path: input.file_path }] });
  });

  test("a call with much input is asked about at a gate as any other", async () => {
    const call = { ...permission(newSession()), hook_event_name: "PreToolUse", permission_mode: "never", tool_use_id: "big-2" };
    expect(await big("codex", { ...call, tool_input: { command: megabytes(1.1) } })).toMatchObject({ status: 202 });
  });

  test("more than 8 MiB is refused, and more than 1 MiB from others than agents or of no told length", async () => {
    const tooMuch = { a: megabytes(8.5) };
    expect(await big("claude-code", tooMuch)).toMatchObject({ status: 413, body: { detail: "At most 8 MiB." } });
    expect(await big("withdraw", { a: megabytes(1.1) })).toMatchObject({ status: 413, body: { detail: "At most 1 MiB." } });
    expect(await post("claude-code", JSON.stringify({ a: megabytes(1.1) }))).toBe(413);
  });

  test("property: any JSON object is taken or refused, never a failure of the server's", async () => {
    const key = fc.oneof(
      fc.constantFrom(
        "session_id",
        "hook_event_name",
        "tool_name",
        "tool_input",
        "type",
        "properties",
        "sessionId",
        "toolName",
        "conversation_id",
      ),
      fc.string(),
    );
    const value = fc.oneof(
      fc.constantFrom("PermissionRequest", "PreToolUse", "Stop", "Bash", "permission.asked", "s1", "\0", "\ud800"),
      fc.jsonValue(),
    );
    const agent = fc.constantFrom("claude-code", "codex", "gemini", "copilot", "cursor", "opencode");
    await fc.assert(
      fc.asyncProperty(agent, fc.dictionary(key, value), async (name, body) => {
        expect([200, 202, 422]).toContain(await post(name, JSON.stringify(body)));
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });
});
