import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../../test/support/test-app.ts";

let app: TestApp;
let agent: Awaited<ReturnType<TestApp["token"]>>;
let owner: Awaited<ReturnType<TestApp["pair"]>>;
let now = Date.parse("2026-11-20T10:00:00.000Z");
const minute = 60_000;

beforeAll(async () => {
  app = await createTestApp({ clock: () => new Date(now) });
  agent = await app.token("agent", "CI");
  owner = await app.pair();
});
afterAll(() => app.close());

const at = (time: number) => new Date(time).toISOString();

test("none, then a known week, in any order: every figure is the ledger's", async () => {
  const empty = (await owner("GET", "/api/workflows/summary")).body;
  expect(empty).toMatchObject({ stages: [], agents: [], resume: { value: null, n: 0 }, runs: { running: 0, succeeded: 0, stuck: 0 } });
  expect(empty.suspensions).toEqual([
    { waitsFor: "event", n: 0, p50: null, p95: null },
    { waitsFor: "person", n: 0, p50: null, p95: null },
  ]);

  const reports: [string, object][] = [];
  const builds: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    const began = now - (n + 1) * 8 * 3_600_000;
    const took = (n + 1) * minute;
    if (began + took >= now - 7 * 86_400_000) builds.push(took);
    const failed = n % 4 === 3;
    const stage = { name: "build", agent: n % 2 === 0 ? "ada" : "bob", startedAt: at(began) };
    const head = { name: "Nightly", startedAt: at(began) };
    reports.push(
      [`n${n}`, { ...head, status: "running", stages: [{ ...stage, status: "running" }] }],
      [
        `n${n}`,
        {
          ...head,
          status: failed ? "failed" : "succeeded",
          endedAt: at(began + took),
          stages: [{ ...stage, status: failed ? "failed" : "succeeded", endedAt: at(began + took) }],
        },
      ],
    );
  }
  // Newest first, ends before starts, and all of it twice.
  for (const [key, body] of [...reports.toReversed(), ...reports])
    expect((await agent("PUT", `/api/workflows/${key}`, body)).status).toBeLessThan(300);

  const summary = (await owner("GET", "/api/workflows/summary")).body;
  expect(summary.runs).toEqual({ running: 0, suspended: 0, succeeded: 15, failed: 5, cancelled: 0, stuck: 0 });
  const middle = (builds[9]! + builds[10]!) / 2;
  expect(summary.stages).toEqual([{ name: "build", n: 20, p50: middle, p95: 19.05 * minute }]);
  expect(summary.agents).toHaveLength(2);
  expect(summary.agents).toContainEqual({
    name: "ada",
    stage: "build",
    duration: { n: 10, p50: 10 * minute, p95: 18.1 * minute },
    succeeded: 10,
    failed: 0,
  });
  expect(summary.agents).toContainEqual({
    name: "bob",
    stage: "build",
    duration: { n: 10, p50: 11 * minute, p95: 19.1 * minute },
    succeeded: 5,
    failed: 5,
  });
  const sum = (of: "succeeded" | "failed") => summary.trend.reduce((total: number, day: Record<string, number>) => total + day[of]!, 0);
  expect([sum("succeeded"), sum("failed")]).toEqual([15, 5]);
  expect(summary.trend).toHaveLength(8);

  const table = (await owner("GET", "/api/workflows/summary?format=csv")).body as string;
  expect(table).toContain("stage,,build,20,");
});

test("suspensions and resumes of the window", async () => {
  await agent("PUT", "/api/workflows/w", { name: "Waits" });
  const { body } = await agent("POST", "/api/workflows/w/suspend", { waitsFor: "event", what: "a merge" });
  now += 30 * minute;
  await agent("POST", "/api/workflows/w/resume", { suspensionId: body.suspension.id, ok: false });
  now += 10 * minute;
  await agent("POST", "/api/workflows/w/resume", { suspensionId: body.suspension.id });
  now += minute;
  const summary = (await owner("GET", "/api/workflows/summary")).body;
  expect(summary.suspensions[0]).toEqual({ waitsFor: "event", n: 1, p50: 40 * minute, p95: 40 * minute });
  expect(summary.resume).toEqual({ value: 50, n: 2 });
});

test("a stage told by its end alone counts for who had it; a skipped one has no duration", async () => {
  await agent("PUT", "/api/workflows/ends", {
    name: "Ends",
    stages: [
      { name: "acceptance", agent: "eve", status: "failed" },
      { name: "lint", agent: "eve", status: "skipped", startedAt: at(now), endedAt: at(now) },
    ],
  });
  now += minute;
  const { stages, agents } = (await owner("GET", "/api/workflows/summary")).body;
  expect(agents.filter(({ name }: { name: string }) => name === "eve")).toEqual([
    { name: "eve", stage: "acceptance", duration: { n: 0, p50: null, p95: null }, succeeded: 0, failed: 1 },
  ]);
  expect(stages.map(({ name }: { name: string }) => name)).toEqual(["build"]);
});

test("what the window cannot be is refused", async () => {
  const ask = async (query: string) => (await owner("GET", `/api/workflows/summary?${query}`)).body.code;
  expect(await ask("from=2026-11-20T00:00:00Z&to=2026-11-19T00:00:00Z")).toBe("workflow.window_empty");
  expect(await ask("from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z")).toBe("workflow.window_too_long");
});

test("the demo fleet's runs are marked, in no figure, and gone with the demo", async () => {
  const figures = async () => (await owner("GET", "/api/workflows/summary")).body.runs;
  const before = await figures();
  const { body: token } = await app.local("POST", "/api/tokens", { name: "Demo", scope: "agent", demo: true });
  const made = await app.nobody("PUT", "/api/workflows/demo", { name: "Demo" }, { authorization: `Bearer ${token.token}` });
  expect(made.body).toMatchObject({ status: "running", demo: true });
  expect(await figures()).toEqual(before);
  expect((await app.local("DELETE", "/api/demo")).status).toBe(200);
  expect((await owner("GET", `/api/workflows/${made.body.id}`)).status).toBe(404);
});

test("answered, and the process died before anything was done with it: the next one resumes", async () => {
  const run = (await agent("PUT", "/api/workflows/crash", { name: "Crash" })).body;
  const { body } = await agent("POST", "/api/workflows/crash/suspend", { waitsFor: "person", what: "Go on?" });
  await owner("PUT", `/api/decision-requests/${body.suspension.requestId}/decision`, { option: "approve" });
  const read = async () => (await owner("GET", `/api/workflows/${run.id}`)).body;
  expect((await read()).status).toBe("suspended");
  // No worker has run here so far: what the answer left behind is in the database alone.
  await app.services.jobs.start();
  await expect.poll(async () => (await read()).status, { timeout: 30_000 }).toBe("running");
});
