import fc from "fast-check";
import { expect, test } from "vitest";
import { createTestApp } from "../../../../test/support/test-app.ts";
import { keyOf, quarterMs } from "../platform/keys.ts";
import type { CoordinationRow } from "./coordination.repository.ts";
import { createKeptSums } from "./kept-sums.ts";
import { addToRollups } from "./rollups.repository.ts";
import { createTally, piecesIn } from "./rollups.ts";
import { readSums } from "./sums.repository.ts";

const start = 20_000 * 1_024 * quarterMs;
const days = 25;
const attempt = fc.record({
  fromKey: fc.constantFrom("ag_1", "ag_2"),
  toKey: fc.constantFrom("ag_3", '=röle "b\\"\u2028', ""),
  fromRole: fc.constantFrom("tester", "a,b c", "", "devops"),
  type: fc.constantFrom("handoff" as const, "review" as const),
  status: fc.constantFrom("succeeded" as const, "failed" as const, "pending" as const, "dropped" as const),
  // Few instants, so that most of what comes goes where something stands.
  at: fc.constantFrom(0, 7, 16, 255, 256, 1_030, 2_000, days * 96 - 1),
  demo: fc.boolean(),
});
type Attempt = typeof attempt extends fc.Arbitrary<infer A> ? A : never;

const toRow = ({ at, ...given }: Attempt, n: number): CoordinationRow => ({
  ...given,
  ...{ id: `co_${n}`, key: keyOf([String(n)]), ownerId: "tok_test", n: 0, toRole: "reviewer", task: null, what: null, thing: null },
  ...{ fromSession: null, toSession: null, cause: given.status === "failed" ? "timeout" : null, causeGiven: false, message: null },
  ...{ exhausted: given.status === "failed" && at > 300, attempt: null, endedAt: null, deadlineAt: null, pattern: null },
  startedAt: new Date(start + at * quarterMs),
  at: new Date(start + at * quarterMs),
});

/** One attempt comes, another takes its place or is the same with other names, or it goes. */
const change = fc.record({ place: fc.nat(5), becomes: fc.option(attempt), renamed: fc.option(fc.constantFrom("tester", "devops")) });
const asked = fc.record({ from: fc.nat(days * 96), length: fc.integer({ min: 1, max: days * 96 }), demo: fc.boolean() });

test("what is kept of sums is never older than they are, whatever is written in whatever slot", async () => {
  const t = await createTestApp();
  const { database } = t;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.array(change, { maxLength: 4 }), asked), { minLength: 2, maxLength: 12 }), async (rounds) => {
      await database.executeSql("delete from coordination_rollup; delete from coordination_pair_rollup; delete from coordination_pair");
      const kept = createKeptSums();
      const standing = new Map<number, Attempt>();
      for (const [changes, { from, length, demo }] of rounds) {
        const tally = createTally();
        for (const { place, becomes, renamed } of changes) {
          const before = standing.get(place);
          const after = renamed && before ? { ...before, fromRole: renamed } : becomes;
          if (before) tally.add(toRow(before, place), -1);
          if (after) tally.add(toRow(after, place), 1);
          if (after) standing.set(place, after);
          else standing.delete(place);
        }
        await database.transaction(({ db }) => addToRollups(db, tally.rows()));
        const window = { from: start + from * quarterMs, to: start + (from + length) * quarterMs };
        await database.snapshot(async (db) => {
          const read = createKeptSums();
          for (const view of ["pair", "cause", "role", "ofRoleCause"] as const)
            expect(inOrder(await kept(db, view, { window, demo }))).toEqual(inOrder(await read(db, view, { window, demo })));
          const by = ["type", "cause"] as const;
          const sums = await readSums(db, { view: "cause", pieces: piecesIn("cause", [window]), by, filter: { demo } });
          const named = sums.map(({ type, cause, succeeded, failed, exhausted, pending }) => ({
            ...{ names: [type, cause], succeeded, failed, exhausted, pending },
          }));
          expect(inOrder(await kept(db, "cause", { window, demo }))).toEqual(inOrder(named));
          const ends = [...standing.values()].filter((one) => one.demo === demo && one.at >= from && one.at < from + length);
          const pairs = await kept(db, "pair", { window, demo });
          for (const status of ["succeeded", "failed", "pending"] as const)
            expect(pairs.reduce((sum, one) => sum + one[status], 0)).toBe(ends.filter((one) => one.status === status).length);
        });
      }
    }),
    { numRuns: 20 },
  );
  await t.close();
});

test("what nobody has written to is not read again", async () => {
  const t = await createTestApp();
  const { database } = t;
  const tell = (at: number, n: number) => {
    const tally = createTally();
    const given = { fromKey: "ag_1", toKey: "ag_3", fromRole: "tester", type: "review", status: "succeeded", demo: false } as const;
    tally.add(toRow({ ...given, at }, n), 1);
    return database.transaction(({ db }) => addToRollups(db, tally.rows()));
  };
  for (const [n, at] of [0, 300, 1_500, 2_300].entries()) await tell(at, n);
  const kept = createKeptSums();
  const window = { from: start, to: start + days * 96 * quarterMs };
  const ask = () => database.snapshot((db) => kept(db, "pair", { window, demo: false }));
  const sums = async () => (await ask()).map(({ succeeded }) => succeeded);
  expect(await sums()).toEqual([4]);
  // Behind its back, as nobody writes: what is kept still stands, but where somebody wrote since.
  await database.executeSql("update coordination_pair_rollup set succeeded = succeeded + 10");
  expect(await sums()).toEqual([4]);
  await tell(2_300, 4);
  const [after] = await sums();
  expect(after).toBeGreaterThan(5);
  expect(after).toBeLessThan(5 + 4 * 10);
  await t.close();
});

const inOrder = <T extends { names: readonly string[] }>(sums: readonly T[]) =>
  sums.toSorted((a, b) => (JSON.stringify(a.names) < JSON.stringify(b.names) ? -1 : 1));
