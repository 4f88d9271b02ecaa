import { openTestDatabase } from "../../../../../test/support/pglite-template.ts";
import { afterEach, expect, test } from "vitest";
import type { Database } from "../db/database.ts";
import { createLogger } from "../logger.ts";
import { createJobs, type JobHandler, type QueueOptions } from "./jobs.ts";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

const openDatabase = async () => {
  const database = await openTestDatabase();
  open.push(() => database.close());
  return database;
};
const createTestJobs = (database: Database, handler: JobHandler<{ n: number }>, options: QueueOptions = {}) => {
  const jobs = createJobs({ database, clock: () => new Date(), logger: createLogger("silent") });
  jobs.handle<{ n: number }>("test.queue", options, handler);
  open.unshift(() => jobs.stop());
  return {
    jobs,
    enqueue: (n: number, startAfter?: Date) =>
      database.transaction((work) => jobs.enqueue(work, "test.queue", { n }, startAfter ? { startAfter } : {})),
  };
};

/** Collects what was run, and resolves once it is so many. */
const collector = (count: number) => {
  const { promise, resolve } = Promise.withResolvers<number[]>();
  const ran: number[] = [];
  return {
    ran,
    all: promise,
    add: (n: number) => {
      ran.push(n);
      if (ran.length === count) resolve(ran);
    },
  };
};
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

test("a backlog left by a process that has died is worked off without a poll between its jobs", async () => {
  const database = await openDatabase();
  const before = createTestJobs(database, async () => undefined);
  await before.jobs.prepare();
  for (const n of upTo(60)) await before.enqueue(n);

  // At one job for each poll of two seconds this test would run into its time limit.
  const { all, add } = collector(60);
  const after = createTestJobs(database, async ({ n }) => add(n));
  await after.jobs.start();
  expect((await all).toSorted((a, b) => a - b)).toEqual(upTo(60));
});

test("a burst that comes while the only worker is busy is worked off likewise", async () => {
  const database = await openDatabase();
  const [busy, free] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const { all, add } = collector(60);
  const { jobs, enqueue } = createTestJobs(database, async ({ n }) => {
    if (n === 0) busy.resolve();
    await free.promise;
    add(n);
  });
  await jobs.start();
  await enqueue(0);
  await busy.promise;
  for (const n of upTo(60).slice(1)) await enqueue(n);
  free.resolve();
  expect((await all).toSorted((a, b) => a - b)).toEqual(upTo(60));
});

test("a handler that throws ends neither the worker nor its job: both are tried again", async () => {
  const database = await openDatabase();
  const attempts: number[] = [];
  const { all, add } = collector(3);
  const { jobs, enqueue } = createTestJobs(database, async ({ n }, { attempt }) => {
    if (n === 0) attempts.push(attempt);
    if (n === 0 && attempt === 1) throw new Error("the first try fails");
    if (n === 1) await Promise.reject(new TypeError("always")).catch(() => undefined);
    add(n);
  });
  await jobs.start();
  for (const n of [0, 1, 2]) await enqueue(n);
  expect((await all).toSorted()).toEqual([0, 1, 2]);
  expect(attempts).toEqual([1, 2]);
});

test("what was under way when the process died starts again with the next one", async () => {
  const database = await openDatabase();
  const reached = Promise.withResolvers<void>();
  const hung = Promise.withResolvers<void>();
  const dead = createTestJobs(database, async () => {
    reached.resolve();
    await hung.promise;
  });
  await dead.jobs.start();
  await dead.enqueue(7);
  await reached.promise;

  const { all, add } = collector(1);
  const next = createTestJobs(database, async ({ n }) => add(n));
  await next.jobs.start();
  expect(await all).toEqual([7]);
  hung.resolve();
});

test("a postponed job runs at its time and not before, also when another process had set it", async () => {
  const database = await openDatabase();
  const at = new Date(Date.now() + 1_200);
  const before = createTestJobs(database, async () => undefined);
  await before.jobs.prepare();
  await before.enqueue(1, at);

  const ranAt = Promise.withResolvers<number>();
  const after = createTestJobs(database, async () => ranAt.resolve(Date.now()));
  await after.jobs.start();
  expect(await ranAt.promise).toBeGreaterThanOrEqual(at.getTime());
});

test("a transaction that is rolled back leaves no job", async () => {
  const database = await openDatabase();
  const { all, ran, add } = collector(1);
  const { jobs, enqueue } = createTestJobs(database, async ({ n }) => add(n));
  await jobs.start();
  const rolledBack = database.transaction(async (work) => {
    await jobs.enqueue(work, "test.queue", { n: 1 });
    throw new Error("no");
  });
  await expect(rolledBack).rejects.toThrow("no");
  await enqueue(2);
  await all;
  expect(ran).toEqual([2]);
});
