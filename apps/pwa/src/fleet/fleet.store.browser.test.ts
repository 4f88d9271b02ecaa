import type { SyncChange } from "@beckon/contracts/sync";
import { afterEach, expect, test } from "vitest";
import { applySync } from "../platform/apply-sync.ts";
import { openReplica, type Replica } from "../platform/replica.ts";
import { answerOf, changeOf, aRequest } from "../platform/testing/rows.ts";
import type { FleetApi } from "./fleet.api.ts";
import { FleetStore } from "./fleet.store.ts";
import { ago, anAgent, aSessionOf } from "./testing/rows.ts";

const opened: { name: string; replica: Replica }[] = [];
function fresh() {
  const name = `test-${crypto.randomUUID()}`;
  const replica = openReplica(name);
  opened.push({ name, replica });
  const patched: unknown[] = [];
  const api = {
    change: async (id: string, patch: object) => {
      patched.push([id, patch]);
      return anAgent(id, { ...patch });
    },
  } as unknown as FleetApi;
  return { replica, patched, store: new FleetStore({ replica, api, pauseMs: 5 }) };
}
afterEach(() => {
  for (const { name, replica } of opened.splice(0)) {
    replica.close();
    indexedDB.deleteDatabase(name);
  }
});
const agentChange = (id: string, more = {}): SyncChange => ({ kind: "agent", id, value: anAgent(id, more) });
const sessionChange = (id: string, more = {}): SyncChange => ({ kind: "session", id: `se_${id}`, value: aSessionOf(id, more) });
const ids = (rows: { id: string }[]) => rows.map(({ id }) => id).sort();

test("agents and runs come by sync, and what is new or gone is followed", async () => {
  const { replica, store } = fresh();
  await applySync(replica, { answer: answerOf("c1", [agentChange("a"), agentChange("b"), sessionChange("a")]), base: undefined });
  await store.load();
  expect([ids(store.state.agents), ids(store.state.sessions)]).toEqual([["a", "b"], ["se_a"]]);
  const gone = { tombstones: [{ kind: "session", id: "se_a" } as const] };
  await applySync(replica, { answer: answerOf("c2", [agentChange("b", { name: "renamed" }), sessionChange("b")], gone), base: "c1" });
  await expect.poll(() => ids(store.state.sessions)).toEqual(["se_b"]);
  expect(store.state.agents.find(({ id }) => id === "b")?.name).toBe("renamed");
});

test("a reset leaves only what the server has now", async () => {
  const { replica, store } = fresh();
  await applySync(replica, { answer: answerOf("c1", [agentChange("a"), sessionChange("a")]), base: undefined });
  await store.load();
  await applySync(replica, { answer: answerOf("x1", [agentChange("z")], { reset: true }), base: "c1" });
  await expect.poll(() => [ids(store.state.agents), ids(store.state.sessions)]).toEqual([["z"], []]);
});

test("until a page asks nothing is read, and news of requests alone reads nothing", async () => {
  const { replica, store } = fresh();
  await applySync(replica, { answer: answerOf("c1", [agentChange("a")]), base: undefined });
  expect(store.state.ready).toBe(false);
  await store.load();
  let told = 0;
  store.subscribe(() => (told += 1));
  await applySync(replica, { answer: answerOf("c2", [changeOf(aRequest("dr_1"))]), base: "c1" });
  await applySync(replica, { answer: answerOf("c3", [agentChange("b")]), base: "c2" });
  await expect.poll(() => ids(store.state.agents)).toEqual(["a", "b"]);
  expect(told).toBe(1);
});

test("of many changes in a moment the first is told at once, and the others together", async () => {
  const { replica, store } = fresh();
  await store.load();
  let told = 0;
  store.subscribe(() => (told += 1));
  const all = Array.from({ length: 20 }, (_, index) => `a${index}`);
  for (const id of all) replica.changed({ agents: [id], sessions: [`se_${id}`] });
  await expect.poll(() => told).toBe(2);
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(told).toBe(2);
});

test("a new name is shown as the server took it", async () => {
  const { replica, store, patched } = fresh();
  await applySync(replica, { answer: answerOf("c1", [agentChange("a")]), base: undefined });
  await store.load();
  await store.change("a", { name: "Builder" });
  expect(patched).toEqual([["a", { name: "Builder" }]]);
  await expect.poll(() => store.state.agents[0]?.name).toBe("Builder");
});

test("runs do not grow without end: the oldest signs go first", async () => {
  const { replica, store } = fresh();
  const many = Array.from({ length: 2_010 }, (_, index) => sessionChange(`a${index}`, { lastSignalAt: ago(10_000 - index) }));
  await applySync(replica, { answer: answerOf("c1", many), base: undefined });
  await store.load();
  expect(store.state.sessions).toHaveLength(2_000);
  expect(store.state.sessions.some(({ id }) => id === "se_a9")).toBe(false);
  expect(store.state.sessions.some(({ id }) => id === "se_a10")).toBe(true);
});
