import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { judge, type Known } from "./durability.ts";
import { standingReverts, type Reverter } from "./effective.ts";
import { issue, openLab, pull, push, repositoryKey, shaOf, type Lab } from "./testing/outcomes-lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab("2026-11-01T12:00:00Z");
});
afterAll(() => lab.close());

const t = (minute: number, day = 1) => new Date(Date.UTC(2026, 10, day, 10, minute)).toISOString();
const merged = (number: number, at: string, more: { body?: string; title?: string; head?: string } = {}) =>
  pull({ number, at, mergedAt: at, by: "builder-bot", title: `feat: work ${number}`, ...more });
const one = async (number: number) => (await lab.list(`&search=%23${number}`)).find(({ url }) => url?.endsWith(`/pull/${number}`));

test("looked at after 7 and 30 days: it stands, as far as was told", async () => {
  await lab.deliver("pull_request", merged(1, t(0)));
  expect(await one(1)).toMatchObject({ durability: { state: "unchecked", nextAt: t(0, 8) } });
  await lab.look(t(1, 8));
  expect(await one(1)).toMatchObject({
    durability: { state: "standing", d: 1_000_000, checkedAt: t(0, 8), nextAt: "2026-12-01T10:00:00.000Z" },
  });
  await lab.look("2026-12-02T00:00:00Z");
  const last = await one(1);
  expect(last?.durability).toMatchObject({ state: "standing", checkedAt: "2026-12-01T10:00:00.000Z" });
  expect(last?.durability.nextAt).toBeUndefined();
});

test("a revert takes it back, its revert puts it back, told in any order; a revert is no outcome of its own", async () => {
  for (const [place, order] of [
    [0, 1, 2],
    [2, 1, 0],
    [1, 2, 0],
    [2, 0, 1],
  ].entries()) {
    const n = 10 + place * 10;
    const words = [
      merged(n, t(place)),
      merged(n + 1, t(place + 10), { body: `Reverts acme/shop#${n}`, head: `revert-${n}` }),
      merged(n + 2, t(place + 20), { body: `Reverts acme/shop#${n + 1}`, head: `revert-${n + 1}` }),
    ];
    for (const word of order) await lab.deliver("pull_request", words[word]);
    expect(await one(n)).toMatchObject({ durability: { d: 1_000_000 } });
    expect((await one(n))?.durability.evidence.map(({ kind }) => kind)).toContain("restored");
    await lab.deliver("pull_request", merged(n + 3, t(place + 30), { body: `Reverts acme/shop#${n + 2}`, head: `revert-${n + 2}` }));
    expect(await one(n)).toMatchObject({ durability: { d: 0, state: "reverted" } });
    expect(await one(n + 1)).toBeUndefined();
  }
});

test("an open revert takes nothing back; commits do where they are in the main branch, one of two takes half", async () => {
  await lab.deliver(
    "push",
    push("agents/60", [
      { sha: shaOf("60a"), at: t(1), by: "builder-bot" },
      { sha: shaOf("60b"), at: t(2), by: "builder-bot" },
    ]),
  );
  await lab.deliver("pull_request", merged(60, t(3)));
  await lab.deliver("pull_request", {
    ...merged(61, t(4), { body: "Reverts acme/shop#60", head: "revert-60" }),
    pull_request: pull({ number: 61, at: t(4), body: "Reverts acme/shop#60" }).pull_request,
  });
  const revert = { sha: shaOf("revert 60a"), at: t(5), message: `Revert "a"\n\nThis reverts commit ${shaOf("60a")}.` };
  await lab.deliver("push", push("try/60", [revert]));
  expect(await one(60)).toMatchObject({ durability: { d: 1_000_000 } });
  await lab.deliver("push", push("main", [{ ...revert, distinct: false }]));
  expect(await one(60)).toMatchObject({ durability: { d: 500_000, state: "reworked" } });
  await lab.deliver("push", push("main", [{ sha: shaOf("revert merge"), at: t(6), message: `This reverts commit ${shaOf("merge 60")}.` }]));
  expect(await one(60)).toMatchObject({ durability: { d: 0, state: "reverted" } });
});

test("an issue with the label incident is held against the pull requests that it names, before or after", async () => {
  await lab.deliver("issues", issue("opened", 900, { title: "Down", body: "Since #70", labels: ["incident"], at: t(5) }));
  await lab.deliver("pull_request", merged(70, t(0)));
  expect(await one(70)).toMatchObject({
    durability: {
      incident: true,
      d: 1_000_000,
      evidence: expect.arrayContaining([expect.objectContaining({ kind: "incident", ref: "https://github.com/acme/shop/issues/900" })]),
    },
  });
  await lab.deliver("issues", issue("unlabeled", 900, { title: "Down", body: "Since #70", labels: [], at: t(6) }));
  expect(await one(70)).toMatchObject({ durability: { incident: false } });
});

test("what was found in a repository writes it down, never up; but for a revert of the revert", async () => {
  const admin = await lab.app.token("admin", "Script");
  lab.at("2026-11-20T12:00:00Z");
  await lab.deliver("pull_request", merged(80, t(0)));
  const id = (await one(80))?.id as string;
  const asked = await admin("GET", "/api/outcomes/checks?repository=git@github.com:Acme/Shop.git");
  expect(asked.body.items.find((item: { id: string }) => item.id === id)).toMatchObject({
    pullRequests: [{ number: 80, base: "main", mergeCommit: shaOf("merge 80") }],
  });
  const report = async (state: string, day: number, lines?: { made: number; left: number }) => {
    const findings = [{ id, state, tip: shaOf(`${state} ${day}`), tipAt: t(0, day), ...(lines ? { lines } : {}) }];
    const { results } = (await admin("POST", "/api/outcomes/checks", { repository: repositoryKey, findings })).body;
    return [results[0].taken, results[0].d, results[0].state];
  };
  expect(await report("standing", 2, { made: 3, left: 3 })).toEqual([true, 1_000_000, "standing"]);
  expect(await report("rewritten", 3, { made: 3, left: 1 })).toEqual([true, 333_333, "reworked"]);
  expect(await report("standing", 4, { made: 3, left: 3 })).toEqual([true, 333_333, "reworked"]);
  expect(await report("reverted", 5)).toEqual([true, 0, "reverted"]);
  expect(await report("standing", 6, { made: 3, left: 3 })).toEqual([true, 0, "reverted"]);
  expect(await report("restored", 7, { made: 3, left: 3 })).toEqual([true, 333_333, "reworked"]);
  expect(await report("restored", 7, { made: 3, left: 3 })).toEqual([true, 333_333, "reworked"]);
  const other = await admin("POST", "/api/outcomes/checks", {
    repository: "github.com/other/place",
    findings: [{ id, state: "reverted", tip: shaOf("x"), tipAt: t(0, 8) }],
  });
  expect(other.body.results).toEqual([{ id, taken: false, why: "not of this repository" }]);
  expect((await lab.agent("GET", "/api/outcomes/checks?repository=x")).status).toBe(403);
});

const reverters = fc.array(fc.record({ by: fc.integer({ min: 0, max: 7 }), of: fc.integer({ min: 0, max: 7 }) }), { maxLength: 12 });
const ofGraph =
  (edges: readonly { by: number; of: number }[]) =>
  (key: string): Reverter[] =>
    edges.filter(({ of }) => `c${of}` === key).map(({ by }) => ({ key: `c${by}`, at: new Date(by) }));

test("property: the order of words is irrelevant, a revert never raises it, and any made-up ring ends", () => {
  const known = (edges: readonly { by: number; of: number }[]): Known => ({
    ...{ acceptedAt: new Date(0), now: new Date(1), findings: [], incidents: [] },
    landed: [{ key: "c0", commits: ["c1", "c2"] }],
    revertersOf: ofGraph(edges),
  });
  fc.assert(
    fc.property(reverters, fc.integer({ min: 0, max: 2 }), (edges, of) => {
      const before = judge(known(edges));
      expect(judge(known(edges.toReversed())).d).toBe(before.d);
      // By one that nothing takes back.
      expect(judge(known([...edges, { by: 9, of }])).d).toBeLessThanOrEqual(before.d);
      expect(standingReverts("c0", ofGraph(edges)).length).toBeGreaterThanOrEqual(0);
    }),
  );
});
