import type { OutcomeCost } from "@beckon/contracts/outcomes";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { divide } from "./costs.ts";
import { partOf } from "./split.ts";
import { openLab, pull, run, type Lab } from "./testing/outcomes-lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab("2026-11-02T12:00:00Z");
});
afterAll(() => lab.close());

const t = (minute: number, day = 1) => new Date(Date.UTC(2026, 10, day, 10, minute)).toISOString();
const window = "from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z";
const columns = ({ billedMicros, planMicros, apiEquivalentMicros }: OutcomeCost) => ({ billedMicros, planMicros, apiEquivalentMicros });
const nothing = { billedMicros: null, planMicros: null, apiEquivalentMicros: null };

test("a run with several outcomes is divided to the micro; with and without an outcome are all that was spent", async () => {
  await lab.tell([
    ...run("shared", { branch: "one", at: t(0), micros: 100 }),
    ...run("shared", { branch: "two", at: t(20) }).map((s) => ({ ...s, id: "second branch" })),
  ]);
  await lab.tell([
    { source: "test", id: "third branch", at: t(25), session: "shared", kind: "session.described", data: { branch: "three" } },
  ]);
  await lab.tell(run("planned", { branch: "one", at: t(1), micros: 50, payment: "plan" }));
  await lab.tell(run("lost", { branch: "nowhere", at: t(2), micros: 30 }));
  for (const [place, head] of ["one", "two", "three"].entries())
    await lab.deliver(
      "pull_request",
      pull({ number: place + 1, title: `feat: ${head}`, at: t(30 + place), mergedAt: t(30 + place), head }),
    );
  const found = (await lab.list()).toReversed();
  expect(found.map(({ cost }) => columns(cost))).toEqual([
    { billedMicros: 34, planMicros: 50, apiEquivalentMicros: 84 },
    { billedMicros: 33, planMicros: null, apiEquivalentMicros: 33 },
    { billedMicros: 33, planMicros: null, apiEquivalentMicros: 33 },
  ]);
  expect(found[0]?.sessions.map(({ share }) => share).toSorted()).toEqual([1, 3]);
  const costs = (await lab.owner("GET", `/api/outcomes/costs?${window}`)).body;
  expect(costs.attributed).toEqual({ billedMicros: 100, planMicros: 50, apiEquivalentMicros: 150, unpriced: 0, sessions: 2 });
  expect(costs.unattributed).toEqual({ billedMicros: 30, planMicros: null, apiEquivalentMicros: 30, unpriced: 0, sessions: 1 });
  expect(costs.unlinked).toMatchObject([{ agent: "builder", project: "shop", cost: { billedMicros: 30 } }]);
  const { cost } = (await lab.owner("GET", `/api/usage/summary?${window}`)).body;
  expect(cost.billed.micros).toBe(costs.attributed.billedMicros + costs.unattributed.billedMicros);
  expect(cost.apiEquivalent.micros).toBe(costs.attributed.apiEquivalentMicros + costs.unattributed.apiEquivalentMicros);
  // What was withdrawn bears nothing: the others bear it.
  await lab.owner("POST", `/api/outcomes/${found[2]?.id}/withdraw`, { reason: "not ours" });
  expect((await lab.list()).toReversed().map((one) => one.cost.billedMicros)).toEqual([50, 50]);
  // It counts when it was spent.
  const later = (await lab.owner("GET", "/api/outcomes/costs?from=2026-11-02T00:00:00Z&to=2026-11-03T00:00:00Z")).body;
  expect([columns(later.attributed), columns(later.unattributed)]).toEqual([nothing, nothing]);
});

test("what took a result back is its rework, and has no outcome", async () => {
  await lab.tell(run("undo", { branch: "revert-1", at: t(40), micros: 9 }));
  await lab.deliver(
    "pull_request",
    pull({ number: 11, title: "Revert", body: "Reverts acme/shop#1", at: t(41), mergedAt: t(41), head: "revert-1" }),
  );
  const one = (await lab.list("&search=feat:%20one"))[0];
  expect(one).toMatchObject({ reworkMicros: 9, durability: { d: 0 } });
  const { rework, attributed, byOutcome } = await lab.app.services.outcomes.costs(lab.app.database.db, {
    ...{ from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-11-02T00:00:00Z"), demo: false },
  });
  expect(columns(rework)).toEqual({ billedMicros: 9, planMicros: null, apiEquivalentMicros: 9 });
  expect([...byOutcome.values()].reduce((sum, cost) => sum + (cost.apiEquivalentMicros ?? 0), 0)).toBe(attributed.apiEquivalentMicros);
});

test("what runs with an outcome spent is the same in sums alone, by outcome, and where it was read before", async () => {
  const told = (id: string, session: string, parentSession: string) =>
    ({ source: "test", id, at: t(3), session, kind: "session.described", data: { parentSession } }) as const;
  await lab.tell([...run("helper", { branch: "two", at: t(4), micros: 7 }), told("begun", "helper", "shared")]);
  await lab.tell([...run("child", { branch: "nowhere", at: t(5), micros: 11 }), told("begun too", "child", "shared")]);
  const { outcomes } = lab.app.services;
  await outcomes.readInbox();
  const { db } = lab.app.database;
  for (const [from, rework] of [
    ["2026-11-01T00:00:00Z", 9],
    ["2026-11-01T10:45:00Z", 0],
  ] as const) {
    const query = { from: new Date(from), to: new Date("2026-11-02T00:00:00Z"), demo: false };
    const { byOutcome, attributed } = await outcomes.costsByOutcome(db, query);
    const spent = await outcomes.spending(db, query);
    expect(spent.attributed).toEqual(attributed);
    expect(await outcomes.spending(db, { ...query, attributed })).toEqual(spent);
    expect([...byOutcome.values()].reduce((sum, cost) => sum + (cost.apiEquivalentMicros ?? 0), 0)).toBe(attributed.apiEquivalentMicros);
    expect(spent.rework.billedMicros).toBe(rework);
  }
  await expect(outcomes.costsByOutcome(db, { from: new Date(t(0)), to: new Date(t(59)), demo: false })).resolves.toMatchObject({
    attributed: { sessions: 4, apiEquivalentMicros: 100 + 50 + 7 + 11 },
  });
});

test("a run that spent before and after a window, and nothing in it, counts as none of the window's, however it is asked", async () => {
  const october = (day: number) => new Date(Date.UTC(2026, 9, day, 10)).toISOString();
  await lab.tell(run("gap", { branch: "gap", at: october(6), micros: 5 }));
  await lab.tell(run("gap", { branch: "gap", at: october(20), micros: 6 }));
  await lab.tell(run("lone gap", { branch: "alone", at: october(6), micros: 5 }));
  await lab.tell(run("lone gap", { branch: "alone", at: october(20), micros: 6 }));
  await lab.tell(run("within", { branch: "alone", at: october(9), micros: 3 }));
  await lab.deliver("pull_request", pull({ number: 21, title: "feat: gap", at: t(50), mergedAt: t(50), head: "gap" }));
  const { outcomes } = lab.app.services;
  await outcomes.readInbox();
  const { db } = lab.app.database;
  const query = { from: new Date("2026-10-08T00:00:00Z"), to: new Date("2026-10-12T00:00:00Z"), demo: false };
  const { attributed } = await outcomes.costsByOutcome(db, query);
  expect(attributed).toEqual({ billedMicros: 0, apiEquivalentMicros: 0, sessions: 0 });
  const spent = await outcomes.spending(db, query);
  expect(spent).toMatchObject({ sessions: 1, attributed });
  expect(await outcomes.spending(db, { ...query, attributed })).toEqual(spent);
  const { attributed: own, unattributed } = await outcomes.costs(db, query);
  expect([own.sessions, unattributed.sessions]).toEqual([0, 1]);
});

test("property: the parts add up to the whole, and differ by a millionth at most", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), fc.integer({ min: 1, max: 60 }), (micros, n) => {
      const parts = Array.from({ length: n }, (_, place) => partOf(micros, n, place));
      expect(parts.reduce((sum, part) => sum + BigInt(part), 0n)).toBe(BigInt(micros));
      expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
    }),
  );
  const runs = fc.array(
    fc.record({
      micros: fc.integer({ min: 0, max: 1e12 }),
      outcomes: fc.uniqueArray(fc.constantFrom("a", "b", "c", "d"), { minLength: 1 }),
    }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(runs, (all) => {
      const costs = new Map(
        all.map(({ micros }, place) => [
          `s${place}`,
          { sessionId: `s${place}`, micros, priced: 1, unpriced: 0, billedMicros: micros, billedPriced: 1, planMicros: 0, planPriced: 0 },
        ]),
      );
      const divided = divide(
        all.map(({ outcomes }, place) => ({ outcomes, members: [`s${place}`] })),
        costs,
      );
      const sum = [...divided.values()].reduce((total, cost) => total + (cost.billedMicros ?? 0), 0);
      expect(sum).toBe(all.reduce((total, { micros }) => total + micros, 0));
    }),
  );
});
