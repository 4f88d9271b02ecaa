import { afterAll, beforeAll, expect, test } from "vitest";
import { aProcess, openRunner, type TestRunner } from "../support/host-lab.ts";
import { callerOf, makeToken, pairDevice, type Caller } from "../support/people.ts";
import type { Call } from "../support/test-app.ts";
import { startTwoServers } from "../support/two-servers.ts";

const cleanUp = new AsyncDisposableStack();
let people: [Caller, Caller];
let runner: TestRunner;

beforeAll(async () => {
  const bffs = await startTwoServers(cleanUp);
  const cookie = await pairDevice(bffs[0], "Phone");
  people = [callerOf(bffs[0].origin, { cookie }), callerOf(bffs[1].origin, { cookie })];
  const token = `Bearer ${await makeToken(bffs[0], "devbox", "host")}`;
  runner = await openRunner(callerOf(bffs[1].origin, { authorization: token }) as unknown as Call);
});
afterAll(() => cleanUp.disposeAsync());

const at = (index: number) => people[index % 2 ? 1 : 0];
const many = <T>(count: number, run: (index: number) => Promise<T>) => Promise.all(Array.from({ length: count }, (_, index) => run(index)));
const read = async (id: string) => (await people[0]("GET", `/api/recoveries/${id}?limit=500`)).body;
const becomes = (id: string, state: string) => expect.poll(async () => (await read(id)).state).toBe(state);

test("ten people press at two servers: it is one, each thing is done once, and ten resumes are one", async () => {
  const processes = Array.from({ length: 30 }, (_, index) => aProcess({ profile: "tester", agent: `tester-${index}` }));
  await runner.report({ processes });
  const answers = await many(10, (index) => at(index)("POST", "/api/recoveries", { action: "pause_all", confirm: "pause" }));
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(9);
  const { id } = answers[0]?.body ?? {};
  await expect.poll(async () => (await read(id)).counts.sent).toBe(30);
  const obey = async (kind: string, state: string) => {
    const commands = await runner.fetch();
    expect(commands.map((one) => one.kind)).toEqual(Array.from({ length: 30 }, () => kind));
    expect(new Set(commands.map(({ processId }) => processId)).size).toBe(30);
    const done = commands.map((one) => ({ id: one.id, state: "done" }));
    // The same word over several connections at once.
    await many(4, () => runner.report({ processes: processes.map((one) => ({ ...one, state })), commands: done }));
  };
  await obey("pause", "paused");
  await becomes(id, "done");
  expect((await read(id)).counts).toMatchObject({ total: 30, done: 30 });
  const back = await many(10, (index) => at(index)("POST", `/api/recoveries/${id}/resume`, { confirm: "resume" }));
  expect(back.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
  await expect.poll(async () => (await read(id)).back.sent).toBe(30);
  await obey("resume", "running");
  await becomes(id, "resumed");
  const { items } = (await people[0]("GET", `/api/audit?subject=${id}`)).body;
  expect(items.map(({ action }: { action: string }) => action)).toEqual([
    "recovery.resumed",
    "recovery.resume_requested",
    "recovery.done",
    "recovery.requested",
  ]);
});

test("the queue is cleared while others claim from it: each task is cleared or claimed, never both", async () => {
  for (let index = 0; index < 20; index += 1) await at(index)("POST", "/api/tasks", { title: `Task ${index}` });
  const [pressed] = await Promise.all([
    people[0]("POST", "/api/recoveries", { action: "clear_queue", confirm: "clear" }),
    many(20, async (index) => {
      const { items } = (await at(index)("GET", "/api/tasks?status=pending&limit=1")).body;
      const [task] = items;
      if (task) await at(index)("PATCH", `/api/tasks/${task.id}`, { version: task.version, agent: { name: `agent-${index}` } });
    }),
  ]);
  const { id } = pressed.body;
  await becomes(id, "done");
  const { items } = await read(id);
  const tasks = (await people[1]("GET", "/api/tasks?limit=100")).body.items as { id: string; status: string }[];
  for (const item of items as { id: string; state: string }[])
    expect(tasks.find((task) => task.id === item.id)?.status).toBe(item.state === "done" ? "cancelled" : "assigned");
});
