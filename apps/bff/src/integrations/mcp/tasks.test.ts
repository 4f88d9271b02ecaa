import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type Call, type TestApp } from "../../../../../test/support/test-app.ts";

let app: TestApp;
let agent: Awaited<ReturnType<TestApp["token"]>>;
let owner: Call;

beforeAll(async () => {
  app = await createTestApp();
  agent = await app.token("agent", "builder");
  owner = await app.pair();
});
afterAll(() => app.close());

/** A tool call of the agent of this name, in a run of its own. */
const call = async (who: string, name: string, args: object = {}): Promise<{ isError?: boolean; text: string; data: any }> => {
  const headers = { "x-beckon-agent": who, "x-beckon-session": `run-${who}` };
  const { body } = await agent("POST", "/mcp", { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args } }, headers);
  const line = (body as string).split("\n").findLast((each) => each.startsWith("data: ")) as string;
  const { result } = JSON.parse(line.slice(6));
  return { isError: result.isError, text: result.content[0].text, data: result.structuredContent };
};
const task = async (id: string) => (await owner("GET", `/api/tasks/${id}`)).body;

test("a task that an agent starts is one, and its summary is its result", async () => {
  const { data } = await call("a", "start_task", { title: "Write the parser" });
  expect(data).toMatchObject({ status: "started", task_id: expect.stringMatching(/^tk_/) });
  await call("a", "report_progress", { message: "Half of it", percent: 50 });
  expect(await task(data.task_id)).toMatchObject({
    title: "Write the parser",
    status: "in_progress",
    origin: "mcp",
    progress: 50,
    agent: { name: "a" },
  });
  await call("a", "complete_task", { task_id: data.task_id, summary: "It parses" });
  expect(await task(data.task_id)).toMatchObject({ status: "completed", result: "It parses", progress: 100 });
  const again = await call("a", "start_task", { title: "Write the parser", task_id: data.task_id });
  expect(again.data).toMatchObject({ status: "ended", task_id: data.task_id });
});

test("what waits is given to whoever asks for the next, and to nobody else", async () => {
  const { id } = (await owner("POST", "/api/tasks", { title: "From a person", body: "With all that it needs", priority: "high" })).body;
  const next = await call("b", "next_task");
  expect(next.data).toMatchObject({ status: "started", task_id: id, title: "From a person", body: "With all that it needs" });
  expect((await call("c", "next_task")).data).toEqual({ status: "none" });
  expect(await task(id)).toMatchObject({ status: "in_progress", agent: { name: "b" }, sessionId: expect.stringMatching(/^se_/) });
  await call("b", "complete_task", { task_id: id, outcome: "failed", summary: "No disk" });
  expect(await task(id)).toMatchObject({ status: "failed", error: "No disk" });
});

test("an offer is a task that waits for a role, and is begun by whoever takes it by its id", async () => {
  const offer = await call("a", "hand_over", { to: "reviewer", task: "Read the change\nIt is on the branch" });
  expect(await task(offer.data.task_id)).toMatchObject({ title: "Read the change", status: "pending", role: "reviewer" });
  const taken = await call("d", "start_task", { title: "Review", task_id: offer.data.handoff_id });
  expect(taken.data.task_id).toBe(offer.data.task_id);
  expect(await task(offer.data.task_id)).toMatchObject({ status: "in_progress", agent: { name: "d" } });
});

test("work that is handed over goes to the agent that is named, and leaves the one before", async () => {
  const { data } = await call("a", "start_task", { title: "The other half" });
  const offer = await call("a", "hand_over", { to: "d", task: "Do the rest", task_id: data.task_id });
  expect(offer.data.task_id).toBe(data.task_id);
  expect(await task(data.task_id)).toMatchObject({ status: "assigned", agent: { name: "d" } });
  expect((await call("d", "next_task")).data.task_id).toBe(data.task_id);
});
