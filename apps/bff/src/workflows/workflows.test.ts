import type { WorkflowRun } from "@beckon/contracts/workflows";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../../test/support/test-app.ts";

let app: TestApp;
let now = Date.parse("2026-11-21T10:00:00.000Z");
let agent: Awaited<ReturnType<TestApp["token"]>>;
let other: typeof agent;
let owner: Awaited<ReturnType<TestApp["pair"]>>;

beforeAll(async () => {
  app = await createTestApp({ jobs: true, clock: () => new Date(now) });
  agent = await app.token("agent", "Builder");
  other = await app.token("agent", "Stranger");
  owner = await app.pair();
});
afterAll(() => app.close());

let keys = 0;
const newKey = () => `run ${(keys += 1)}/a`;
const path = (key: string, verb = "") => `/api/workflows/${encodeURIComponent(key)}${verb}`;
const put = (key: string, body: object, as = agent) => as("PUT", path(key), { name: "Orders", ...body });
const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
const read = async (id: string): Promise<WorkflowRun> => (await owner("GET", `/api/workflows/${id}`)).body;
const until = async <T>(look: () => Promise<T | undefined>): Promise<T> => {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(25);
  }
  throw new Error("it did not come");
};
const changes = async (): Promise<number> =>
  Number(((await app.database.executeSql("select count(*) as n from change where kind = 'workflowRun'")).rows as { n: string }[])[0]?.n);

test("the same key of the same token is the same run; told again it changes nothing, and nobody hears of it", async () => {
  const key = newKey();
  const body = { status: "running", task: "T-1", role: "developer", stages: [{ name: "implementation", status: "running", agent: "ada" }] };
  const made = await put(key, body);
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    source: "rest",
    key,
    status: "running",
    task: "T-1",
    stages: [{ name: "implementation", order: 0, attempts: 1 }],
  });
  const before = await changes();
  now += 1_000;
  const again = await put(key, body);
  expect([again.status, again.body]).toEqual([200, made.body]);
  expect(await changes()).toBe(before);
  const strangers = await put(key, body, other);
  expect(strangers.status).toBe(201);
  expect(strangers.body.id).not.toBe(made.body.id);
});

test("a late word of running undoes no end, of the run and of its stages", async () => {
  const key = newKey();
  const ended = await put(key, {
    status: "succeeded",
    startedAt: at(-9),
    endedAt: at(-1),
    stages: [{ name: "build", status: "succeeded", startedAt: at(-8), endedAt: at(-2) }],
  });
  const late = await put(key, { status: "running", stages: [{ name: "build", status: "running", startedAt: at(-8) }] });
  expect(late.body).toEqual(ended.body);
  const failed = await put(key, { status: "failed" });
  expect(failed.body.status).toBe("succeeded");
});

test("a clock that runs ahead is put right, and unknown fields are let pass", async () => {
  const run = (await put(newKey(), { startedAt: at(600), surprise: { deep: true } })).body;
  expect(run.startedAt).toBe(new Date(now).toISOString());
});

test("a run has no more than 200 stages", async () => {
  const key = newKey();
  const stages = Array.from({ length: 150 }, (_, n) => ({ name: `s${n}`, status: "waiting" }));
  expect((await put(key, { stages })).status).toBe(201);
  const more = await put(key, { stages: stages.map(({ name }) => ({ name: `${name}x`, status: "waiting" })) });
  expect([more.status, more.body.code]).toEqual([422, "workflow.too_many_stages"]);
  expect((await put(key, {})).body.stages).toHaveLength(150);
});

test("waiting for an event: suspended, tried, resumed; again is no further attempt", async () => {
  const key = newKey();
  await put(key, { stages: [{ name: "deploy", status: "running" }] });
  const body = { stage: "deploy", waitsFor: "event", what: "the window opens" };
  const first = await agent("POST", path(key, "/suspend"), body);
  expect([first.status, first.body.run.status, first.body.run.stages[0].status]).toEqual([201, "suspended", "suspended"]);
  const again = await agent("POST", path(key, "/suspend"), body);
  expect([again.status, again.body.suspension.id]).toEqual([200, first.body.suspension.id]);
  // What still waits is suspended, whatever a retelling says.
  expect((await put(key, { status: "running" })).body.status).toBe("suspended");

  const suspensionId = first.body.suspension.id;
  now += 60_000;
  await agent("POST", path(key, "/resume"), { suspensionId, ok: false, error: "not yet" });
  now += 60_000;
  const resumed = await agent("POST", path(key, "/resume"), { suspensionId });
  expect(resumed.body).toMatchObject({ status: "running", stages: [{ status: "running" }] });
  expect(resumed.body.suspensions[0]).toMatchObject({ resumedAt: at(0), attempts: [{ ok: false, error: "not yet" }, { ok: true }] });
  expect((await agent("POST", path(key, "/resume"), { suspensionId })).body).toEqual(resumed.body);
  expect((await other("POST", path(key, "/resume"), { suspensionId })).status).toBe(404);
});

test("waiting for a person: one question, whose answer resumes", async () => {
  const key = newKey();
  await put(key, { agent: "ada" });
  const body = {
    stage: "release",
    waitsFor: "person",
    what: "Release 2.1?",
    options: [
      { id: "yes", label: "Yes", tone: "approve" },
      { id: "no", label: "No", tone: "deny" },
    ],
  };
  const [first, second] = await Promise.all([agent("POST", path(key, "/suspend"), body), agent("POST", path(key, "/suspend"), body)]);
  expect([first.status, second.status].toSorted()).toEqual([200, 201]);
  expect(first.body.suspension).toEqual(second.body.suspension);
  const { requestId } = first.body.suspension;
  const asked = await agent("GET", `/api/decision-requests/${requestId}`);
  expect(asked.body).toMatchObject({ kind: "choice", title: "Release 2.1?", agent: { name: "ada" }, status: "pending" });
  const waiting = await owner("GET", "/api/decision-requests?status=pending&q=release%202.1");
  expect(waiting.body.items).toHaveLength(1);

  await owner("PUT", `/api/decision-requests/${requestId}/decision`, { option: "yes" });
  const run = await until(async () => {
    const found = await read(first.body.run.id);
    return found.status === "running" ? found : undefined;
  });
  expect(run.suspensions[0]).toMatchObject({ requestId, attempts: [{ ok: true }] });
  expect(run.suspensions[0]?.resumedAt).toBeDefined();
});

test("a run that ends takes its open question back; one that has ended is suspended no more", async () => {
  const key = newKey();
  await put(key, {});
  const { body } = await agent("POST", path(key, "/suspend"), { waitsFor: "person", what: "Go on?" });
  await put(key, { status: "cancelled" });
  const request = await until(async () => {
    const found = (await agent("GET", `/api/decision-requests/${body.suspension.requestId}`)).body;
    return found.status === "cancelled" ? found : undefined;
  });
  expect(request.cancelReason).toBe("the workflow ended");
  expect((await agent("POST", path(key, "/suspend"), { waitsFor: "event", what: "else" })).status).toBe(409);
});

test("a question that nobody can be asked is refused, and leaves nothing behind", async () => {
  const key = newKey();
  const { id } = (await put(key, {})).body;
  const wrong = await agent("POST", path(key, "/suspend"), {
    waitsFor: "person",
    what: "Which?",
    options: [{ id: "not an id", label: "x" }],
  });
  expect([wrong.status, wrong.body.code, wrong.body.errors[0].pointer]).toEqual([422, "workflow.question_invalid", "/options/0/id"]);
  expect((await agent("POST", path("none", "/suspend"), { waitsFor: "event", what: "x" })).status).toBe(404);
  expect((await read(id)).suspensions).toEqual([]);
});

test("nobody answers in time: written down, and the run goes on waiting", async () => {
  const key = newKey();
  const { id } = (await put(key, {})).body;
  const { body } = await agent("POST", path(key, "/suspend"), { waitsFor: "person", what: "In time?", expiresInSeconds: 60 });
  now += 120_000;
  await app.services.decisions.expireDue();
  const run = await until(async () => {
    const found = await read(id);
    return found.suspensions[0]?.attempts.length ? found : undefined;
  });
  expect(run).toMatchObject({
    status: "suspended",
    suspensions: [{ id: body.suspension.id, attempts: [{ ok: false, error: "nobody answered in time" }] }],
  });
  expect(run.suspensions[0]?.resumedAt).toBeUndefined();
});

test("lists: by filters, page by page without a gap, as a table without formulas", async () => {
  for (let n = 0; n < 5; n += 1)
    await put(newKey(), {
      name: n === 0 ? "=cmd()" : `listed ${n}`,
      project: "list",
      startedAt: at(-10),
      status: n < 2 ? "succeeded" : "running",
    });
  const seen: string[] = [];
  let cursor = "";
  do {
    const page = await owner("GET", `/api/workflows?project=list&limit=2${cursor}`);
    seen.push(...page.body.items.map(({ id }: WorkflowRun) => id));
    cursor = page.body.cursor ? `&cursor=${page.body.cursor}` : "";
  } while (cursor !== "");
  expect(new Set(seen).size).toBe(5);
  expect((await owner("GET", "/api/workflows?project=list&status=succeeded")).body.items).toHaveLength(2);
  expect((await owner("GET", "/api/workflows?project=list&source=argo")).body.items).toHaveLength(0);
  expect((await owner("GET", "/api/workflows?cursor=nonsense")).status).toBe(422);
  const table = await owner("GET", "/api/workflows?project=list&format=csv");
  expect(table.headers.get("content-type")).toMatch(/^text\/csv/);
  expect(table.body).toContain("'=cmd()");
  expect(table.body.trim().split("\r\n")).toHaveLength(6);
});

test("stuck: more than a day, and told so by list and summary alike", async () => {
  const key = newKey();
  await put(key, { project: "slow", startedAt: at(-23 * 60) });
  const stuck = async () => (await owner("GET", "/api/workflows?project=slow&stuck=true")).body.items.length;
  expect(await stuck()).toBe(0);
  now += 2 * 3_600_000;
  expect(await stuck()).toBe(1);
  expect((await owner("GET", "/api/workflows/summary")).body.runs.stuck).toBeGreaterThanOrEqual(1);
  await put(key, { status: "failed" });
  expect(await stuck()).toBe(0);
});

test("an agent that is known by its name is linked, and filters find its stages", async () => {
  await agent("POST", "/api/agents/heartbeat", { agent: { name: "grace", sessionId: "s-grace" } });
  const run = (await put(newKey(), { agent: "nobody-knows", stages: [{ name: "quality", status: "running", agent: "grace" }] }))
    .body as WorkflowRun;
  const id = run.stages[0]?.agent?.id;
  expect(id).toMatch(/^ag_/);
  expect(run.agent).toEqual({ name: "nobody-knows" });
  expect((await owner("GET", `/api/workflows?agent=${id}`)).body.items.map((one: WorkflowRun) => one.id)).toEqual([run.id]);
});

test("the apps hear of it: open runs and those that ended within a week are in the feed", async () => {
  const old = (await put(newKey(), { name: "old", status: "succeeded", startedAt: at(-60 * 24 * 9), endedAt: at(-60 * 24 * 8) })).body;
  const fresh = (await put(newKey(), { name: "fresh", status: "succeeded" })).body;
  const snapshot = (await owner("GET", "/api/sync")).body;
  const ids = snapshot.changes.filter(({ kind }: { kind: string }) => kind === "workflowRun").map(({ id }: { id: string }) => id);
  expect(ids).toContain(fresh.id);
  expect(ids).not.toContain(old.id);
  await put(fresh.key, { error: "seen later" });
  const { changes } = (await owner("GET", `/api/sync?cursor=${snapshot.cursor}`)).body;
  const news = changes.filter(({ kind }: { kind: string }) => kind !== "value");
  expect(news).toMatchObject([{ kind: "workflowRun", id: fresh.id, value: { error: "seen later" } }]);
});
