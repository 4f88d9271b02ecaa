import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { JobHandler } from "../jobs/jobs.ts";
import { openPglite, type EmbeddedDatabase } from "./pglite.ts";
import { scheduleUpkeep, tidy } from "./upkeep.ts";

let database: EmbeddedDatabase;
beforeAll(async () => {
  database = await openPglite({});
});
beforeEach(async () => {
  await database.executeSql("drop table if exists fact, quiet");
  await database.executeSql("create table fact (id int primary key, times int not null default 0, text text not null)");
  await database.executeSql("create table quiet (id int primary key)");
});
afterAll(() => database.close());

const rows = async <T>(text: string) => (await database.executeSql(text)).rows as T[];
const settled = () => database.executeSql("select pg_stat_force_next_flush()");
const ask = async (text: string) => Number((await rows<{ n: number }>(text))[0]?.n);
const bytes = () => ask("select pg_relation_size('fact') as n");
const fill = () => database.executeSql("insert into fact (id, text) select g, md5(g::text) from generate_series(1, 5000) g");
const empty = () => database.executeSql("delete from fact");

test("room of rows that are gone is used again, and the planner knows how many there are", async () => {
  await fill();
  const once = await bytes();
  for (let day = 0; day < 5; day += 1) {
    await empty();
    expect(await tidy(database)).toContain("public.fact");
    await fill();
    await tidy(database);
  }
  const tidied = await bytes();
  expect(tidied).toBeLessThanOrEqual(2 * once);
  expect(await ask("select reltuples as n from pg_class where relname = 'fact'")).toBe(5_000);
  await settled();
  expect(await ask("select n_dead_tup as n from pg_stat_user_tables where relname = 'fact'")).toBe(0);

  for (let day = 0; day < 5; day += 1) {
    await empty();
    await fill();
  }
  expect(await bytes(), "without upkeep the same table grows with every day").toBeGreaterThan(2 * tidied);
});

test("only what has changed enough is tidied, by a server's rules", async () => {
  await fill();
  await tidy(database);
  expect(await tidy(database)).toEqual([]);
  await database.executeSql("update fact set times = times + 1 where id <= 500");
  expect(await tidy(database)).toEqual([]);
  await database.executeSql("update fact set times = times + 1 where id <= 100");
  expect(await tidy(database)).toEqual(["public.fact"]);
});

test("every table has its turn at first and once a day, the catalogue too; a clock put back does not end that", async () => {
  const looks: JobHandler<object>[] = [];
  let now = Date.parse("2026-11-21T03:00:00Z");
  scheduleUpkeep({
    database,
    clock: () => new Date(now),
    jobs: { schedule: (_queue, _cron, handler) => void looks.push(handler as never) },
  });
  const look = () => (looks[0] as () => Promise<void>)();
  await fill();
  const turns = async () =>
    new Map(
      (await rows<{ name: string; n: string }>("select relname as name, vacuum_count as n from pg_stat_all_tables")).map(({ name, n }) => [
        name,
        Number(n),
      ]),
    );
  const seen = async (then: number) => {
    now = then;
    const before = await turns();
    await look();
    const after = await turns();
    return (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  };
  const first = await seen(now);
  expect([first("fact"), first("pg_class")]).toEqual([1, 1]);
  const soon = await seen(now + 600_000);
  expect([soon("fact"), soon("pg_class")]).toEqual([0, 0]);
  const nextDay = await seen(now + 86_400_000);
  expect([nextDay("fact"), nextDay("pg_class")]).toEqual([1, 1]);
  const back = await seen(now - 3 * 86_400_000);
  expect(back("fact")).toBe(1);
});

test("two looks at once are one", async () => {
  const looks: (() => Promise<void>)[] = [];
  scheduleUpkeep({ database, clock: () => new Date(0), jobs: { schedule: (_queue, _cron, handler) => void looks.push(handler) } });
  await fill();
  await Promise.all([looks[0]?.(), looks[0]?.(), looks[0]?.()]);
  expect(await ask("select vacuum_count as n from pg_stat_user_tables where relname = 'fact'")).toBe(1);
});
