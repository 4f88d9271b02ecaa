import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createJobs } from "@beckon/bff/platform/jobs/jobs.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { expect, inject, test } from "vitest";
import { createDatabase } from "../support/postgres-database.ts";

const openWorker = async (url: string, handler: (n: number) => Promise<void>) => {
  const database = await openPostgres({ url, logger: createLogger("silent") });
  await database.migrate();
  const jobs = createJobs({ database, clock: () => new Date(), logger: createLogger("silent") });
  jobs.handle<{ n: number }>("test.queue", { concurrency: 4 }, ({ n }) => handler(n));
  await jobs.start();
  return {
    database,
    enqueue: (n: number) => database.transaction((work) => jobs.enqueue(work, "test.queue", { n })),
    [Symbol.asyncDispose]: async () => {
      await jobs.stop();
      await database.close();
    },
  };
};

test("two processes on one database run each job once", async () => {
  await using server = await createDatabase(inject("postgres").port);
  const ran: number[] = [];
  const all = Promise.withResolvers<void>();
  const handler = async (n: number) => {
    ran.push(n);
    if (ran.length === 200) all.resolve();
  };
  await using one = await openWorker(server.url, handler);
  await using two = await openWorker(server.url, handler);
  await Promise.all(Array.from({ length: 200 }, (_, n) => (n % 2 ? one : two).enqueue(n)));
  await all.promise;
  expect(ran.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, n) => n));
});

test("what a process had under way when it died is taken over by another", async () => {
  await using server = await createDatabase(inject("postgres").port);
  const takenOver = Promise.withResolvers<number>();
  await using one = await openWorker(server.url, async (n) => takenOver.resolve(n));
  // A job as a killed process leaves it: active, and not heard of since.
  await one.database.executeSql(
    `insert into jobs.job (name, data, state, started_on, heartbeat_seconds, heartbeat_on, retry_limit, retry_delay, expire_seconds, keep_until)
     select 'test.queue', '{"n":7}'::jsonb, 'active', now() - interval '11 s', 10, now() - interval '11 s', 3, 0, 60, now() + interval '1 day'`,
  );
  expect(await takenOver.promise).toBe(7);
});
