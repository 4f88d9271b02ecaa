import type { Agent, Session } from "@beckon/contracts/agents";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type Call, type TestApp } from "./support/test-app.ts";

/* What is told of a run only after its first word. */

let t: TestApp;
let person: Call;
beforeAll(async () => {
  t = await createTestApp({ clock: () => new Date("2026-11-21T10:10:00.000Z") });
  person = await t.pair();
});
afterAll(() => t.close());

let number = 0;
const signal = (kind: string, session: string, more: object = {}) => {
  number += 1;
  const at = `2026-11-21T10:00:${String(number % 60).padStart(2, "0")}.000Z`;
  return { id: `s${number}`, source: "test", at, kind, session, data: {}, ...more };
};
const call = (session: string) =>
  signal("model.called", session, { data: { model: "claude-sonnet-5", tokens: { input: 100 }, costMicros: 300 } });
const sessionOf = async (key: string): Promise<Session> =>
  (await person("GET", "/api/sessions?limit=200")).body.items.find((session: Session) => session.key === key);
const agentOf = async (key: string): Promise<Agent> => {
  const { agentId } = await sessionOf(key);
  return (await person("GET", "/api/agents")).body.items.find(({ id }: Agent) => id === agentId);
};
const agentNames = async (): Promise<string[]> => (await person("GET", "/api/agents")).body.items.map(({ name }: Agent) => name);
const report = async (token: Call, ...signals: object[]) => {
  const answer = await token("POST", "/api/signals", { signals });
  expect(answer.body.rejected).toEqual([]);
};

test("whose run it is, told late: in the same way as told at once", async () => {
  const token = await t.token("agent", "late-parent");
  await report(token, signal("turn.started", "child"), call("child"));
  await report(token, signal("turn.started", "parent"));
  await report(token, signal("session.described", "child", { data: { parentSession: "parent" } }));
  expect((await sessionOf("child")).parentId).toBe((await sessionOf("parent")).id);
  expect((await agentOf("child")).parentId).toBe((await agentOf("parent")).id);
  expect((await sessionOf("child")).usage.calls).toBe(1);
  // The same again, and a further word of it, change nothing of that.
  await report(token, signal("turn.ended", "child"));
  expect((await sessionOf("child")).parentId).toBe((await sessionOf("parent")).id);
  const other = await t.token("agent", "at-once");
  await report(other, signal("session.started", "child-2", { data: { parentSession: "parent-2" } }));
  await report(other, signal("turn.started", "parent-2"));
  expect((await sessionOf("child-2")).parentId).toBe((await sessionOf("parent-2")).id);
});

test("runs that say to be each other's parent stay as they were first told", async () => {
  const token = await t.token("agent", "circle");
  const saying = (key: string, parentSession: string) => signal("session.described", key, { data: { parentSession } });
  await report(token, signal("turn.started", "a"), signal("turn.started", "b"), signal("turn.started", "c"));
  await report(token, saying("b", "a"));
  await report(token, saying("c", "b"));
  await report(token, saying("a", "c"));
  await report(token, saying("a", "a"));
  expect((await sessionOf("a")).parentId).toBeUndefined();
  expect((await sessionOf("c")).parentId).toBe((await sessionOf("b")).id);
});

test("an agent's name that telemetry tells after the hooks is its name, and its usage goes with it", async () => {
  const token = await t.token("agent", "the-laptop");
  const named = { agent: { name: "worker-3" } };
  await report(token, signal("turn.started", "run-1"), call("run-1"));
  expect(await agentOf("run-1")).toMatchObject({ name: "the-laptop" });
  const before = (await agentOf("run-1")).id;
  await report(token, signal("session.described", "run-1", named));
  // It was the only run: the same agent, under its name.
  expect(await agentOf("run-1")).toMatchObject({ id: before, name: "worker-3" });
  expect(await agentNames()).not.toContain("the-laptop");

  await report(token, signal("turn.started", "run-2"), call("run-2"));
  expect(await agentOf("run-2")).toMatchObject({ name: "the-laptop" });
  await report(token, signal("session.described", "run-2", named));
  expect(await agentOf("run-2")).toMatchObject({ id: before, name: "worker-3" });
  // Nothing is left of who was there for that moment.
  expect(await agentNames()).not.toContain("the-laptop");
  const usage = await person("GET", "/api/usage/summary?groupBy=agent&from=2026-11-21T00:00:00.000Z&to=2026-11-22T00:00:00.000Z");
  expect(usage.body.groups.find(({ key }: { key: string }) => key === before)).toMatchObject({ calls: 2 });
  await report(token, signal("turn.ended", "run-2"), call("run-2"));
  expect((await sessionOf("run-2")).usage).toMatchObject({ calls: 2, costMicros: 600 });
});

test("a name once told is not taken back, and a person's word stands", async () => {
  const token = await t.token("agent", "desk");
  await report(token, signal("turn.started", "run-4", { agent: { name: "first" } }));
  await report(token, signal("session.described", "run-4", { agent: { name: "second" } }), signal("turn.ended", "run-4"));
  expect(await agentOf("run-4")).toMatchObject({ name: "first" });
  await report(token, signal("turn.started", "run-5"));
  await person("PATCH", `/api/agents/${(await agentOf("run-5")).id}`, { name: "Ada" });
  await report(token, signal("session.described", "run-5", { agent: { name: "first" } }));
  expect(await agentOf("run-5")).toMatchObject({ name: "Ada" });
});
