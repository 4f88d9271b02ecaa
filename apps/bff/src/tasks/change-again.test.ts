import type { Task } from "@beckon/contracts/tasks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

let app: TestApp;
let anna: Call;
let olga: Call;
let agent: Call;

beforeAll(async () => {
  app = await createTestApp();
  anna = await app.pair({ role: "operator", person: "Anna" });
  olga = await app.pair({ role: "operator", person: "Olga" });
  agent = await app.token("agent", "Builder");
});
afterAll(() => app.close());

const make = async (more: object = {}): Promise<Task> => (await agent("POST", "/api/tasks", { title: "Again", ...more })).body;
const patch = (who: Call, id: string, body: object) => who("PATCH", `/api/tasks/${id}`, body);
const kindsOf = async (id: string) =>
  (await anna("GET", `/api/tasks/${id}/history`)).body.items.map(({ kind, by }: { kind: string; by: string }) => `${kind} ${by}`);

test("a change whose answer was lost is no conflict when it comes again: it is made, and made once", async () => {
  const { id, version } = await make();
  const wanted = {
    version,
    status: "blocked",
    blockedBy: "the landlord",
    labels: ["b", "a"],
    priority: "high",
    agent: { name: "nobody-yet" },
  };
  const first = await patch(anna, id, wanted);
  expect(first).toMatchObject({ status: 200, body: { version: version + 1 } });
  const again = await patch(anna, id, wanted);
  expect([again.status, again.body]).toEqual([200, first.body]);
  expect((await kindsOf(id)).filter((kind: string) => kind.startsWith("moved"))).toEqual(["moved Anna"]);
  // One part of it is another by now: then somebody was faster.
  await patch(olga, id, { version: version + 1, priority: "low" });
  expect(await patch(anna, id, wanted)).toMatchObject({ status: 409, body: { code: "task.changed_meanwhile", changedBy: "Olga" } });
  expect(await patch(anna, id, { version, status: "blocked" })).toMatchObject({
    status: 200,
    body: { priority: "low", version: version + 2 },
  });
});

test("an emptied field, an estimate and dependencies are compared as they stand", async () => {
  const before = await make();
  const { id, version } = await make({ body: "words", role: "tester" });
  const estimate = { p10: 1, p50: 2, p90: 4 };
  const wanted = { version, body: null, role: null, estimate, dependencies: [before.id, before.id], deadlineAt: null, agent: null };
  expect((await patch(anna, id, wanted)).status).toBe(200);
  expect(await patch(anna, id, wanted)).toMatchObject({ status: 200, body: { version: version + 1, estimate, dependencies: [before.id] } });
  for (const other of [{ body: "words" }, { estimate: { ...estimate, p90: 5 } }, { dependencies: [] }, { agent: { name: "x" } }])
    expect([other, (await patch(anna, id, { version, ...other })).status]).toEqual([other, 409]);
});

test("the same wish for a file again is one edit; another wish meanwhile is refused", async () => {
  const watcher = await app.token("agent", "Watcher");
  const directory = (await watcher("POST", "/api/work-directories", { name: "T", host: "h", path: "/t", writable: true })).body;
  const file = {
    path: "inbox/a.yaml",
    lane: "inbox",
    hash: "h1",
    modifiedAt: new Date().toISOString(),
    tasks: [{ document: 0, title: "Filed", status: "pending" }],
  };
  await watcher("POST", `/api/work-directories/${directory.id}/files`, { revision: 0, files: [file] });
  const [task] = (await anna("GET", `/api/tasks?directory=${directory.id}`)).body.items as [Task];
  const wanted = { version: task.version, status: "in_progress" };
  expect((await patch(anna, task.id, wanted)).body).toMatchObject({ status: "pending", file: { edit: { state: "requested" } } });
  expect((await patch(anna, task.id, wanted)).status).toBe(200);
  expect(await patch(olga, task.id, { version: task.version, status: "blocked" })).toMatchObject({
    status: 409,
    body: { changedBy: "Anna" },
  });
  const edits = async () => (await watcher("GET", `/api/work-directories/${directory.id}/edits`)).body.edits;
  expect(await edits()).toMatchObject([{ path: "inbox/a.yaml", status: "in_progress" }]);
  // Taken back before it is written: who has not seen that wish is refused, who has is heard, and told twice it is one.
  expect(await patch(olga, task.id, { version: task.version, status: "pending" })).toMatchObject({ status: 409 });
  const seen = (await anna("GET", `/api/tasks/${task.id}`)).body as Task;
  const back = { version: seen.version, status: "pending" };
  expect(await patch(olga, task.id, back)).toMatchObject({
    status: 200,
    body: { status: "pending", file: { edit: { state: "requested" } } },
  });
  expect((await patch(olga, task.id, back)).status).toBe(200);
  expect((await edits()).map(({ status }: { status: string }) => status)).toEqual(["in_progress", "pending"]);
});

test("a wish for a file is the same wish, also where it names what stands already", async () => {
  const watcher = await app.token("agent", "Watcher 2");
  const directory = (await watcher("POST", "/api/work-directories", { name: "U", host: "h", path: "/u", writable: true })).body;
  const tasks = [{ document: 0, title: "Filed", status: "pending", priority: "medium" }];
  const file = { path: "inbox/b.yaml", lane: "inbox", hash: "h1", modifiedAt: new Date().toISOString(), tasks };
  await watcher("POST", `/api/work-directories/${directory.id}/files`, { revision: 0, files: [file] });
  const [task] = (await anna("GET", `/api/tasks?directory=${directory.id}`)).body.items as [Task];
  const wanted = { version: task.version, status: "pending", priority: "critical" };
  for (const _ of ["first", "again"]) expect((await patch(anna, task.id, wanted)).status).toBe(200);
  expect((await watcher("GET", `/api/work-directories/${directory.id}/edits`)).body.edits).toMatchObject([{ priority: "critical" }]);
});

test("what an agent was given comes before what waits for anybody, however urgent", async () => {
  const given = await make({ title: "Given", priority: "low", agent: { name: "claimer-9" } });
  await make({ title: "For anybody", priority: "critical" });
  expect((await agent("POST", "/api/tasks/claim", { agent: { name: "claimer-9" } })).body).toMatchObject({ id: given.id });
});
