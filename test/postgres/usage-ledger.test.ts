import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { expect, inject, test } from "vitest";
import { createDatabase } from "../support/postgres-database.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";
import { expectLedger } from "../support/usage-check.ts";
import { createUsageDay, inBatches, toSignals } from "../support/usage-day.ts";

const seed = 11_202_026;
const day = "2026-11-20T00:00:00.000Z";

test("four servers on one database take the same day side by side: the generator's own ledger, exactly", async () => {
  await using stack = new AsyncDisposableStack();
  const { url } = stack.use(await createDatabase(inject("postgres").port));
  const start = async (): Promise<TestApp> => {
    const database = await openPostgres({ url, logger: createLogger("silent"), max: 4 });
    await database.migrate();
    const app = await createTestApp({ database, clock: () => new Date("2026-11-21T06:00:00Z") });
    stack.defer(() => app.close());
    return app;
  };
  const first = await start();
  const apps = [first, await start(), await start(), await start()];
  const agent = await first.token("agent", "Day");
  const facts = createUsageDay({ seed, day });
  // Each session's calls come by all four: they wait for each other's rows all the time.
  const batches = inBatches(toSignals(facts), { seed, duplicates: 0.3, most: 400 });
  const accepted: number[] = [];
  await Promise.all(
    apps.map(async (app, index) => {
      for (const batch of batches.filter((_, at) => at % apps.length === index))
        accepted.push((await app.services.signals.append({ id: agent.id, name: "Day" }, batch)).accepted);
    }),
  );
  expect(accepted.reduce((sum, one) => sum + one, 0)).toBe(facts.length);
  await expectLedger(await first.token("admin", "Script"), facts, { from: day, to: "2026-11-21T00:00:00.000Z" });
});
