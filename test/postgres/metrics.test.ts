import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { expect, inject, test } from "vitest";
import { readExposition, valueOf } from "../support/exposition.ts";
import { createDatabase } from "../support/postgres-database.ts";
import { seedMonitored } from "../support/seed-monitored.ts";
import { createTestApp } from "../support/test-app.ts";

test("several processes tell the same of the system, count each thing once, and never less than another did", async () => {
  await using server = await createDatabase(inject("postgres").port);
  let now = Date.now();
  const open = async () =>
    createTestApp({ database: await openPostgres({ url: server.url, logger: createLogger("silent") }), clock: () => new Date(now) });
  const [one, two] = [await open(), await open()];
  try {
    await seedMonitored(one);
    const scrapers = [await one.token("metrics"), await two.token("metrics")];
    /** What is the system's, as each process tells it; asked for at once. */
    const read = async () => {
      now += 70_000;
      const texts = await Promise.all(scrapers.map((scrape) => scrape<string>("GET", "/metrics")));
      return texts.map(({ body }) =>
        readExposition(body)
          .filter(({ name }) => name.startsWith("beckon_") && !name.startsWith("beckon_process_"))
          // The size grows by what is written here.
          .filter(({ name }) => name !== "beckon_database_size_bytes")
          .map(({ name, labels, value }) => `${name}${JSON.stringify(Object.entries(labels).toSorted())} ${value}`)
          .toSorted(),
      );
    };
    await read();
    const [first, second] = await read();
    expect(first?.length).toBeGreaterThan(200);
    // Jobs are told by the database's own clock.
    const still = (lines: string[] | undefined) => lines?.filter((line) => !line.startsWith("beckon_job_oldest"));
    expect(still(first)).toEqual(still(second));

    const counts = async () => {
      now += 5_000;
      const samples = await Promise.all(scrapers.map(async (scrape) => readExposition((await scrape<string>("GET", "/metrics")).body)));
      const names = ["beckon_tasks_ended_total", "beckon_deliveries_total", "beckon_coordinations_total", "beckon_jobs_ended_total"];
      return samples.map((own) => names.map((name) => valueOf(own, name)));
    };
    const before = await counts();
    now += 26 * 3_600_000;
    // All at once, and again: what one has counted no other counts.
    await Promise.all([one, two, one, two].map((app) => app.services.observability.fold()));
    await one.database.executeSql("delete from delivery; delete from jobs.job");
    await Promise.all([one, two].map((app) => app.services.observability.fold()));
    expect(await counts()).toEqual(before);
  } finally {
    await one.close();
    await two.close();
  }
});
