import { afterAll, beforeAll, expect, test } from "vitest";
import { migrateAgain } from "../../../../test/support/migrate-again.ts";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

const now = new Date("2026-11-21T10:00:00.000Z");
let t: TestApp;
beforeAll(async () => {
  t = await createTestApp({ clock: () => now });
});
afterAll(() => t.close());

let told = 0;
const hour = 3_600_000;
/** Model calls so many hours ago, of a run of its own. */
const call = async (agent: Call, of: { name: string; cwd: string; task?: string; hours: readonly number[] }) => {
  const session = `run-${(told += 1)}`;
  const say = (at: number, kind: string, data: object) => ({
    ...{ id: `call-${(told += 1)}`, source: "test", at: new Date(now.getTime() - at * hour).toISOString(), session, kind, data },
    agent: { name: of.name, role: 'rôle "a\\b"' },
    ...(of.task && kind === "model.called" ? { task: of.task } : {}),
  });
  const signals = [
    say(Math.max(...of.hours), "session.described", { cwd: of.cwd }),
    ...of.hours.map((at) =>
      say(at, "model.called", { model: "claude-sonnet-5", tokens: { input: 10, output: 3, cacheRead: 0, cacheWrite: 0 }, costMicros: 7 }),
    ),
  ];
  expect(await agent("POST", "/api/signals", { signals })).toMatchObject({ status: 200, body: { accepted: signals.length } });
};
const steps = async () =>
  (await t.database.executeSql("select * from usage_rollup where grain in ('hour', 'days-8') order by grain, at, key")).rows;

test("hours and 8 days of what was booked before there were such sums are those that are booked now", async () => {
  const agent = await t.token();
  const { body } = await t.local("POST", "/api/tokens", { name: "demo-1", scope: "agent", demo: true });
  const demo: Call = (method, path, sent) => t.nobody(method, path, sent, { authorization: `Bearer ${body.token}` });
  const hours = [0.1, 0.3, 0.9, 1.2, 26, 27, 200, 201, 600];
  await call(agent, { name: "one", cwd: "/srv/shop", task: "T-1", hours });
  await call(agent, { name: "one", cwd: "/srv/shop", task: "T-2", hours });
  await call(agent, { name: "two", cwd: '/srv/\u2028 "x"', hours });
  await call(demo, { name: "demo-1", cwd: "/srv/shop", hours });

  const kept = await steps();
  expect(kept.length).toBeGreaterThan(30);
  await t.database.executeSql("delete from usage_rollup where grain in ('hour', 'days-8')");
  await migrateAgain(t.database, "0011_usage_steps");
  expect(await steps()).toEqual(kept);
});
