import { expect, test } from "vitest";
import { openTestDatabase } from "../../../../../test/support/pglite-template.ts";
import { createLogger } from "../logger.ts";
import { settleClock } from "./clock-back.ts";
import { createJobs } from "./jobs.ts";

test("jobs of before the clock was put back wait as long as they were to wait, and schedules go on", async () => {
  const database = await openTestDatabase();
  const jobs = createJobs({ database, clock: () => new Date(), logger: createLogger("silent") });
  try {
    jobs.handle("test.queue", {}, async () => undefined);
    jobs.schedule("test.minute", "* * * * *", async () => undefined);
    await jobs.prepare();
    const enqueue = (n: number, ms: number) =>
      database.transaction((work) => jobs.enqueue(work, "test.queue", { n }, { startAfter: new Date(Date.now() + ms) }));
    await enqueue(1, 300_000);
    const rows = async () =>
      (
        await database.executeSql(
          "select data ->> 'n' as n, round(extract(epoch from start_after - now()) / 60)::int as minutes from jobs.job where name = 'test.queue' order by 1",
        )
      ).rows;
    await database.executeSql("update jobs.version set cron_on = now()");
    expect(await settleClock(database)).toBe(false);
    // An hour back, as the store sees it: all that it has written lies an hour ahead.
    await database.executeSql(`
      update jobs.job set created_on = created_on + interval '1 hour', start_after = start_after + interval '1 hour';
      update jobs.version set cron_on = cron_on + interval '1 hour'`);
    await enqueue(2, 7_200_000);
    expect(await rows()).toEqual([
      { n: "1", minutes: 65 },
      { n: "2", minutes: 120 },
    ]);
    expect(await settleClock(database)).toBe(true);
    expect(await rows()).toEqual([
      { n: "1", minutes: 5 },
      { n: "2", minutes: 120 },
    ]);
    expect((await database.executeSql("select cron_on from jobs.version")).rows).toEqual([{ cron_on: null }]);
    expect(await settleClock(database)).toBe(false);
  } finally {
    await jobs.stop();
    await database.close();
  }
});
