import type { Task } from "@beckon/contracts/tasks";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

let app: TestApp;
let owner: Call;
let viewer: Call;
let agent: Call & { id: string };
let stranger: Call & { id: string };
let now = new Date("2026-11-21T10:00:00Z");

beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  owner = await app.pair();
  viewer = await app.pair({ role: "viewer", person: "Vera" });
  agent = await app.token("agent", "Builder");
  stranger = await app.token("agent", "Stranger");
});
afterAll(() => app.close());

const make = async (by: Call, input: object = {}): Promise<Task> => {
  const made = await by("POST", "/api/tasks", { title: "Add a column", ...input });
  expect(made).toMatchObject({ status: 201 });
  return made.body;
};
const say = (by: Call, id: string, verb: string, body: object = {}) => by("POST", `/api/tasks/${id}/${verb}`, body);
const history = async (id: string) => (await owner("GET", `/api/tasks/${id}/history`)).body;
const steps = async (id: string) =>
  (await history(id)).items
    .filter((item: { to?: string }) => item.to)
    .map((item: { kind: string; to: string }) => `${item.kind} ${item.to}`);

test("a task is made, started, told of and completed; what is said twice changes nothing", async () => {
  const { id } = await make(agent, { key: "T-1", role: "developer", labels: ["db"], estimate: { p10: 1, p50: 2, p90: 4 } });
  now = new Date("2026-11-21T10:05:00Z");
  const started = await say(agent, id, "start", { agent: { name: "builder-2", host: "laptop" } });
  expect(started.body).toMatchObject({ status: "in_progress", agent: { name: "builder-2" }, startedAt: now.toISOString(), version: 2 });
  expect((await say(agent, "T-1", "start", { agent: { name: "builder-2", host: "laptop" } })).body).toEqual(started.body);
  expect((await say(agent, "T-1", "progress", { progress: 40, message: "Half of it" })).body).toMatchObject({
    progress: 40,
    agent: { name: "builder-2" },
  });
  now = new Date("2026-11-21T10:09:00Z");
  const done = await say(agent, id, "complete", {
    result: "Merged",
    durationSeconds: 300.5,
    links: [{ kind: "pull_request", ref: "https://example.com/1" }],
  });
  expect(done.body).toMatchObject({ status: "completed", result: "Merged", reportedSeconds: 300.5, endedAt: now.toISOString() });
  const again = await say(agent, id, "complete", { result: "Something else" });
  expect(again).toMatchObject({ status: 200, body: { result: "Merged", version: done.body.version } });
  expect(await steps(id)).toEqual(["created pending", "started in_progress", "completed completed"]);
  expect((await say(agent, id, "fail", { error: "no" })).body).toMatchObject({
    status: 409,
    code: "task.transition_not_allowed",
    from: "completed",
    to: "failed",
    allowed: [],
    task: { result: "Merged" },
  });
});

test("what the table of states does not allow is a 409 that names what is", async () => {
  const { id } = await make(agent);
  const refused = await say(agent, id, "complete");
  expect(refused.body).toMatchObject({
    status: 409,
    from: "pending",
    to: "completed",
    allowed: ["assigned", "in_progress", "blocked", "cancelled", "timed_out"],
  });
  expect(refused.body.detail).toContain("It is pending and cannot become completed. From there it may become assigned, in_progress");
  expect((await owner("GET", `/api/tasks/${id}`)).body).toMatchObject({ status: "pending", version: 1 });
});

test("the same key from the same token is the same task; another token's is another", async () => {
  const first = await make(agent, { key: "same" });
  expect(await agent("POST", "/api/tasks", { title: "Other words", key: "same" })).toMatchObject({
    status: 200,
    body: { id: first.id, title: "Add a column" },
  });
  expect((await make(stranger, { key: "same" })).id).not.toBe(first.id);
  const keyed = { "idempotency-key": "once" };
  const made = await owner("POST", "/api/tasks", { title: "By a person" }, keyed);
  expect(made).toMatchObject({ status: 201, body: { origin: "app" } });
  expect(await owner("POST", "/api/tasks", { title: "By a person" }, keyed)).toMatchObject({ status: 200, body: { id: made.body.id } });
});

test("a token acts on its own tasks, and on what was given to one of its agents", async () => {
  const { id } = await make(agent);
  expect((await say(stranger, id, "start")).status).toBe(404);
  expect((await stranger("GET", `/api/tasks/${id}`)).status).toBe(404);
  await say(stranger, (await make(stranger)).id, "start", { agent: { name: "other-hand" } });
  const given = await owner("PATCH", `/api/tasks/${id}`, { version: 1, agent: { name: "other-hand" } });
  expect(given.body).toMatchObject({ status: "assigned", agent: { name: "other-hand", id: expect.stringMatching(/^ag_/) } });
  expect((await say(stranger, id, "start", { agent: { name: "other-hand" } })).body).toMatchObject({ status: "in_progress" });
  // Two of its agents must not both go on.
  expect((await say(stranger, id, "start", { agent: { name: "third-hand" } })).body).toMatchObject({
    status: 409,
    detail: "It is in_progress: other-hand works on it.",
  });
});

test("two people who move one card: the second hears who was faster, and nothing is lost", async () => {
  const { id, version } = await make(owner);
  const first = await owner("PATCH", `/api/tasks/${id}`, { version, priority: "high" });
  expect(first.body).toMatchObject({ priority: "high", version: 2 });
  const second = await owner("PATCH", `/api/tasks/${id}`, { version, status: "cancelled" });
  expect(second.body).toMatchObject({
    status: 409,
    code: "task.changed_meanwhile",
    task: { priority: "high", status: "pending", version: 2 },
    changedBy: "Owner",
  });
  expect((await owner("PATCH", `/api/tasks/${id}`, { version: 2, status: "cancelled" })).body).toMatchObject({
    status: "cancelled",
    priority: "high",
  });
  expect((await viewer("PATCH", `/api/tasks/${id}`, { version: 3, priority: "low" })).status).toBe(403);
});

test("a control action leaves result and error as they were told; reassigning sends it back to assigned", async () => {
  const { id } = await make(agent);
  await say(agent, id, "start", { agent: { name: "builder-2" } });
  const assigned = await owner("PATCH", `/api/tasks/${id}`, { version: 2, agent: { name: "somebody new" } });
  expect(assigned.body).toMatchObject({ status: "assigned", agent: { name: "somebody new" } });
  const nobody = await owner("PATCH", `/api/tasks/${id}`, { version: 3, agent: null });
  expect(nobody.body).toMatchObject({ status: "pending" });
  expect(nobody.body.agent).toBeUndefined();
  await say(agent, id, "start");
  const failed = await say(agent, id, "fail", { error: "exit 1", message: "The tests failed" });
  expect(failed.body).toMatchObject({ status: "failed", error: "exit 1" });
  const next = await owner("POST", `/api/tasks/${id}/retry`);
  expect(next).toMatchObject({ status: 201, body: { attempt: 2, retryOf: id, status: "assigned" } });
  expect(next.body.error).toBeUndefined();
  expect(await owner("POST", `/api/tasks/${id}/retry`)).toMatchObject({ status: 200, body: { id: next.body.id } });
  expect((await owner("GET", `/api/tasks/${id}`)).body).toMatchObject({ status: "failed", error: "exit 1" });
  const { attempts } = await history(next.body.id);
  expect(attempts.map((each: Task) => [each.attempt, each.status])).toEqual([
    [1, "failed"],
    [2, "assigned"],
  ]);
  expect((await owner("POST", `/api/tasks/${next.body.id}/retry`)).body).toMatchObject({
    status: 409,
    code: "task.transition_not_allowed",
  });
});

test("a task waits for what it depends on, and goes on by itself when the last is done", async () => {
  const [a, b] = [await make(agent), await make(agent)];
  const { id, blockedBy } = await make(owner, { title: "After both", dependencies: [a.id, b.id] });
  expect(blockedBy).toBe("Waits for 2 tasks");
  for (const each of [a, b]) await say(agent, each.id, "start");
  await say(agent, a.id, "complete");
  expect((await owner("GET", `/api/tasks/${id}`)).body).toMatchObject({ status: "blocked", blockedBy: 'Waits for "Add a column"' });
  await say(agent, b.id, "fail", { error: "no" });
  expect((await owner("GET", `/api/tasks/${id}`)).body).toMatchObject({
    status: "blocked",
    blockedBy: 'The dependency "Add a column" failed',
  });
  const again = (await owner("POST", `/api/tasks/${b.id}/retry`)).body as Task;
  expect((await owner("GET", `/api/tasks/${id}`)).body).toMatchObject({
    dependencies: [a.id, again.id],
    blockedBy: 'Waits for "Add a column"',
  });
  await say(agent, again.id, "start");
  await say(agent, again.id, "complete");
  const free = (await owner("GET", `/api/tasks/${id}`)).body;
  expect(free).toMatchObject({ status: "pending" });
  expect(free.blockedBy).toBeUndefined();
});

test("a ring of dependencies is refused, and named; a long chain is not", async () => {
  let last = await make(owner, { title: "first" });
  const first = last;
  for (let index = 0; index < 120; index += 1) last = await make(owner, { title: `link ${index}`, dependencies: [last.id] });
  const refused = await owner("PATCH", `/api/tasks/${first.id}`, { version: 1, dependencies: [last.id] });
  expect(refused.body).toMatchObject({ status: 422, code: "task.dependency_cycle" });
  expect(refused.body.detail).toMatch(/^The ring would be "first" → "link 119" → .* → "first"\.$/);
  expect(refused.body.ring).toHaveLength(122);
  expect((await owner("PATCH", `/api/tasks/${first.id}`, { version: 1, dependencies: [first.id] })).body.code).toBe(
    "task.dependency_cycle",
  );
  expect((await owner("PATCH", `/api/tasks/${first.id}`, { version: 1, dependencies: ["tk_0000000000000000000000"] })).body.code).toBe(
    "task.dependency_unknown",
  );
});

test("whoever claims gets what is its own first, then what its role can do, the most urgent first", async () => {
  const worker = await app.token("agent", "Claimer");
  const who = { name: "claimer-1", role: "tester" };
  await worker("POST", "/api/agents/heartbeat", { agent: who });
  const low = await make(worker, { title: "low", priority: "low" });
  const other = await make(worker, { title: "not mine", role: "designer" });
  const high = await make(worker, { title: "high", priority: "high", role: "tester" });
  const blocked = await make(worker, { title: "later", priority: "critical", dependencies: [low.id] });
  const claim = () => worker("POST", "/api/tasks/claim", { agent: { name: "claimer-1" } });
  expect((await claim()).body).toMatchObject({ id: high.id, status: "in_progress", agent: { name: "claimer-1" } });
  const people = await app.database.executeSql(
    "select count(*)::int as n from task where status = 'pending' and owner_id = '' and role is null",
  );
  // Of people's tasks that wait for nobody in particular, and its own: all at once, each once.
  const open = (people.rows[0] as { n: number }).n;
  const taken = new Set<string>();
  for (let index = 0; index <= open; index += 1) taken.add((await claim()).body.id);
  expect(taken.size).toBe(open + 1);
  expect(taken.has(low.id)).toBe(true);
  expect(taken.has(other.id) || taken.has(blocked.id)).toBe(false);
  expect((await claim()).status).toBe(204);
});

test("at its deadline a task times out, also when the server was away", async () => {
  const deadlineAt = new Date(now.getTime() + 60_000).toISOString();
  const { id } = await make(agent, { deadlineAt });
  now = new Date(now.getTime() + 3_600_000);
  await app.services.tasks.timeOutDue();
  expect((await owner("GET", `/api/tasks/${id}`)).body).toMatchObject({ status: "timed_out", endedAt: deadlineAt });
  expect((await agent("POST", "/api/tasks", { title: "late", deadlineAt })).body.code).toBe("task.deadline_in_past");
});

test("many at once: each by itself, and each result is told", async () => {
  const [a, b] = [await make(owner), await make(agent)];
  await say(agent, b.id, "start");
  await say(agent, b.id, "complete");
  const bulk = (action: object) => owner("POST", "/api/tasks/bulk", { ids: [a.id, b.id, "tk_0000000000000000000000"], action });
  expect((await bulk({ kind: "boost" })).body.results).toMatchObject([
    { id: a.id, ok: true, task: { priority: "high" } },
    { id: b.id, ok: false, code: "task.transition_not_allowed" },
    { ok: false, code: "task.not_found" },
  ]);
  expect((await bulk({ kind: "assign", agent: { name: "builder-2" } })).body.results[0]).toMatchObject({
    ok: true,
    task: { status: "assigned" },
  });
  expect((await bulk({ kind: "cancel" })).body.results[0]).toMatchObject({ ok: true, task: { status: "cancelled" } });
  expect((await bulk({ kind: "retry" })).body.results[0]).toMatchObject({ ok: true, task: { attempt: 2 } });
});

test("templates make tasks", async () => {
  const made = await owner("POST", "/api/task-templates", {
    name: "Release",
    task: { title: "Cut a release", priority: "high", role: "devops" },
  });
  expect(made.status).toBe(201);
  const path = `/api/task-templates/${made.body.id}`;
  expect((await owner("POST", `${path}/create`)).body).toMatchObject({
    title: "Cut a release",
    priority: "high",
    role: "devops",
    origin: "template",
  });
  expect((await owner("PUT", path, { name: "Release 2", task: { title: "Cut" } })).body).toMatchObject({
    name: "Release 2",
    task: { title: "Cut" },
  });
  expect((await viewer("GET", "/api/task-templates")).body.items).toMatchObject([{ name: "Release 2" }]);
  expect((await owner("DELETE", path)).status).toBe(204);
  expect((await owner("DELETE", path)).body.code).toBe("task.template_not_found");
});

test("lists are filtered, searched, paged and kept as a file", async () => {
  const lister = await app.token("agent", "Lister");
  const made = [];
  for (let index = 0; index < 5; index += 1) {
    now = new Date(now.getTime() + 1_000);
    made.push(await make(lister, { title: index === 2 ? "=HYPERLINK(1)" : `Listed ${index}`, project: "listing", labels: [`l${index}`] }));
  }
  const list = async (query: string) => (await viewer("GET", `/api/tasks?project=listing${query}`)).body;
  const page = await list("&limit=2");
  expect(page.items.map(({ id }: Task) => id)).toEqual([made[4]?.id, made[3]?.id]);
  expect((await list(`&limit=2&cursor=${encodeURIComponent(page.cursor)}`)).items.map(({ id }: Task) => id)).toEqual([
    made[2]?.id,
    made[1]?.id,
  ]);
  expect((await list("&search=LISTED%203")).items).toHaveLength(1);
  expect((await list("&search=100%25")).items).toHaveLength(0);
  expect((await list("&status=completed&status=failed")).items).toHaveLength(0);
  expect((await viewer("GET", `/api/tasks?task=${made[0]?.id}`)).body.items).toHaveLength(1);
  expect((await viewer("GET", "/api/tasks?cursor=no")).body.code).toBe("task.cursor_unknown");
  const sheet = await viewer("GET", "/api/tasks?project=listing&format=csv");
  expect(sheet.headers.get("content-disposition")).toBe('attachment; filename="tasks.csv"');
  expect(sheet.body).toContain("'=HYPERLINK(1)");
  expect(sheet.body.trim().split("\r\n")).toHaveLength(6);
  expect((await viewer("GET", "/api/tasks?project=listing&format=json")).body.items).toHaveLength(5);
});

test("whom to give it: the one that did such work well and has time, with the reason", async () => {
  const pool = await app.token("agent", "Pool");
  for (const [name, verb] of [
    ["good", "complete"],
    ["poor", "fail"],
  ] as const)
    for (let index = 0; index < 4; index += 1) {
      const { id } = await make(pool, { project: "pool" });
      await say(pool, id, "start", { agent: { name } });
      await say(pool, id, verb);
    }
  const { id } = await make(owner, { project: "pool" });
  const { items } = (await owner("GET", `/api/tasks/${id}/suggestions`)).body;
  const names = items.map(({ name }: { name: string }) => name);
  expect(names[0]).toBe("good");
  expect(items[0].reason).toContain("completed 4 of 4 like tasks");
});
