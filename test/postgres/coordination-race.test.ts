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
  await tellWeek(apps[0], told, { seed, duplicates: 0.6, setClock: (at) => void (now = at), others: apps.slice(1) });
  await Promise.all(apps.map((app) => app.services.coordination.sweep()));
  const script = await apps[1].token("admin", "Script");
  await expectSummary(script, ledger, { from: weekStart, to: weekNow });
  const { rows } = await apps[0].database.executeSql(wrongSums);
  expect(rows).toEqual([{ bad: 0, off: 0 }]);
});
