import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../../../test/support/test-app.ts";

let app: TestApp;
let now = new Date("2026-11-21T10:00:00.000Z");
let agent: Awaited<ReturnType<TestApp["token"]>>;
let person: Awaited<ReturnType<TestApp["pair"]>>;

beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  agent = await app.token("agent", "builder");
  person = await app.pair({ deviceName: "Phone" });
});
afterAll(() => app.close());

const call = (question: string, args: object = {}, signal?: AbortSignal) =>
  app.app.request("http://localhost:8787/mcp", {
    method: "POST",
    headers: { authorization: `Bearer ${agent.token}`, "content-type": "application/json", host: "localhost:8787" },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: "ask_human", arguments: { question, ...args } },
    }),
    ...(signal ? { signal } : {}),
  });
const cardOf = async (question: string): Promise<any> =>
  (await person("GET", "/api/decision-requests?limit=200")).body.items.find(({ title }: { title: string }) => title === question);
const waiting = (question: string) => expect.poll(() => cardOf(question)).toMatchObject({ status: "pending" });
const pass = async (minutes: number) => {
  now = new Date(now.getTime() + minutes * 60_000);
  await app.services.abandoned.sweep();
};
/** A call that is held, and cut off; heard by the server when it has noted it. */
const cutOff = async (question: string) => {
  const client = new AbortController();
  const response = await call(question, {}, client.signal);
  await waiting(question);
  client.abort();
  await response.text().catch(() => undefined);
};

test("a question whose asker hung up is taken back, but not before the same could be asked again", async () => {
  await cutOff("Deploy?");
  await pass(4);
  expect(await cardOf("Deploy?")).toMatchObject({ status: "pending" });
  // The hanging up is heard in the moment after it: from then on it is five minutes.
  await expect
    .poll(async () => {
      await pass(2);
      return cardOf("Deploy?");
    })
    .toMatchObject({ status: "cancelled", cancelReason: "the agent stopped waiting for the answer" });
  const again = call("Deploy?");
  await waiting("Deploy?");
  const { id } = await cardOf("Deploy?");
  await person("PUT", `/api/decision-requests/${id}/decision`, { text: "Yes" });
  expect(await (await again).text()).toContain('"status":"answered"');
});

test("asked again in time it is the same question, and stands while that call is held", async () => {
  await cutOff("Merge?");
  const { id } = await cardOf("Merge?");
  const again = await call("Merge?");
  expect(await cardOf("Merge?")).toMatchObject({ id, status: "pending" });
  await pass(2);
  await person("PUT", `/api/decision-requests/${id}/decision`, { text: "Yes" });
  expect(await again.text()).toContain('"text":"Yes"');
  await pass(60);
  expect(await cardOf("Merge?")).toMatchObject({ id, status: "decided" });
});

test("who was told that it is pending comes again when it will: the question stands", async () => {
  expect(await (await call("Rename?", { wait_seconds: 0 })).text()).toContain('"status":"pending"');
  await pass(600);
  expect(await cardOf("Rename?")).toMatchObject({ status: "pending" });
});
