import { afterAll, beforeAll, expect, test } from "vitest";
import { migrateAgain } from "../../../../test/support/migrate-again.ts";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

const now = new Date("2026-11-21T10:00:00.000Z");
let t: TestApp;
let person: Call;
beforeAll(async () => {
  t = await createTestApp({ clock: () => now });
  person = await t.pair({ role: "viewer" });
});
afterAll(() => t.close());

const odd = 'rôle "a\\b" \u2028 <b>';
/** A review of `from`'s work that `to` ended so many hours ago; a side without a role says none. */
const review = async (agent: Call, key: string, given: { from: string; to?: string; hours: number; failed?: boolean }) => {
  const at = (minutes: number) => new Date(now.getTime() - given.hours * 3_600_000 + minutes * 60_000).toISOString();
  const say = (side: "a" | "b", minutes: number, kind: string, data: object) => {
    const role = side === "a" ? given.from : given.to;
    const name = `${key}-${side}`;
    return {
      id: `${key} ${side} ${kind}`,
      source: "test",
      at: at(minutes),
      session: name,
      agent: { name, ...(role ? { role } : {}) },
      kind,
      data,
    };
  };
  const signals = [
    say("a", -40, "turn.started", {}),
    say("b", -40, "turn.started", {}),
    say("a", -30, "review.requested", { reviewId: key, of: key, by: `${key}-b` }),
    say("b", 0, "review.ended", { reviewId: key, accepted: !given.failed, message: "ECONNREFUSED" }),
  ];
  expect(await agent("POST", "/api/signals", { signals })).toMatchObject({ status: 200, body: { accepted: 4 } });
};
const sums = async () =>
  (
    await t.database.executeSql(
      "select * from coordination_rollup where view in ('ofType', 'ofRole', 'ofRoleCause') order by view, step, at, key",
    )
  ).rows;
const ofRole = async (role: string) => {
  const { body } = await person("GET", `/api/coordination/summary?from=2026-11-01T00:00:00Z&role=${encodeURIComponent(role)}`);
  const { total, byType, byCause } = body;
  return {
    total,
    causes: byCause.map(({ count }: { count: number }) => count),
    types: byType.map(({ succeeded }: { succeeded: number }) => succeeded),
  };
};

test("an attempt counts once for each of its roles, and what was kept before there were such sums is the same", async () => {
  const agent = await t.token();
  await review(agent, "one", { from: "tester", to: "reviewer", hours: 1 });
  await review(agent, "two", { from: "tester", to: "tester", hours: 30 });
  await review(agent, "three", { from: "reviewer", to: odd, hours: 31, failed: true });
  await review(agent, "four", { from: "tester", hours: 200, failed: true });
  expect(await ofRole("tester")).toMatchObject({ total: { succeeded: 2, failed: 1 }, causes: [1], types: [2] });
  expect(await ofRole("reviewer")).toMatchObject({ total: { succeeded: 1, failed: 1 }, causes: [1], types: [1] });
  expect(await ofRole(odd)).toMatchObject({ total: { succeeded: 0, failed: 1 }, causes: [1], types: [0] });

  const { body } = await person("GET", "/api/coordination/summary?from=2026-11-01T00:00:00Z&type=review");
  expect(body.total).toMatchObject({ succeeded: 2, failed: 2 });
  expect(body.buckets.filter(({ succeeded, failed }: { succeeded: number; failed: number }) => succeeded + failed > 0)).toHaveLength(3);

  const made = await t.local("POST", "/api/tokens", { name: "demo-1", scope: "agent", demo: true });
  const demo: Call = (method, path, sent) => t.nobody(method, path, sent, { authorization: `Bearer ${made.body.token}` });
  await review(demo, "five", { from: "tester", to: "reviewer", hours: 2 });

  const kept = await sums();
  expect(new Set(kept.map((row) => (row as { demo: boolean }).demo))).toEqual(new Set([false, true]));
  expect(kept.length).toBeGreaterThan(20);
  await t.database.executeSql("delete from coordination_rollup where view in ('ofType', 'ofRole', 'ofRoleCause')");
  await migrateAgain(t.database, "0010_own_sums");
  expect(await sums()).toEqual(kept);

  const ofAgents = async () => (await t.database.executeSql("select * from coordination_agent_rollup order by key, step, at")).rows;
  const keptOfAgents = await ofAgents();
  expect(keptOfAgents.length).toBeGreaterThan(20);
  await t.database.executeSql("drop table coordination_agent_rollup");
  await migrateAgain(t.database, "0013_agent_sums");
  expect(await ofAgents()).toEqual(keptOfAgents);
});
