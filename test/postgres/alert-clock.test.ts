import { readFileSync, readdirSync, readlinkSync } from "node:fs";
import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import postgres from "postgres";
import { expect, inject, test } from "vitest";
import { dataFolder, freePort, startBff, type Bff } from "../support/bff-process.ts";
import { createDatabase } from "../support/postgres-database.ts";
import { createTestApp, type TestApp } from "../support/test-app.ts";

const everyMs = 30_000;

test("four servers look at the same interval at once: one does it, the notices are one, and one that dies in it leaves nothing", async () => {
  await using database = await createDatabase(inject("postgres").port);
  await using cleanUp = new AsyncDisposableStack();
  let now = Math.floor(Date.now() / everyMs) * everyMs;
  const apps: TestApp[] = [];
  for (let index = 0; index < 4; index += 1) {
    const own = await openPostgres({ url: database.url, logger: createLogger("silent") });
    const app = await createTestApp({ database: own, clock: () => new Date(now) });
    cleanUp.defer(() => app.close());
    apps.push(app);
  }
  const [first] = apps as [TestApp];
  const agent = await first.token("agent", "Builder");
  await agent("PUT", "/api/workflows/a", { name: "Orders", status: "running", startedAt: new Date(now - 90_000_000).toISOString() });
  // A server that dies in the middle: its transaction is taken back, another does the same interval.
  const dying = { ...first.services.jobs };
  first.services.jobs.enqueue = () => Promise.reject(new Error("killed"));
  await expect(first.services.alerts.evaluate()).rejects.toThrow("killed");
  first.services.jobs.enqueue = dying.enqueue;
  const rows = async (text: string) => (await first.database.executeSql(text)).rows;
  expect(await rows("select * from alert")).toEqual([]);
  for (let turn = 0; turn < 5; turn += 1) {
    const looked = await Promise.all([...apps, ...apps].map(({ services }) => services.alerts.evaluate()));
    expect(looked.filter(Boolean)).toHaveLength(1);
    now += everyMs;
  }
  expect(await rows("select count(*)::int as n from alert_evaluation")).toEqual([{ n: 5 }]);
  expect(await rows("select kind, paged_times from alert")).toEqual([{ kind: "workflow_stuck", paged_times: 1 }]);
  // A clock that is behind has nothing to add.
  now -= 10 * everyMs;
  expect(await first.services.alerts.evaluate()).toBe(false);
});

/** The process that holds this local port towards the database. */
const processAt = (port: number, pids: readonly number[]): number | undefined => {
  const hex = port.toString(16).toUpperCase().padStart(4, "0");
  const line = readFileSync("/proc/net/tcp", "utf8")
    .split("\n")
    .find((row) => row.trim().split(/\s+/)[1]?.endsWith(`:${hex}`) === true);
  const inode = line?.trim().split(/\s+/)[9];
  const holds = (pid: number, fd: string) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`;
    } catch {
      return false;
    }
  };
  return pids.find((pid) => readdirSync(`/proc/${pid}/fd`).some((fd) => holds(pid, fd)));
};

test("three servers, and the one that looks is killed in the middle: no interval twice, none missed for more than two", async () => {
  await using database = await createDatabase(inject("postgres").port);
  await using cleanUp = new AsyncDisposableStack();
  const start = async (): Promise<Bff> => {
    const folder = cleanUp.use(dataFolder());
    const bff = await startBff({ port: await freePort(), dataDir: folder.path, databaseUrl: database.url });
    cleanUp.defer(async () => void (await bff.kill()));
    return bff;
  };
  const bffs = await Promise.all([start(), start(), start()]);
  const sql = postgres(database.url, { max: 2, onnotice: () => undefined });
  cleanUp.defer(() => sql.end());
  const slots = async () =>
    (await sql`select slot::int as slot, by from alert_evaluation order by slot`).map(({ slot, by }) => ({
      slot: slot as number,
      by: by as string,
    }));
  await expect.poll(slots, { interval: 500 }).not.toEqual([]);

  const held = await sql.reserve();
  await held`begin`;
  await held`select 1 from alert_clock for update`;
  const waiting = async () =>
    (
      await sql`select client_port from pg_stat_activity where wait_event_type = 'Lock' and query like '%alert_clock%' and datname = current_database()`
    )[0];
  await expect.poll(waiting, { interval: 200 }).toBeDefined();
  const victim = processAt(
    (await waiting())?.client_port as number,
    bffs.map(({ pid }) => pid as number),
  );
  expect(victim).toBeDefined();
  await bffs.find(({ pid }) => pid === victim)?.kill();
  await held`rollback`;
  held.release();

  const before = (await slots()).at(-1)?.slot ?? 0;
  await expect.poll(async () => (await slots()).filter(({ slot }) => slot > before).length, { interval: 500 }).toBeGreaterThan(1);
  const all = (await slots()).map(({ slot }) => slot);
  expect(new Set(all).size).toBe(all.length);
  const gaps = all.slice(1).map((slot, index) => slot - (all[index] as number) - 1);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(2);
});
