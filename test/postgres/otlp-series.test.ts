import { growthOf } from "@beckon/bff/integrations/otlp/growth.ts";
import { lockStands, saveStands, type Stand } from "@beckon/bff/integrations/otlp/series.repository.ts";
import type { Counter } from "@beckon/bff/integrations/otlp/counters.ts";
import { toJson } from "@beckon/bff/integrations/otlp/testing/encode-json.ts";
import { toProtobuf } from "@beckon/bff/integrations/otlp/testing/encode-protobuf.ts";
import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { toCounters } from "../support/otlp-day.ts";
import { createDatabase } from "../support/postgres-database.ts";
import { createTestApp, origin, type TestApp } from "../support/test-app.ts";
import { createUsageDay, inBatches, ledgerOf } from "../support/usage-day.ts";

let server: Awaited<ReturnType<typeof createDatabase>>;
/** Four processes of the server on one database. */
const apps: TestApp[] = [];

beforeAll(async () => {
  server = await createDatabase(inject("postgres").port);
  for (let process = 0; process < 4; process += 1) {
    const database = await openPostgres({ url: server.url, logger: createLogger("silent"), max: 3 });
    await database.migrate();
    apps.push(await createTestApp({ database, clock: () => new Date("2026-11-21T06:00:00Z") }));
  }
});
afterAll(async () => {
  for (const app of apps) await app.close();
  await server[Symbol.asyncDispose]();
});

const run = { series: "0a".repeat(16), startNano: 1n };
const counterAt = (amount: number, timeNano: bigint): Counter => ({
  head: { source: "claude-code", at: "2026-11-20T00:00:00.000Z", session: "s1" },
  ...{ counts: "output", amount, cumulative: true, ...run, timeNano },
});

test("who reads where a counter stands waits for the one that read it before and is about to move it", async () => {
  const [one, two] = apps as [TestApp, TestApp];
  const where = { ownerId: "tok_1", now: new Date() };
  const grow = (counter: Counter) => two.database.transaction(async (work) => (await growthOf(work, [counter], where)).get(counter));
  expect(await grow(counterAt(10, 1n))).toBe(10);
  let second: Promise<number | undefined> | undefined;
  await one.database.transaction(async (work) => {
    const [stand] = await lockStands(work.db, { ...where, runs: [run] });
    expect(stand?.amount).toBe(10);
    second = grow(counterAt(150, 3n));
    const waits = async () => (await one.database.executeSql("select 1 from pg_locks where not granted")).rows.length > 0;
    const ended = second.then(() => true);
    while (!(await Promise.race([waits(), ended])));
    await saveStands(work.db, { ...where, stands: [{ ...(stand as Stand), amount: 100, timeNano: 2n }] });
  });
  expect(await second).toBe(50);
});

test("the same counters told to four processes at once, in no order, count once", async () => {
  const [first] = apps as [TestApp];
  const { token } = await first.token("agent", "Day");
  const facts = createUsageDay({ seed: 7, day: "2026-11-20T00:00:00.000Z", sessions: 10, calls: 1_500 }).filter(
    ({ vendor }) => vendor === "claude-code",
  );
  const requests = [...Map.groupBy(facts, ({ session }) => session).values()].flatMap((own, index) =>
    toCounters(own, { seed: index, temporality: 2 }),
  );
  await Promise.all(
    apps.map(async ({ app }, process) => {
      // Each process hears all of it, in an order of its own.
      for (const batch of inBatches(requests, { seed: process, duplicates: 0.1, most: 30 })) {
        const isJson = process % 2 === 0;
        const answer = await app.request(`${origin}/otlp/v1/metrics`, {
          method: "POST",
          headers: {
            ...{ host: new URL(origin).host, authorization: `Bearer ${token}` },
            "content-type": isJson ? "application/json" : "application/x-protobuf",
          },
          body: new Uint8Array(isJson ? toJson("metrics", batch) : toProtobuf("metrics", batch)),
        });
        expect(answer.status).toBe(200);
      }
    }),
  );
  const script = await first.token("admin", "Script");
  const { body } = await script("GET", "/api/usage/summary?from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z");
  const { calls: _, unpriced: __, ...told } = ledgerOf(facts, () => "all").all as NonNullable<ReturnType<typeof ledgerOf>[string]>;
  expect({ ...body.tokens, micros: body.cost.apiEquivalent.micros }).toEqual(told);
});
