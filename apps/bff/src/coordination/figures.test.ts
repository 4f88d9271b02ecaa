import fc from "fast-check";
import { expect, test } from "vitest";
import { createTestApp } from "../../../../test/support/test-app.ts";
import { keyOf, quarterMs } from "../platform/keys.ts";
import { saveAttempts, sumRows, type CoordinationRow } from "./coordination.repository.ts";
import { sumsOf } from "./figures.ts";
import { addToRollups } from "./rollups.repository.ts";
import { createTally } from "./rollups.ts";

const start = 20_000 * 256 * quarterMs;
const hours = 200;
const window = { from: start, to: start + hours * 4 * quarterMs };
/** An agent under its id and under its name, another one, and nobody. */
const one = ["ag_1", "=one"];
const sides = fc.constantFrom("ag_1", "=one", "ag_2", '=röle "b\\"\u2028', "");
const attempt = fc.record({
  fromKey: sides,
  toKey: sides,
  type: fc.constantFrom("handoff" as const, "review" as const),
  status: fc.constantFrom("succeeded" as const, "failed" as const, "pending" as const, "dropped" as const),
  at: fc.integer({ min: 0, max: hours * 60 - 1 }),
  demo: fc.boolean(),
});
type Attempt = typeof attempt extends fc.Arbitrary<infer A> ? A : never;

const toRow = ({ at, ...given }: Attempt, n: number): CoordinationRow => ({
  ...given,
  id: `co_${n}`,
  key: keyOf([String(n)]),
  ownerId: "tok_test",
  n: 0,
  fromRole: "tester",
  fromSession: null,
  toRole: "",
  toSession: null,
  task: null,
  what: null,
  thing: null,
  cause: given.status === "failed" ? "timeout" : null,
  causeGiven: false,
  message: null,
  exhausted: false,
  attempt: null,
  startedAt: new Date(start + at * 60_000),
  endedAt: null,
  deadlineAt: null,
  at: new Date(start + at * 60_000),
  pattern: null,
});

test("an agent's sums are its rows: each counts once, on whichever sides and under whichever names it stands", async () => {
  const t = await createTestApp();
  const { database } = t;
  const spans = [
    { from: start, to: start + 24 * 4 * quarterMs },
    { from: start + 24 * 4 * quarterMs, to: window.to },
  ];
  await fc.assert(
    fc.asyncProperty(fc.array(attempt, { minLength: 1, maxLength: 40 }), fc.boolean(), async (attempts, demo) => {
      await database.executeSql(
        "delete from coordination; delete from coordination_rollup; delete from coordination_detail_rollup; delete from coordination_agent_rollup; delete from coordination_pair_rollup; delete from coordination_pair",
      );
      const rows = attempts.map(toRow);
      const tally = createTally();
      for (const row of rows) tally.add(row, 1);
      await database.transaction(async ({ db }) => {
        await saveAttempts(db, rows);
        await addToRollups(db, tally.rows());
      });
      await database.snapshot(async (db) => {
        for (const agent of [one, ["ag_1"], ["ag_2"], ["ag_3", "=three"]])
          for (const type of [undefined, "review" as const]) {
            const scope = { demo, agent, ...(type ? { type } : {}) };
            const kept = await sumsOf(db, { scope, spans, by: [], buckets: true });
            const counted = (sums: typeof kept) =>
              spans.map((_, bucket) => {
                const own = sums.filter((sum) => sum.bucket === bucket);
                return (["succeeded", "failed", "pending"] as const).map((name) => own.reduce((all, sum) => all + sum[name], 0));
              });
            expect(counted(kept)).toEqual(counted(await sumRows(db, scope, spans)));
          }
      });
    }),
    { numRuns: 30 },
  );
  await t.close();
});
