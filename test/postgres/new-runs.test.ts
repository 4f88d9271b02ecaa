import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import type { Signal } from "@beckon/contracts/signals";
import { expect, inject, test } from "vitest";
import { createDatabase } from "../support/postgres-database.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";
import { createRandom } from "../support/usage-day.ts";

const batchesEach = 50;

test("runs that four servers hear of at the same time are made once, and no server waits for another in a ring", async () => {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await createDatabase(inject("postgres").port));
  const start = async (): Promise<TestApp> => {
    const database = await openPostgres({ url, logger: createLogger("silent"), max: 4 });
    await database.migrate();
    const app = await createTestApp({ database });
    stack.defer(() => app.close());
    return app;
  };
  const first = await start();
  const apps = [first, await start(), await start(), await start()];
  const agent = await first.token("agent", "Many");
  const random = createRandom(7_919);
  const named = new Set<string>();
  let told = 0;
  // Each batch names some that are known, some that another server is about to make, and some that are new to all.
  const batch = (): Signal[] => {
    const start = 10 * Math.floor(told / 200);
    const keys = random.shuffle(Array.from({ length: 40 }, (_, index) => `run-${((start + index) * 7_919) % 10_007}`)).slice(0, 20);
    return keys.map((session) => {
      named.add(session);
      const data = { model: "claude-sonnet-5", channel: "event" as const, tokens: { input: 3, output: 2, cacheRead: 0, cacheWrite: 0 } };
      return { source: "sdk", id: String((told += 1)), kind: "model.called", at: new Date().toISOString(), session, data };
    });
  };
  const accepted = await Promise.all(
    apps.map(async (app) => {
      let sum = 0;
      for (let index = 0; index < batchesEach; index += 1)
        sum += (await app.services.signals.append({ id: agent.id, name: "Many" }, batch())).accepted;
      return sum;
    }),
  );
  expect(accepted).toEqual(apps.map(() => batchesEach * 20));
  const { rows } = await first.database.executeSql(
    `select (select count(*)::int from session) as runs, (select count(*)::int from agent) as agents,
      (select sum(calls)::int from usage_rollup where grain = 'clock-day') as calls`,
  );
  expect(rows).toEqual([{ runs: named.size, agents: 1, calls: told }]);
  // Statistics come a second late.
  await first.database.executeSql("select pg_stat_force_next_flush(), pg_sleep(1.2)");
  expect((await first.database.executeSql("select deadlocks::int from pg_stat_database where datname = current_database()")).rows).toEqual([
    { deadlocks: 0 },
  ]);
});
