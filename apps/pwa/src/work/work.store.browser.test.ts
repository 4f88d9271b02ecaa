import type { Task } from "@beckon/contracts/tasks";
import { afterEach, expect, test } from "vitest";
import { ApiProblem, type ApiClient } from "../platform/api-client.ts";
import { openReplica, type Replica, wipe, writeMeta } from "../platform/replica.ts";
import { aTask, now } from "./testing/rows.ts";
import { WorkEye } from "./work-eye.ts";
import { plainLook } from "./work-look.ts";
import { WorkStore } from "./work.store.ts";

const opened: { name: string; replica: Replica }[] = [];
afterEach(() => {
  for (const { name, replica } of opened.splice(0)) {
    replica.close();
    indexedDB.deleteDatabase(name);
  }
});

/** A store on a replica of its own, before a server that answers as told. */
async function storeWith(tasks: Task[], answer: (method: string, path: string, options: never) => unknown) {
  const name = `work-${crypto.randomUUID()}`;
  const replica = openReplica(name);
  opened.push({ name, replica });
  const tx = (await replica.db()).transaction("tasks", "readwrite");
  await Promise.all([...tasks.map((task) => tx.store.put(task)), tx.done]);
  const request = (async (method: string, path: string, options: never) => answer(method, path, options)) as unknown as ApiClient;
  const store = new WorkStore({ replica, request, pauseMs: 1 });
  await store.load();
  return { store, replica, one: (id: string) => store.state.tasks.find((task) => task.id === id) };
}
const unreachable = () => {
  throw new ApiProblem(0, { title: "The server cannot be reached", code: "network.unreachable" });
};

test("a move names the version that was seen, and what the server answers is shown", async () => {
  const asked: unknown[] = [];
  const { store, one } = await storeWith([aTask("tk_a", { version: 4 })], (...call) => {
    asked.push(call);
    return aTask("tk_a", { version: 5, status: "in_progress" });
  });
  await store.change(one("tk_a")!, { status: "in_progress" });
  await expect.poll(() => one("tk_a")?.status).toBe("in_progress");
  await expect.poll(() => store.state.changes.size).toBe(0);
  expect(asked).toEqual([["PATCH", "/api/tasks/:id", { params: { id: "tk_a" }, body: { status: "in_progress", version: 4 } }]]);
});

test("without network a move waits, is one with the next, and goes when there is one again", async () => {
  let online = false;
  const bodies: unknown[] = [];
  const { store, one } = await storeWith([aTask("tk_a", { version: 4 })], (_method, _path, { body }: { body: unknown }) => {
    if (!online) return unreachable();
    bodies.push(body);
    return aTask("tk_a", { version: 6, status: "blocked", priority: "high" });
  });
  await store.change(one("tk_a")!, { status: "blocked" });
  await store.change(one("tk_a")!, { priority: "high" });
  await expect.poll(() => store.state.changes.get("tk_a")?.patch).toEqual({ status: "blocked", priority: "high", version: 4 });
  expect(one("tk_a")?.status).toBe("pending");
  online = true;
  await store.send();
  await expect.poll(() => one("tk_a")?.status).toBe("blocked");
  expect(bodies).toEqual([{ status: "blocked", priority: "high", version: 4 }]);
  expect(store.state.changes.size).toBe(0);
});

test("of two who move one card the slower sees what stands and who did it; nothing is lost", async () => {
  const standing = aTask("tk_a", { version: 5, status: "completed" });
  const { store, one } = await storeWith([aTask("tk_a", { version: 4 })], () => {
    throw new ApiProblem(409, { title: "Changed meanwhile", code: "task.changed_meanwhile", task: standing, changedBy: "Ada" });
  });
  await store.change(one("tk_a")!, { status: "blocked" });
  await expect.poll(() => store.state.changes.get("tk_a")?.refused?.by).toBe("Ada");
  await expect.poll(() => one("tk_a")).toEqual(standing);
  await store.dismiss("tk_a");
  await expect.poll(() => store.state.changes.size).toBe(0);
});

test.each([
  ["a proxy's page", new ApiProblem(404, {})],
  ["a busy server", new ApiProblem(429, { code: "http.too_many" })],
  ["a lost session", new ApiProblem(401, { code: "access.no_session" })],
  ["a server that is down", new ApiProblem(503, { code: "http.down" })],
])("%s refuses nothing", async (_name, problem) => {
  const { store, one } = await storeWith([aTask("tk_a")], () => {
    throw problem;
  });
  await store.change(one("tk_a")!, { status: "blocked" });
  await store.send();
  await expect.poll(() => store.state.changes.get("tk_a")?.refused).toBeUndefined();
  expect(store.state.changes.has("tk_a")).toBe(true);
});

test("follows the replica: what comes, changes and goes", async () => {
  const { store, replica, one } = await storeWith([aTask("tk_a")], unreachable);
  const db = await replica.db();
  await db.put("tasks", aTask("tk_b"));
  await db.delete("tasks", "tk_a");
  replica.changed({ tasks: ["tk_a", "tk_b"] });
  await expect.poll(() => one("tk_b")?.id).toBe("tk_b");
  expect(one("tk_a")).toBeUndefined();
  await db.clear("tasks");
  replica.changed({ reset: true });
  await expect.poll(() => store.state.tasks).toEqual([]);
});

test("an older answer of a single call does not undo a newer state", async () => {
  const { store, one } = await storeWith([aTask("tk_a", { version: 9, status: "completed" })], () => aTask("tk_a", { version: 3 }));
  await store.boost("tk_a");
  await store.load();
  expect(one("tk_a")).toMatchObject({ version: 9, status: "completed" });
});

test("the beginning of what was seen at an address is there before all is read, with its counts", async () => {
  const tasks = Array.from({ length: 30 }, (_, index) => aTask(`tk_${index}`));
  const { store, replica } = await storeWith(tasks, unreachable);
  const seen = new WorkEye().see({ tasks, directory: undefined, look: plainLook, now, agents: [] });
  await writeMeta(replica, "session", { person: "p" });
  await store.keepFirst("/work", seen);
  const first = await store.first("/work");
  expect(first?.view.lanes[0]).toMatchObject({ id: "pending", count: 30 });
  expect(first?.view.lanes[0]?.tasks).toEqual(seen.view.lanes[0]?.tasks.slice(0, 14));
  expect(first).toMatchObject({ total: 30, figures: seen.figures });
  expect(await store.first("/work?view=list")).toBeUndefined();
  // Signed out while the page was open: it is left after the wipe.
  await wipe(replica);
  await store.keepFirst("/work", seen);
  expect(await store.first("/work")).toBeUndefined();
});

test("a task that was asked for before signing out is not there for the next person", async () => {
  const late = Promise.withResolvers<Task>();
  const { store, replica } = await storeWith([], () => late.promise);
  const asked = store.boost("tk_a");
  await wipe(replica);
  late.resolve(aTask("tk_a"));
  await asked;
  expect(await (await replica.db()).count("tasks")).toBe(0);
});

/** A server that took a first change and whose answer to it was lost; then the person, called Ada, changes the task further. */
async function afterLostAnswer(standing: Partial<Task>, changedBy: string) {
  const bodies: { version: number; status?: Task["status"] }[] = [];
  let task = aTask("tk_a", { version: 4 });
  const { store, replica, one } = await storeWith([task], (_method, _path, { body }: { body: (typeof bodies)[number] }) => {
    bodies.push(body);
    if (bodies.length === 1) {
      task = { ...task, ...standing };
      return unreachable();
    }
    if (body.version !== task.version) throw new ApiProblem(409, { code: "task.changed_meanwhile", task, changedBy });
    return { ...task, ...body, version: task.version + 1 };
  });
  await writeMeta(replica, "session", { person: { name: "Ada" } });
  await store.change(one("tk_a")!, { priority: "high" });
  await expect.poll(() => bodies.length).toBe(1);
  await store.change(one("tk_a")!, { status: "blocked" });
  await expect.poll(() => bodies.length).toBeGreaterThan(1);
  return { store, one, bodies };
}

test("a change whose answer was lost is no other's change to the next one of the same person", async () => {
  const { store, one, bodies } = await afterLostAnswer({ version: 5, priority: "high" }, "Ada");
  await expect.poll(() => one("tk_a")?.status).toBe("blocked");
  await expect.poll(() => store.state.changes.size).toBe(0);
  expect(bodies.map(({ version }) => version)).toEqual([4, 4, 5]);
});

test.each([
  ["another", { version: 5, priority: "high" } as const, "Bob"],
  ["the same person elsewhere", { version: 5, status: "completed" } as const, "Ada"],
  ["somebody in between", { version: 6, priority: "high" } as const, "Ada"],
])("what was changed by %s is not overwritten after a lost answer", async (_name, standing, by) => {
  const { store, bodies } = await afterLostAnswer(standing, by);
  await expect.poll(() => store.state.changes.get("tk_a")?.refused?.by).toBe(by);
  expect(bodies).toHaveLength(2);
});
