import type { DecisionRequest } from "@beckon/contracts/decisions";
import { afterEach, expect, test } from "vitest";
import { ApiProblem } from "../platform/api-client.ts";
import { applySync, putRow } from "../platform/apply-sync.ts";
import { readFirstScreen } from "../platform/first-screen.ts";
import { createFlusher } from "../platform/flusher.ts";
import { createOutbox } from "../platform/outbox.ts";
import type { SendResult } from "../platform/outbox-step.ts";
import { openReplica, type Replica } from "../platform/replica.ts";
import { aRequest, answerOf, changeOf, decided } from "../platform/testing/rows.ts";
import type { DecisionsApi } from "./decisions.api.ts";
import { DecisionsStore } from "./decisions.store.ts";

const opened: { name: string; replica: Replica }[] = [];
afterEach(() => {
  for (const { name, replica } of opened.splice(0)) {
    replica.close();
    indexedDB.deleteDatabase(name);
  }
});

const offline = () => Promise.reject(new ApiProblem(0, { code: "network.unreachable", title: "The server cannot be reached" }));
const noApi: DecisionsApi = { one: offline, list: offline, snooze: offline, unsnooze: offline };

function setUp(options: { api?: Partial<DecisionsApi>; send?: (id: string) => SendResult; now?: () => Date } = {}) {
  const name = `test-${crypto.randomUUID()}`;
  const replica = openReplica(name);
  opened.push({ name, replica });
  const send = async (entry: { requestId: string }) => options.send?.(entry.requestId) ?? { status: 0 };
  const outbox = createOutbox({ replica, send, lock: name });
  const store = new DecisionsStore({
    replica,
    outbox,
    flusher: createFlusher(outbox),
    api: { ...noApi, ...options.api },
    now: options.now,
  });
  return { replica, outbox, store };
}
const fill = (replica: Replica, rows: DecisionRequest[]) =>
  applySync(replica, { answer: answerOf("c1", rows.map(changeOf)), base: undefined });
const ids = (rows: readonly DecisionRequest[]) => rows.map((row) => row.id);

test("shows the first screen at once, and all of it when it is read", async () => {
  const { replica, store } = setUp();
  store.paint({ pending: [aRequest("dr_1")], outbox: [], asOf: "2026-11-21T09:00:00.000Z" });
  expect(store.state).toMatchObject({ ready: false, asOf: "2026-11-21T09:00:00.000Z" });
  expect(store.find("dr_1")?.id).toBe("dr_1");
  await fill(replica, [aRequest("dr_1"), aRequest("dr_2"), decided("dr_3", "deny")]);
  await store.load();
  expect(store.state.ready).toBe(true);
  expect(ids(store.state.pending)).toEqual(["dr_1", "dr_2"]);
  expect(ids(store.state.history)).toEqual(["dr_3"]);
});

test("follows the replica, whoever writes it, and remembers the first screen", async () => {
  const { replica, store } = setUp();
  await store.load();
  await fill(replica, [aRequest("dr_1")]);
  await expect.poll(() => ids(store.state.pending)).toEqual(["dr_1"]);
  await putRow(replica, decided("dr_1", "deny"));
  await expect.poll(() => ids(store.state.history)).toEqual(["dr_1"]);
  expect(store.state.pending).toEqual([]);
  await fill(replica, []);
  await putRow(replica, aRequest("dr_2"));
  await expect.poll(async () => ids((await readFirstScreen(replica)).pending)).toEqual(["dr_2"]);
});

test("an answer without network is shown as waiting, never thrown", async () => {
  const { replica, store } = setUp();
  await fill(replica, [aRequest("dr_1"), aRequest("dr_2")]);
  await store.load();
  await store.answerAll(["dr_1", "dr_2"], { option: "approve" });
  await expect.poll(() => [...store.state.outbox.values()].map((entry) => entry.progress)).toEqual(["waiting", "waiting"]);
  expect(ids(store.state.pending)).toEqual(["dr_1", "dr_2"]);
});

test("an answer that stands moves the request to the history", async () => {
  const { replica, store } = setUp({ send: (id) => ({ status: 200, body: decided(id, "approve") }) });
  await fill(replica, [aRequest("dr_1")]);
  await store.load();
  await store.answer("dr_1", { option: "approve" });
  await expect.poll(() => ids(store.state.history)).toEqual(["dr_1"]);
  expect(store.state.outbox.size).toBe(0);
  expect(store.state.pending).toEqual([]);
});

test("an answer that came second is kept with the one that stands, until dismissed", async () => {
  const send = (id: string) => ({
    status: 409,
    body: { code: "decision.already_decided", title: "Somebody else answered first", decisionRequest: decided(id, "deny") },
  });
  const { replica, store } = setUp({ send });
  await fill(replica, [aRequest("dr_1")]);
  await store.load();
  await store.answer("dr_1", { option: "approve" });
  await expect
    .poll(() => store.state.outbox.get("dr_1"))
    .toMatchObject({ progress: "refused", problem: { standing: { decision: { option: "deny" } } } });
  await expect.poll(() => ids(store.state.history)).toEqual(["dr_1"]);
  await store.dismissRefused("dr_1");
  await expect.poll(() => store.state.outbox.size).toBe(0);
});

test("a snoozed request comes back by itself at its time", async () => {
  let now = new Date("2026-11-21T09:00:00.000Z");
  const until = new Date(now.getTime() + 300);
  const { replica, store } = setUp({ now: () => now, api: { snooze: async (requestId, end) => ({ requestId, until: end }) } });
  await fill(replica, [aRequest("dr_1")]);
  await store.load();
  await store.snooze("dr_1", until);
  await expect.poll(() => store.state.snoozed).toMatchObject([{ request: { id: "dr_1" }, until: until.toISOString() }]);
  expect(store.state.pending).toEqual([]);
  now = new Date(until.getTime() + 1);
  await expect.poll(() => ids(store.state.pending)).toEqual(["dr_1"]);
});

test("snoozing needs the server, and says so", async () => {
  const { store } = setUp();
  await expect(store.snooze("dr_1", new Date())).rejects.toMatchObject({ code: "network.unreachable" });
});

test("search asks the server, and the replica when the server is away", async () => {
  const asked: unknown[] = [];
  const list: DecisionsApi["list"] = async (query) => (asked.push(query), { items: [aRequest("dr_9")], cursor: "next" });
  expect(await setUp({ api: { list } }).store.search({ q: "lint", status: "decided" })).toMatchObject({
    from: "server",
    cursor: "next",
    items: [{ id: "dr_9" }],
  });
  expect(asked).toEqual([{ q: "lint", status: "decided", limit: 50 }]);
  const { replica, store } = setUp();
  await fill(replica, [
    aRequest("dr_1", { title: "Deploy to staging?" }),
    decided("dr_2", "deny", { action: { tool: "Bash", command: "DEPLOY now" } }),
    decided("dr_3", "deny"),
  ]);
  const found = await store.search({ q: "deploy" });
  expect(found.from).toBe("replica");
  expect(ids(found.items).sort()).toEqual(["dr_1", "dr_2"]);
  expect(ids((await store.search({ q: "deploy", status: "resolved" })).items)).toEqual(["dr_2"]);
  expect(ids((await store.search({ status: "pending" })).items)).toEqual(["dr_1"]);
});

test("search in the replica goes on page by page", async () => {
  const { replica, store } = setUp();
  await fill(
    replica,
    Array.from({ length: 60 }, (_, index) => aRequest(`dr_${index}`)),
  );
  const first = await store.search({});
  const second = await store.search({ cursor: first.cursor });
  expect([first.items.length, second.items.length, second.cursor]).toEqual([50, 10, undefined]);
  expect(new Set(ids([...first.items, ...second.items])).size).toBe(60);
});

test("a refused search is not passed off as an empty one", async () => {
  const list = () => Promise.reject(new ApiProblem(403, { code: "access.forbidden", title: "Not allowed" }));
  await expect(setUp({ api: { list } }).store.search({ q: "x" })).rejects.toMatchObject({ code: "access.forbidden" });
});

test("one request comes from the replica, else from the server, and is kept", async () => {
  let calls = 0;
  const { replica, store } = setUp({ api: { one: async (id) => ((calls += 1), decided(id, "deny")) } });
  await store.load();
  expect(await store.fetchOne("dr_1")).toMatchObject({ id: "dr_1" });
  expect(await store.fetchOne("dr_1")).toMatchObject({ id: "dr_1" });
  expect(calls).toBe(1);
  expect(await (await replica.db()).getKey("decisionRequests", "dr_1")).toBe("dr_1");
});
