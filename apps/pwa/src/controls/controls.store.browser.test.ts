import type { Command } from "@beckon/contracts/controls";
import type { Host } from "@beckon/contracts/hosts";
import type { SyncChange } from "@beckon/contracts/sync";
import { afterEach, expect, test } from "vitest";
import { ago, now } from "../fleet/testing/rows.ts";
import { ApiProblem } from "../platform/api-client.ts";
import { applySync } from "../platform/apply-sync.ts";
import { openReplica, type Replica } from "../platform/replica.ts";
import { answerOf } from "../platform/testing/rows.ts";
import type { CommandWish, ControlsApi } from "./controls.api.ts";
import { ControlsStore } from "./controls.store.ts";
import { aCommand, aHost, aProcess } from "./testing/rows.ts";

const opened: { name: string; replica: Replica }[] = [];
function fresh() {
  const name = `test-${crypto.randomUUID()}`;
  const replica = openReplica(name);
  opened.push({ name, replica });
  const sent: { wish: CommandWish; key: string }[] = [];
  const server = { problem: undefined as ApiProblem | undefined, at: now };
  const api: Partial<ControlsApi> = {
    send: async (wish, key) => {
      sent.push({ wish, key });
      if (server.problem) throw server.problem;
      return { commands: [aCommand(`cm_${sent.length}`)] };
    },
    cancel: async (id) => aCommand(id, { state: "cancelled", endedAt: ago(0) }),
    forget: async () => undefined,
  };
  return { replica, sent, server, store: new ControlsStore({ replica, api: api as ControlsApi, pauseMs: 5, now: () => server.at }) };
}
afterEach(() => {
  for (const { name, replica } of opened.splice(0)) {
    replica.close();
    indexedDB.deleteDatabase(name);
  }
});

const hostChange = (value: Host): SyncChange => ({ kind: "host", id: value.id, value });
const commandChange = (value: Command): SyncChange => ({ kind: "command", id: value.id, value });
const feed = (replica: Replica, changes: SyncChange[], { cursor = "c1", base }: { cursor?: string; base?: string } = {}) =>
  applySync(replica, { answer: answerOf(cursor, changes), base });
const wish: CommandWish = { kind: "pause", hostId: "ho_1", processId: "hp_1" };
const lost = new ApiProblem(0, { title: "The server cannot be reached" });

test("machines by name and commands newest first come by sync; a forgotten machine is gone", async () => {
  const { replica, store } = fresh();
  await feed(replica, [
    hostChange(aHost("ho_2", { name: "zeta" })),
    hostChange(aHost("ho_1", { name: "alpha", processes: [aProcess("hp_1")] })),
    commandChange(aCommand("old", { requestedAt: ago(60) })),
    commandChange(aCommand("new", { requestedAt: ago(5) })),
  ]);
  await store.load();
  expect(store.state.hosts.map(({ name }) => name)).toEqual(["alpha", "zeta"]);
  expect(store.state.commands.map(({ id }) => id)).toEqual(["new", "old"]);
  await applySync(replica, { answer: answerOf("c2", [], { tombstones: [{ kind: "host", id: "ho_2" }] }), base: "c1" });
  await expect.poll(() => store.state.hosts.map(({ name }) => name)).toEqual(["alpha"]);
});

test("what was asked for is there at once, and an older word of the feed does not take it back", async () => {
  const { replica, store } = fresh();
  await store.load();
  await store.send(wish);
  await expect.poll(() => store.state.commands.map(({ id, state }) => [id, state])).toEqual([["cm_1", "requested"]]);
  await feed(replica, [commandChange(aCommand("cm_1", { state: "done", endedAt: ago(0) }))]);
  await feed(replica, [commandChange(aCommand("cm_1", { state: "acknowledged" }))], { cursor: "c2", base: "c1" });
  await expect.poll(() => store.state.commands[0]?.state).toBe("done");
  await store.cancel("cm_9");
  await expect.poll(() => store.state.commands.find(({ id }) => id === "cm_9")?.state).toBe("cancelled");
});

test("an answer to asking that comes after the feed told the end does not take it back", async () => {
  const { replica, store } = fresh();
  await feed(replica, [commandChange(aCommand("cm_1", { state: "done", endedAt: ago(0) }))]);
  await store.send(wish);
  expect((await (await replica.db()).get("commands", "cm_1"))?.state).toBe("done");
});

test("a result that came late replaces the one that stood", async () => {
  const { replica, store } = fresh();
  await store.load();
  await feed(replica, [commandChange(aCommand("cm_1", { state: "expired", result: "No word from devbox for 60 s" }))]);
  await feed(replica, [commandChange(aCommand("cm_1", { state: "expired", result: "came late: stopped" }))], { cursor: "c2", base: "c1" });
  await expect.poll(() => store.state.commands[0]?.result).toBe("came late: stopped");
});

test("asked again after a lost answer it is the same command; after an answer, or much later, another one", async () => {
  const { sent, server, store } = fresh();
  server.problem = lost;
  await expect(store.send(wish)).rejects.toThrow("cannot be reached");
  await expect(store.send({ ...wish, processId: "hp_2" })).rejects.toThrow();
  server.problem = undefined;
  await store.send(wish);
  await store.send(wish);
  const [first, other, again, next] = sent.map(({ key }) => key);
  expect(again).toBe(first);
  expect(new Set([first, other, next]).size).toBe(3);
  server.problem = lost;
  await expect(store.send(wish)).rejects.toThrow();
  server.at += 61_000;
  await expect(store.send(wish)).rejects.toThrow();
  expect(new Set(sent.map(({ key }) => key)).size).toBe(5);
});

test("what the server refused is asked anew the next time", async () => {
  const { sent, server, store } = fresh();
  server.problem = new ApiProblem(409, { title: "That cannot be done", code: "command.not_possible" });
  await expect(store.send(wish)).rejects.toThrow("That cannot be done");
  await expect(store.send(wish)).rejects.toThrow();
  expect(new Set(sent.map(({ key }) => key)).size).toBe(2);
});

test("a machine that was forgotten here is gone before the feed says so", async () => {
  const { replica, store } = fresh();
  await feed(replica, [hostChange(aHost("ho_1"))]);
  await store.load();
  await store.forget("ho_1");
  await expect.poll(() => store.state.hosts).toEqual([]);
});

test("until a page asks nothing is read; a reset leaves what the server has now", async () => {
  const { replica, store } = fresh();
  await feed(replica, [hostChange(aHost("ho_1")), commandChange(aCommand("cm_1"))]);
  expect(store.state.ready).toBe(false);
  await store.load();
  await applySync(replica, { answer: answerOf("x1", [hostChange(aHost("ho_9"))], { reset: true }), base: "c1" });
  await expect.poll(() => [store.state.hosts.map(({ id }) => id), store.state.commands]).toEqual([["ho_9"], []]);
});
