import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callerOf, makeToken, pairDevice, type Answer, type Caller } from "../support/people.ts";
import { startTwoServers } from "../support/two-servers.ts";

const crowd = 50;
const cleanUp = new AsyncDisposableStack();
let people: [Caller, Caller];
let agents: [Caller, Caller];

beforeAll(async () => {
  const bffs = await startTwoServers(cleanUp);
  const cookie = await pairDevice(bffs[0], "Phone");
  const authorization = `Bearer ${await makeToken(bffs[0], "Builder")}`;
  people = [callerOf(bffs[0].origin, { cookie }), callerOf(bffs[1].origin, { cookie })];
  agents = [callerOf(bffs[0].origin, { authorization }), callerOf(bffs[1].origin, { authorization })];
});
afterAll(() => cleanUp.disposeAsync());

const at = <T>(both: [T, T], index: number): T => both[index % 2 ? 1 : 0];
const everybody = (run: (index: number) => Promise<Answer>) => Promise.all(Array.from({ length: crowd }, (_, index) => run(index)));
const counted = (answers: readonly Answer[]) =>
  Object.fromEntries([...Map.groupBy(answers, ({ status }) => status)].map(([status, same]) => [status, same.length]));

test("50 begin one coordination by one key and end it each their own way: one row, one end, and the figures count it once", async () => {
  const begun = await everybody((index) =>
    at(agents, index)("POST", "/api/coordinations", { type: "pair", key: "P-1", from: { name: "ada" }, to: { name: "bob" } }),
  );
  expect(counted(begun)).toEqual({ 200: crowd - 1, 201: 1 });
  const [id, ...others] = [...new Set(begun.map(({ body }) => body.id as string))];
  expect(others).toEqual([]);
  const causes = ["timeout", "crash", "conflict", "permission", "budget"];
  const ended = await everybody((index) =>
    at(agents, index)("POST", `/api/coordinations/${id}/end`, { outcome: "failed", cause: causes[index % causes.length] }),
  );
  // Of each cause there are ten: those of the first one hear yes, all others which one stands.
  expect(counted(ended)).toEqual({ 200: crowd / causes.length, 409: crowd - crowd / causes.length });
  const stands = ended.find(({ status }) => status === 200)?.body.cause;
  for (const { status, body } of ended) expect((status === 200 ? body : body.coordination).cause).toBe(stands);
  const { body } = await people[0]("GET", "/api/coordination/summary");
  expect(body).toMatchObject({ total: { succeeded: 0, failed: 1, pending: 0 }, byCause: [{ cause: stands, count: 1 }] });
});

test("50 work through 30 tasks that wait for each other: each is done once, and in order", async () => {
  const ids: string[] = [];
  for (let index = 0; index < 30; index += 1) {
    const dependencies = index < 3 ? [] : [ids[index - 3]];
    ids.push((await agents[0]("POST", "/api/tasks", { title: `Step ${index}`, dependencies })).body.id);
  }
  const done: string[] = [];
  await Promise.all(
    Array.from({ length: crowd }, async (_, index) => {
      const call = at(agents, index);
      const agent = { name: `worker-${index}` };
      // Others may still make something ready: until all is done.
      while (done.length < ids.length) {
        const { status, body } = await call("POST", "/api/tasks/claim", { agent });
        expect([200, 204]).toContain(status);
        if (status !== 200) {
          await sleep(20);
          continue;
        }
        const place = ids.indexOf(body.id);
        if (place >= 3) expect(done).toContain(ids[place - 3]);
        const end = call("POST", `/api/tasks/${body.id}/complete`, { agent, result: agent.name });
        // Nobody can begin what follows before this has answered or committed: noted before it is sent.
        done.push(body.id);
        expect(await end).toMatchObject({ status: 200, body: { status: "completed", result: agent.name } });
      }
    }),
  );
  expect(done.toSorted()).toEqual(ids.toSorted());
  const { body } = await people[1]("GET", "/api/tasks?status=completed&limit=200");
  expect(body.items.map(({ id }: { id: string }) => id).toSorted()).toEqual(ids.toSorted());
});

test("50 move, boost and tell of one card at once: each hears yes, or who was faster; it ends once", async () => {
  const { id, version } = (await agents[0]("POST", "/api/tasks", { title: "Crowded" })).body;
  await agents[0]("POST", `/api/tasks/${id}/start`, {});
  const answers = await everybody((index) => {
    if (index % 5 === 0) return at(people, index)("POST", `/api/tasks/${id}/boost`);
    if (index % 5 === 1) return at(people, index)("PATCH", `/api/tasks/${id}`, { version: version + 1, status: "cancelled" });
    if (index % 5 === 2) return at(agents, index)("POST", `/api/tasks/${id}/complete`, { result: `by ${index}` });
    if (index % 5 === 3) return at(agents, index)("POST", `/api/tasks/${id}/fail`, { error: `by ${index}` });
    return at(agents, index)("POST", `/api/tasks/${id}/progress`, { progress: index });
  });
  for (const { status } of answers) expect([200, 409]).toContain(status);
  const { items } = (await people[0]("GET", `/api/tasks/${id}/history`)).body;
  expect(items.filter(({ to }: { to?: string }) => ["completed", "failed", "cancelled"].includes(to ?? ""))).toHaveLength(1);
});

test("50 say the same of a workflow, a directory and a pause at once: one of each, and nobody is turned away by an error", async () => {
  const runs = await everybody((index) =>
    at(agents, index)("PUT", "/api/workflows/release", { name: "Release", stages: [{ name: `stage ${index % 7}`, status: "running" }] }),
  );
  for (const { status } of runs) expect([200, 201]).toContain(status);
  const [run, ...otherRuns] = [...new Set(runs.map(({ body }) => body.id as string))];
  expect(otherRuns).toEqual([]);
  expect((await people[0]("GET", `/api/workflows/${run}`)).body.stages).toHaveLength(7);

  const told = { name: "Tasks", host: "box", path: "/tasks", writable: true };
  const directories = await everybody((index) => at(agents, index)("POST", "/api/work-directories", told));
  expect(counted(directories)).toEqual({ 200: crowd });
  const [directory, ...otherDirectories] = [...new Set(directories.map(({ body }) => body.id as string))];
  expect(otherDirectories).toEqual([]);
  const tellings = await everybody((index) =>
    at(agents, index)("POST", `/api/work-directories/${directory}/files`, {
      revision: 0,
      files: [
        {
          path: "inbox/a.yaml",
          lane: "inbox",
          hash: `h${index}`,
          modifiedAt: new Date().toISOString(),
          tasks: [{ document: 0, title: `By ${index}`, status: "pending" }],
        },
      ],
    }),
  );
  expect(counted(tellings)).toEqual({ 200: 1, 409: crowd - 1 });
  const won = tellings.findIndex(({ status }) => status === 200);
  expect((await people[1]("GET", `/api/tasks?directory=${directory}`)).body.items).toMatchObject([{ title: `By ${won}`, version: 1 }]);

  const facts = [
    { kind: "session.started", data: { cwd: "/x" } },
    { kind: "tool.started", data: { callId: "c", tool: "Bash", waits: true } },
  ].map((fact, index) => ({
    id: `p-${index}`,
    source: "x",
    at: new Date().toISOString(),
    session: "paused",
    agent: { name: "ada" },
    ...fact,
  }));
  expect((await agents[0]("POST", "/api/signals", { signals: facts })).body).toMatchObject({ rejected: [] });
  const session = (await people[0]("GET", "/api/sessions?limit=200")).body.items.find(({ key }: { key: string }) => key === "paused");
  const pauses = await everybody((index) => at(people, index)("POST", `/api/sessions/${session.id}/pause`));
  expect(counted(pauses)).toEqual({ 200: crowd - 1, 202: 1 });
  expect(new Set(pauses.map(({ body }) => body.id)).size).toBe(1);
  const resumed = await everybody((index) => at(people, index)("POST", `/api/sessions/${session.id}/resume`));
  expect(counted(resumed)).toEqual({ 200: 1, 409: crowd - 1 });
});
