import { afterAll, beforeAll, expect, test } from "vitest";
import { everySum } from "../../../../test/support/teamwork-sums.ts";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

const now = new Date("2026-11-21T10:00:00.000Z");
let t: TestApp;
let person: Call;
beforeAll(async () => {
  t = await createTestApp({ clock: () => now });
  person = await t.pair({ role: "viewer" });
});
afterAll(() => t.close());

const demoCall = async (): Promise<Call> => {
  const { body } = await t.local("POST", "/api/tokens", { name: "demo-1", scope: "agent", demo: true });
  return (method, path, sent) => t.nobody(method, path, sent, { authorization: `Bearer ${body.token}` });
};
const total = async () => (await person("GET", "/api/coordination/summary")).body;

test("without anything there is no figure, and nothing is shown as 0 %", async () => {
  const none = { succeeded: 0, failed: 0, pending: 0, share: { value: null, n: 0, low: null, high: null } };
  const { total: all, trend, buckets, byType, byPair, byCause, byRole } = await total();
  expect([all, trend, byType, byPair, byCause, byRole]).toMatchObject([
    none,
    { direction: "no data", before: none, difference: null },
    [],
    [],
    [],
    [],
  ]);
  expect(buckets).toHaveLength(25);
  expect(await person("GET", "/api/coordination/flow")).toMatchObject({ body: { nodes: [], links: [], leftOut: 0 } });
  expect(await person("GET", "/api/coordination/failures")).toMatchObject({ body: { n: 0, items: [] } });
  expect(await person("GET", "/api/coordination/records")).toMatchObject({ body: { items: [] } });
  const { body } = await person("GET", "/api/coordination/diagnostics");
  expect(body.checks.map(({ name }: { name: string }) => name).sort()).toEqual([
    "long_running",
    "orphaned_tasks",
    "stale_agents",
    "store",
    "unassigned",
  ]);
});

test("a demo is told of while it is alone, is left out of what agents did, and goes as it came", async () => {
  const demo = await demoCall();
  await demo("POST", "/api/coordinations", { type: "pair", key: "d", to: { name: "x" } });
  expect(await total()).toMatchObject({ demo: true, total: { pending: 1 } });
  const agent = await t.token("agent", "real-1");
  const { body } = await agent("POST", "/api/coordinations", { type: "pair", key: "d", to: { name: "=x" }, what: "=1+1" });
  await agent("POST", `/api/coordinations/${body.id}/end`, { outcome: "failed", message: '=cmd|"/c calc"', endedAt: now.toISOString() });
  expect(await total()).toMatchObject({ total: { pending: 0, failed: 1 } });
  expect((await total()).demo).toBeUndefined();
  expect(await t.local("DELETE", "/api/demo")).toMatchObject({ status: 200 });
  const { rows } = await t.database.executeSql(
    `select kept, bool_or(demo) as demo from (
      select 'coordination' as kept, demo from coordination union all select 'coordination_pair', demo from coordination_pair
      union all select kept, demo from (${everySum}) as s) as every group by 1`,
  );
  expect(rows.map((row) => (row as { demo: boolean }).demo)).toEqual([false, false, false, false, false, false]);
});

test("lists and figures are tables too, in which no agent's text is a formula", async () => {
  const { status, headers, body } = await person("GET", "/api/coordination/records?format=csv");
  expect([status, headers.get("content-type"), headers.get("content-disposition")]).toEqual([
    200,
    "text/csv; charset=utf-8",
    'attachment; filename="coordinations.csv"',
  ]);
  expect(body).toContain(`,'=x,,,'=1+1,failed,`);
  expect(body).toContain(`"'=cmd|""/c calc"""`);
  for (const path of ["summary", "flow", "failures", "diagnostics"])
    expect((await person("GET", `/api/coordination/${path}`, undefined, { accept: "text/csv" })).headers.get("content-type")).toBe(
      "text/csv; charset=utf-8",
    );
});

test("windows that make no sense are refused", async () => {
  expect(await person("GET", "/api/coordination/summary?from=2026-11-02T00:00:00Z&to=2026-11-01T00:00:00Z")).toMatchObject({
    status: 422,
    body: { code: "coordination.window_empty" },
  });
  expect(await person("GET", "/api/coordination/flow?from=1999-01-01T00:00:00Z")).toMatchObject({
    status: 422,
    body: { code: "coordination.window_too_long" },
  });
  expect(await person("GET", "/api/coordination/failures?cursor=x")).toMatchObject({ status: 422 });
});

test("diagnostics: what waits for an agent, who fell silent, and whose agent is gone", async () => {
  const agent = await t.token("agent", "silent-1");
  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();
  await agent("POST", "/api/signals", {
    signals: [{ id: "1", source: "test", at: at(-10), session: "s", kind: "turn.started", data: {} }],
  });
  const { body } = await person("GET", "/api/coordination/diagnostics");
  const check = body.checks.find(({ name }: { name: string }) => name === "stale_agents");
  expect([body.score, body.grade, check.points, check.items]).toMatchObject([
    expect.any(Number),
    expect.any(String),
    5,
    [{ kind: "agent", name: "silent-1", since: at(-10) }],
  ]);
});
