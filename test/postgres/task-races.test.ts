import type { Task } from "@beckon/contracts/tasks";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Bff } from "../support/bff-process.ts";
import { callerOf, makeToken, pairDevice, type Caller } from "../support/people.ts";
import { startTwoServers } from "../support/two-servers.ts";

const cleanUp = new AsyncDisposableStack();
let bffs: [Bff, Bff];
let people: [Caller, Caller];
let agents: [Caller, Caller];

beforeAll(async () => {
  bffs = await startTwoServers(cleanUp);
  const cookie = await pairDevice(bffs[0], "Phone");
  const authorization = `Bearer ${await makeToken(bffs[0], "Builder")}`;
  people = [callerOf(bffs[0].origin, { cookie }), callerOf(bffs[1].origin, { cookie })];
  agents = [callerOf(bffs[0].origin, { authorization }), callerOf(bffs[1].origin, { authorization })];
});
afterAll(() => cleanUp.disposeAsync());

const at = <T>(both: [T, T], index: number): T => both[index % 2 ? 1 : 0];
const make = async (input: object): Promise<Task> => (await people[0]("POST", "/api/tasks", { title: "Race", ...input })).body;
const many = <T>(count: number, run: (index: number) => Promise<T>) => Promise.all(Array.from({ length: count }, (_, index) => run(index)));

test("20 claimers at two processes, 12 tasks: each task is given once, and the others hear that there is none", async () => {
  const made = await many(12, () => make({ role: "tester" }));
  await many(20, (index) => at(agents, index)("POST", "/api/agents/heartbeat", { agent: { name: `claimer-${index}`, role: "tester" } }));
  const answers = await many(20, (index) => at(agents, index)("POST", "/api/tasks/claim", { agent: { name: `claimer-${index}` } }));
  const given = answers.filter(({ status }) => status === 200);
  expect(given.map(({ body }) => body.id).toSorted()).toEqual(made.map(({ id }) => id).toSorted());
  expect(answers.filter(({ status }) => status === 204)).toHaveLength(8);
  for (const { body } of given)
    expect((await people[0]("GET", `/api/tasks/${body.id}`)).body).toMatchObject({ agent: body.agent, version: 2 });
});

test("20 people move one card at once: one of them does, the others see who", async () => {
  const { id, version } = await make({});
  const answers = await many(20, (index) => at(people, index)("PATCH", `/api/tasks/${id}`, { version, title: `By ${index}` }));
  const won = answers.filter(({ status }) => status === 200);
  expect(won).toHaveLength(1);
  for (const lost of answers.filter(({ status }) => status !== 200))
    expect(lost).toMatchObject({
      status: 409,
      body: { code: "task.changed_meanwhile", task: { title: won[0]?.body.title, version: version + 1 } },
    });
});

test("whichever of two dependencies is done last, the task that waits goes on", async () => {
  await many(10, async (index) => {
    const both = [await agents[0]("POST", "/api/tasks", { title: "a" }), await agents[0]("POST", "/api/tasks", { title: "b" })].map(
      ({ body }) => body.id,
    );
    for (const id of both) await agents[0]("POST", `/api/tasks/${id}/start`, {});
    // Made while they are being completed: it waits, or it never had to.
    const [waiting] = await Promise.all([
      at(people, index)("POST", "/api/tasks", { title: "after", dependencies: both, role: "nobody" }),
      ...both.map((id, each) => at(agents, each)("POST", `/api/tasks/${id}/complete`, {})),
    ]);
    expect((await people[0]("GET", `/api/tasks/${waiting.body.id}`)).body).toMatchObject({ status: "pending" });
  });
});

test("two changes that would make a ring together: one of them is refused", async () => {
  for (let round = 0; round < 5; round += 1) {
    const [a, b] = [await make({ role: "nobody" }), await make({ role: "nobody" })];
    const answers = await Promise.all([
      people[0]("PATCH", `/api/tasks/${a.id}`, { version: 1, dependencies: [b.id] }),
      people[1]("PATCH", `/api/tasks/${b.id}`, { version: 1, dependencies: [a.id] }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
  }
});

test("one key at two processes at once, one retry of many, one task of many signals: one of each", async () => {
  const made = await many(10, (index) => at(agents, index)("POST", "/api/tasks", { title: "Keyed", key: "K-1" }));
  expect(new Set(made.map(({ body }) => body.id)).size).toBe(1);
  expect(made.map(({ status }) => status).toSorted()).toEqual([...Array.from({ length: 9 }, () => 200), 201]);
  const { id } = (made[0] as { body: Task }).body;
  await agents[0]("POST", `/api/tasks/${id}/cancel`, {});
  const retried = await many(10, (index) => at(people, index)("POST", `/api/tasks/${id}/retry`));
  expect(new Set(retried.map(({ body }) => body.id)).size).toBe(1);
  const told = await many(20, (index) =>
    at(agents, index)("POST", "/api/signals", {
      signals: ["pending", "in_progress", "completed"].map((status, step) => ({
        id: `${index}-${step}`,
        source: "ci",
        at: new Date(Date.now() - 60_000 + step * 1_000).toISOString(),
        session: `s${index}`,
        kind: "task.changed",
        data: { taskId: "S-1", subject: "Told by twenty", status },
      })),
    }),
  );
  expect(told.map(({ body }) => body.accepted)).toEqual(told.map(() => 3));
  expect((await people[0]("GET", "/api/tasks?search=twenty")).body.items).toMatchObject([{ key: "S-1", status: "completed" }]);
});
