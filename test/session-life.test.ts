import type { Session } from "@beckon/contracts/agents";
import { sessionLiveness } from "../packages/metrics/src/liveness.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestApp, type Call, type TestApp } from "./support/test-app.ts";

let now = new Date("2026-11-21T10:00:00.000Z");
let t: TestApp;
let person: Call;
beforeAll(async () => {
  t = await createTestApp({ clock: () => now });
  person = await t.pair();
});
afterAll(() => t.close());

const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1_000);
};
const sessions = async (): Promise<Session[]> => (await person("GET", "/api/sessions?limit=200")).body.items;
const sessionOf = async (key: string): Promise<Session> => {
  const found = (await sessions()).find((session) => session.key === key);
  if (!found) throw new Error(`no session ${key}`);
  return found;
};
const agentOf = async (id: string) => (await person("GET", "/api/agents")).body.items.find((agent: { id: string }) => agent.id === id);
const stateOf = async (key: string) => sessionLiveness(await sessionOf(key), now.getTime()).state;

describe("a run that is taken up again under its own id ends again", () => {
  const claude = (session: string) => ({
    begin: {
      hook_event_name: "UserPromptSubmit",
      session_id: session,
      prompt_id: `${session}-${now.getTime()}`,
      prompt: "Go on",
      cwd: "/w/shop",
    },
    stop: { hook_event_name: "Stop", session_id: session, prompt_id: `${session}-${now.getTime()}` },
    end: { hook_event_name: "SessionEnd", session_id: session, reason: "other" },
  });
  const gemini = (session: string) => ({
    begin: { hook_event_name: "BeforeAgent", session_id: session, prompt: "Go on", timestamp: now.toISOString() },
    stop: { hook_event_name: "AfterAgent", session_id: session, timestamp: now.toISOString() },
    end: { hook_event_name: "SessionEnd", session_id: session, reason: "exit", timestamp: now.toISOString() },
  });
  const cursor = (session: string) => ({
    begin: {
      hook_event_name: "beforeSubmitPrompt",
      conversation_id: session,
      generation_id: `${session}-${now.getTime()}`,
      prompt: "Go on",
    },
    stop: { hook_event_name: "stop", conversation_id: session, generation_id: `${session}-${now.getTime()}`, status: "completed" },
    end: { hook_event_name: "sessionEnd", conversation_id: session, session_id: session, reason: "user_close" },
  });
  const copilot = (session: string) => ({
    begin: { sessionId: session, timestamp: now.getTime(), cwd: "/w/shop", prompt: "Go on" },
    stop: { sessionId: session, timestamp: now.getTime(), cwd: "/w/shop", stopReason: "end_turn" },
    end: { sessionId: session, timestamp: now.getTime(), cwd: "/w/shop", reason: "complete" },
  });

  test.each([
    ["claude-code", claude],
    ["codex", claude],
    ["gemini", gemini],
    ["cursor", cursor],
    ["copilot", copilot],
  ] as const)("%s", async (name, events) => {
    const agent = await t.token("agent", `resumed ${name}`);
    const session = `resumed-${name}`;
    const post = async (event: "begin" | "stop" | "end") => {
      expect((await agent("POST", `/hooks/${name}`, events(session)[event])).status).toBe(200);
    };
    for (let round = 0; round < 3; round += 1) {
      later(120);
      await post("begin");
      expect(await stateOf(session)).toBe("working");
      await post("stop");
      expect(await stateOf(session)).toBe("idle");
      later(5);
      await post("end");
      expect(await stateOf(session)).toBe("offline");
    }
  });

  test("Gemini says its end three times, and is told of once in the short timeline", async () => {
    const agent = await t.token("agent", "thrice");
    const { begin, end } = gemini("thrice");
    for (const event of [begin, end, end, end]) await agent("POST", "/hooks/gemini", event);
    expect((await sessionOf("thrice")).recent.filter(({ kind }) => kind === "session.ended")).toHaveLength(1);
  });

  test("a sub-agent that is sent on ends again", async () => {
    const agent = await t.token("agent", "sends on");
    const post = (event: string, prompt: string) =>
      agent("POST", "/hooks/claude-code", {
        hook_event_name: event,
        session_id: "sent-on",
        prompt_id: prompt,
        agent_id: "a1",
        agent_type: "Explore",
      });
    await post("SubagentStart", "p1");
    later(5);
    await post("SubagentStop", "p1");
    expect(await stateOf("sent-on/a1")).toBe("offline");
    later(60);
    await post("SubagentStart", "p2");
    expect(await stateOf("sent-on/a1")).toBe("working");
    later(5);
    await post("SubagentStop", "p2");
    expect(await stateOf("sent-on/a1")).toBe("offline");
  });
});

test("after a refusal in the terminal, which ends the turn without a word, the agent that waits for a prompt is idle and not stale", async () => {
  const agent = await t.token("agent", "refused");
  const post = (event: string, rest: object) =>
    agent("POST", "/hooks/claude-code", { hook_event_name: event, session_id: "refused", ...rest });
  await post("UserPromptSubmit", { prompt_id: "r1", prompt: "Push it" });
  later(70);
  await post("Notification", { notification_type: "idle_prompt", message: "Claude is waiting for your input" });
  expect(await stateOf("refused")).toBe("idle");
  later(600);
  expect(await stateOf("refused")).toBe("idle");
  await post("UserPromptSubmit", { prompt_id: "r2", prompt: "Then try this" });
  expect(await stateOf("refused")).toBe("working");
  // What still runs in the background after the turn goes on, though the prompt is free.
  await post("Stop", { prompt_id: "r2", background_tasks: [{ id: "b1", status: "running" }] });
  later(60);
  await post("Notification", { notification_type: "idle_prompt" });
  expect(await stateOf("refused")).toBe("working");
});

describe("who works for whom", () => {
  const described = (session: string, parentSession: string | undefined, name: string) => ({
    id: `d-${session}`,
    source: "test",
    session,
    at: now.toISOString(),
    agent: { name },
    kind: "session.described",
    data: { cwd: "/w/shop", ...(parentSession ? { parentSession } : {}) },
  });

  test("three levels told in one batch, the deepest first and by names in the wrong order", async () => {
    const agent = await t.token("agent", "levels");
    await agent("POST", "/api/signals", {
      signals: [described("lv-c", "lv-b", "aaa"), described("lv-b", "lv-a", "bbb"), described("lv-a", undefined, "zzz")],
    });
    const [a, b, c] = await Promise.all(["lv-a", "lv-b", "lv-c"].map(sessionOf));
    expect([a!.parentId, b!.parentId, c!.parentId]).toEqual([undefined, a!.id, b!.id]);
    expect(await agentOf(b!.agentId)).toMatchObject({ name: "bbb", parentId: a!.agentId });
    expect(await agentOf(c!.agentId)).toMatchObject({ name: "aaa", parentId: b!.agentId });
  });

  test("runs that say to be each other's parent are all kept", async () => {
    const agent = await t.token("agent", "ring");
    const answer = await agent("POST", "/api/signals", {
      signals: [described("ring-a", "ring-b", "a"), described("ring-b", "ring-c", "b"), described("ring-c", "ring-a", "c")],
    });
    expect(answer).toMatchObject({ status: 200, body: { accepted: 3 } });
    for (const key of ["ring-a", "ring-b", "ring-c"]) await sessionOf(key);
  });

  test("a slash in another agent's own id, or in an agent's name, makes nobody its parent", async () => {
    const agent = await t.token("agent", "slashes");
    const before = (await sessions()).length;
    const signal = { source: "test", at: now.toISOString(), kind: "file.edited", data: { path: "a" } };
    await agent("POST", "/api/signals", {
      signals: [
        { ...signal, id: "1", session: "runs/2026/11/21" },
        { ...signal, id: "2", agent: { name: "team/builder" } },
        { ...signal, id: "3", source: "claude-code", agent: { name: "team/reviewer" } },
      ],
    });
    const made = (await sessions()).filter(({ key }) => key.includes("/") && !key.startsWith("sent-on"));
    expect((await sessions()).length).toBe(before + 3);
    expect(made.map(({ key, parentId }) => [key, parentId]).toSorted()).toEqual([
      ["runs/2026/11/21", undefined],
      ["~team/builder@", undefined],
      ["~team/reviewer@", undefined],
    ]);
  });
});
