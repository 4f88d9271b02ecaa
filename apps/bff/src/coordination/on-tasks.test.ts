import type { Coordination, CoordinationSummary } from "@beckon/contracts/coordination";
import type { Task } from "@beckon/contracts/tasks";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

const start = Date.parse("2026-11-21T10:00:00.000Z");
let now = new Date(start);
const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString();
const goTo = (minutes: number) => void (now = new Date(start + minutes * 60_000));

let t: TestApp;
let person: Call;
let agent: Call;
beforeAll(async () => {
  t = await createTestApp({ clock: () => now });
  person = await t.pair();
  agent = await t.token();
});
afterAll(() => t.close());
beforeEach(() => goTo(0));

let sequence = 0;
/** A task that one agent told of first and another one works on; of these names alone. */
const given = async (input: object = {}) => {
  const n = (sequence += 1);
  const [lead, worker] = [`lead-${n}`, `worker-${n}`];
  const { id } = (await agent("POST", "/api/tasks", { title: "Orders", ...input })).body as Task;
  await say(id, "progress", lead, { at: at(0) });
  goTo(1);
  await say(id, "progress", worker, { message: "On it" });
  return { id, lead, worker };
};
const say = async (task: string, verb: string, name: string, body: object = {}) => {
  const told = await agent("POST", `/api/tasks/${task}/${verb}`, { agent: { name }, ...body });
  expect(told).toMatchObject({ status: 200 });
  return told.body as Task;
};
const change = async (id: string, body: object) => {
  const { version } = (await person("GET", `/api/tasks/${id}`)).body as Task;
  expect(await person("PATCH", `/api/tasks/${id}`, { version, ...body })).toMatchObject({ status: 200 });
};
const recordsOf = async (task: string): Promise<Coordination[]> =>
  (await person("GET", `/api/coordination/records?limit=200&task=${task}`)).body.items;
const total = async (task: string): Promise<CoordinationSummary["total"]> =>
  (await person("GET", `/api/coordination/summary?task=${task}`)).body.total;

test("a task that the clock ends has failed as teamwork, at its deadline, however late that is seen", async () => {
  const { id, lead, worker } = await given({ deadlineAt: at(60) });
  goTo(600);
  await t.services.tasks.timeOutDue();
  expect(await recordsOf(id)).toMatchObject([
    { type: "team_task", status: "failed", cause: "timeout", from: { name: lead }, to: { name: worker }, endedAt: at(60) },
  ]);
  expect(await total(id)).toMatchObject({ succeeded: 0, failed: 1, pending: 0 });
});

test("a person who marks a task as done ends it as teamwork too; one who cancels it leaves nothing to count", async () => {
  const [done, off] = [await given(), await given()];
  goTo(30);
  await change(done.id, { status: "completed" });
  await change(off.id, { status: "cancelled" });
  expect(await recordsOf(done.id)).toMatchObject([{ status: "succeeded", to: { name: done.worker }, endedAt: at(30) }]);
  expect(await recordsOf(off.id)).toEqual([]);
  expect(await total(off.id)).toMatchObject({ succeeded: 0, failed: 0, pending: 0 });
  // What is said of it afterwards does not end it again.
  goTo(40);
  await change(done.id, { title: "Orders, all of them" });
  expect(await recordsOf(done.id)).toMatchObject([{ status: "succeeded", what: "Orders", endedAt: at(30) }]);
});

test("what a person ends is nobody's teamwork where no two agents told of it", async () => {
  const { id } = (await agent("POST", "/api/tasks", { title: "Alone" })).body as Task;
  await change(id, { status: "cancelled" });
  const own = (await agent("POST", "/api/tasks", { title: "Own" })).body as Task;
  await say(own.id, "start", "loner");
  await change(own.id, { status: "completed" });
  expect([await recordsOf(id), await recordsOf(own.id)]).toEqual([[], []]);
  const { rows } = await t.database.executeSql(`select name from coordination_case where name = 'task:${id}'`);
  expect(rows).toEqual([]);
});

test("what is told late counts when it happened, not when it was heard", async () => {
  const { id } = (await agent("POST", "/api/tasks", { title: "Late" })).body as Task;
  await say(id, "progress", "lead-late", { at: at(0) });
  goTo(150);
  await say(id, "progress", "worker-late", { at: at(5), message: "On it" });
  const { endedAt } = await say(id, "complete", "worker-late", { at: at(20) });
  expect(endedAt).toBe(at(20));
  expect(await recordsOf(id)).toMatchObject([{ status: "succeeded", startedAt: at(0), endedAt: at(20) }]);
});

test.each([{ title: "by its key", key: "T-7" }, { title: "by its id" }])(
  "a task that is tried again is another attempt of the two to work together: $title",
  async (input) => {
    const { id, lead, worker } = await given(input);
    goTo(10);
    await say(id, "fail", worker, { error: "connect ECONNREFUSED" });
    goTo(20);
    const again = (await person("POST", `/api/tasks/${id}/retry`)).body as Task;
    goTo(25);
    await say(again.id, "start", worker);
    expect(await total(again.id)).toMatchObject({ succeeded: 0, failed: 0, pending: 1 });
    goTo(30);
    await say(again.id, "complete", worker);
    expect(await recordsOf(again.id)).toMatchObject([
      { type: "team_task", status: "succeeded", from: { name: lead }, to: { name: worker }, startedAt: at(20), endedAt: at(30) },
    ]);
    expect(await recordsOf(id)).toMatchObject([{ status: "failed", cause: "connectivity", endedAt: at(10) }]);
    expect([await total(id), await total(again.id)]).toMatchObject([
      { succeeded: 0, failed: 1 },
      { succeeded: 1, failed: 0 },
    ]);
  },
);
