import { afterAll, beforeAll, expect, test } from "vitest";
import { expectBehind, expectCollisions, expectSummary } from "./support/teamwork-check.ts";
import { createTeamCollisions } from "./support/teamwork-collisions.ts";
import { tellWeek } from "./support/teamwork-tell.ts";
import { createTeamWeek, hookTeller, weekNow, weekStart } from "./support/teamwork-week.ts";
import { createTestApp, type Call, type TestApp } from "./support/test-app.ts";

const seed = 20_261_121;
const hour = 3_600_000;
const day = 24 * hour;
let now = weekNow;
let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ clock: () => new Date(now) });
});
afterAll(() => app.close());

test("a week of 40 agents, told out of order and three in ten twice: every figure is the generator's own", async () => {
  const week = createTeamWeek({ seed, size: 1_600 });
  const met = createTeamCollisions({ seed, rounds: 4 });
  const ledger = [...week.ledger, ...met.lines];
  const told = [...week.told, ...met.told];
  const setClock = (at: number) => void (now = at);
  const { duplicates } = await tellWeek(app, told, { seed, duplicates: 0.3, setClock });
  expect(duplicates).toBeGreaterThan(600);
  const script: Call = await app.token("admin", "Script");
  // The week begins at midnight in Kathmandu, at 05:45 and 18:15 UTC in others' terms.
  await expectSummary(script, ledger, { from: weekStart, to: weekNow });
  await expectSummary(script, ledger, { from: weekStart, to: weekNow, tz: "Asia/Kathmandu" });
  await expectSummary(script, ledger, { from: weekStart - 23 * day, to: weekNow + hour, tz: "Australia/Lord_Howe" });
  await expectSummary(script, ledger, { from: weekStart + 3 * day, to: weekStart + 4 * day });
  await expectSummary(script, ledger, { from: weekStart + 3 * day + hour / 4, to: weekStart + 5 * day - hour / 2, tz: "Asia/Kolkata" });
  await expectSummary(script, ledger, { from: weekStart - 60 * day, to: weekStart - 50 * day });
  const { items: agents } = (await script("GET", "/api/agents?limit=200")).body;
  for (const name of ["architect-1", "reviewer-5", hookTeller.name]) {
    const id = agents.find((agent: { name: string }) => agent.name === name).id;
    const only = (line: { from: string; to: string }) => line.from === name || line.to === name;
    await expectSummary(script, ledger, { from: weekStart, to: weekNow, query: `agent=${id}`, only });
  }
  await expectSummary(script, ledger, {
    from: weekStart,
    to: weekNow,
    query: "role=tester&type=handoff",
    only: ({ fromRole, toRole, type }) => type === "handoff" && (fromRole === "tester" || toRole === "tester"),
  });
  await expectSummary(script, ledger, { from: weekStart, to: weekNow, query: "task=W-3", only: ({ task }) => task === "W-3" });
  await expectBehind(script, ledger, { from: weekStart, to: weekNow });
  await expectCollisions(script, met.known);
  // Time alone ends those that were open.
  expect(met.known.filter(({ status }) => status === "open").length).toBe(2);
  now = weekNow + hour;
  await expectCollisions(
    script,
    met.known.map((one) => ({ ...one, status: "over" })),
  );
});

test("files in which runs meet, told a few words at a time: where they work, whose they are and what they edited in any order", async () => {
  const other = await createTestApp({ clock: () => new Date(weekNow) });
  try {
    const met = createTeamCollisions({ seed: 2, rounds: 3 });
    await tellWeek(other, met.told, { seed: 2, duplicates: 0.3, most: 9, setClock: () => undefined });
    await expectCollisions(await other.token("admin", "Script"), met.known);
  } finally {
    await other.close();
  }
});
