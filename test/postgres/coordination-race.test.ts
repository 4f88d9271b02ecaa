import { createKeptSums } from "@beckon/bff/coordination/kept-sums.ts";
import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { expect, inject, test } from "vitest";
import { createDatabase } from "../support/postgres-database.ts";
import { wrongSums } from "../support/teamwork-sums.ts";
import { expectSummary } from "../support/teamwork-check.ts";
import { tellWeek } from "../support/teamwork-tell.ts";
import { createTeamWeek, weekNow, weekStart } from "../support/teamwork-week.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";

const seed = 7;
const day = 86_400_000;
const inOrder = <T extends { names: readonly string[] }>(sums: readonly T[]) =>
  sums.toSorted((a, b) => (JSON.stringify(a.names) < JSON.stringify(b.names) ? -1 : 1));

test("three servers on one database are told the same week side by side: each fact counts once", async () => {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await createDatabase(inject("postgres").port));
  let now = weekNow;
  const start = async (): Promise<TestApp> => {
    const database = await openPostgres({ url, logger: createLogger("silent"), max: 4 });
    await database.migrate();
    const app = await createTestApp({ database, clock: () => new Date(now) });
    stack.defer(() => app.close());
    return app;
  };
  const apps = [await start(), await start(), await start()] as [TestApp, TestApp, TestApp];
  const { ledger, told } = createTeamWeek({ seed, size: 500 });
  // What a server keeps of sums that the others write is, at each moment, what they are.
  const kept = createKeptSums();
  const window = { from: Math.floor(weekStart / day) * day, to: Math.ceil(weekNow / day) * day };
  const compare = () =>
    apps[2].database.snapshot(async (db) => {
      const fresh = createKeptSums();
      for (const view of ["pair", "cause", "role", "ofRoleCause"] as const) {
        const asked = { window, demo: false };
        expect(inOrder(await kept(db, view, asked))).toEqual(inOrder(await fresh(db, view, asked)));
      }
    });
  let telling = true;
  const looking = (async () => {
    let looks = 0;
    for (; telling; looks += 1) await compare();
    return looks;
  })();
  await tellWeek(apps[0], told, { seed, duplicates: 0.6, setClock: (at) => void (now = at), others: apps.slice(1) });
  telling = false;
  expect(await looking).toBeGreaterThan(2);
  await compare();
  await Promise.all(apps.map((app) => app.services.coordination.sweep()));
  const script = await apps[1].token("admin", "Script");
  await expectSummary(script, ledger, { from: weekStart, to: weekNow });
  const { rows } = await apps[0].database.executeSql(wrongSums);
  expect(rows).toEqual([{ bad: 0, off: 0 }]);
});
