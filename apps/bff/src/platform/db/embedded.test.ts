import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setImmediate } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listDumps } from "../backup/dumps.ts";
import { restoreDump } from "../backup/restore.ts";
import { writeDump } from "../backup/write-dump.ts";
import { openDataFolder } from "../data-folder.ts";
import { rowsOf } from "./database.ts";
import { openEmbedded, type Embedded } from "./embedded.ts";
import { newestMigration } from "./migrate.ts";

let path: string;
let running: Embedded | undefined;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "beckon-embedded-"));
});
afterEach(async () => {
  await running?.close();
  running = undefined;
  rmSync(path, { recursive: true, force: true });
});

const now = new Date("2026-11-21T03:00:00Z");
const open = async () => (running = await openEmbedded({ folder: openDataFolder(path), clock: () => now }));
const stop = async () => {
  await running?.close();
  running = undefined;
};
const execute = (statement: string) => (running as Embedded).database.executeSql(statement);
const count = async () => Number(rowsOf<{ n: string }>(await execute("select count(*) as n from fact"))[0]?.n);
const dump = () => writeDump({ copyTo: (running as Embedded).database.copyTo, folder: join(path, "dumps"), at: now, reason: "daily" });

test("a new folder gets a migrated database that is there the next time, and one server at a time", async () => {
  await open();
  await execute("create table fact (id int); insert into fact values (1)");
  expect(statSync(join(path, "pg")).mode & 0o777).toBe(0o700);
  await expect(openEmbedded({ folder: openDataFolder(path), clock: () => now })).rejects.toThrow(/Another Beckon .* uses the data folder/);
  await stop();
  await open();
  expect(await count()).toBe(1);
  expect(running?.restored).toBe(false);
  expect(listDumps(join(path, "dumps"))).toEqual([]);
});

test("a dump taken while others write is whole, private, and takes the place of the database when restored", async () => {
  await open();
  await execute("create table fact (id int primary key, text text)");
  await execute("insert into fact select g, repeat(md5(g::text), 40) from generate_series(1, 5000) g");
  let written = 5_000;
  const ending = new AbortController();
  const writer = (async () => {
    while (!ending.signal.aborted) {
      await execute(`insert into fact values (${written + 1}, 'during')`);
      written += 1;
      await setImmediate();
    }
  })();
  const before = written;
  const file = await dump();
  ending.abort();
  await writer;
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(path, "dumps"))).toHaveLength(1);
  await execute("drop table fact");
  await expect(restoreDump({ dataDir: path, at: now })).rejects.toThrow("Stop it first");
  await stop();

  const { aside } = await restoreDump({ dataDir: path, at: now });
  expect(aside).toBe(join(path, "pg.before-restore-2026-11-21T03-00-00Z"));
  expect(readdirSync(aside as string)).toContain("PG_VERSION");
  await open();
  // Every row up to the copy, none twice, no hole.
  const found = await count();
  expect(found).toBeGreaterThanOrEqual(before);
  expect(rowsOf(await execute("select max(id) as n from fact"))).toEqual([{ n: found }]);
  expect(running?.restored).toBe(true);
  running?.confirmRestored();
  await stop();
  await open();
  expect(running?.restored).toBe(false);
});

test("a dump that is damaged, is none or is not there changes nothing", async () => {
  await open();
  await execute("create table fact (id int); insert into fact values (1)");
  const file = await dump();
  await stop();
  await expect(restoreDump({ dataDir: path, at: now, file: join(path, "no.tar.gz") })).rejects.toThrow("There is no file");
  truncateSync(file, Math.floor(statSync(file).size / 2));
  await expect(restoreDump({ dataDir: path, at: now })).rejects.toThrow(/cannot be restored .* Nothing was changed/);
  writeFileSync(file, "no archive");
  await expect(restoreDump({ dataDir: path, at: now })).rejects.toThrow(/cannot be restored/);
  expect(readdirSync(path).filter((name) => name.startsWith("pg"))).toEqual(["pg"]);
  await open();
  expect(await count()).toBe(1);
  expect(running?.restored).toBe(false);
});

test("a damaged database stops the start with the newest dump and the command to restore it", async () => {
  await open();
  const file = await dump();
  await execute("create table fact (id int); insert into fact values (1)");
  const [relation] = rowsOf<{ path: string }>(await execute("select pg_relation_filepath('fact') as path"));
  await stop();
  rmSync(join(path, "pg", relation?.path as string));
  await expect(open()).rejects.toThrow(
    new RegExp(`is damaged \\(could not open file .*The newest dump is ${file}; restore it with: npx pnpm@12 beckon restore$`),
  );
  truncateSync(join(path, "pg/global/pg_control"), 100);
  await expect(open()).rejects.toThrow(/is damaged \(could not read file "global\/pg_control"/);
  rmSync(join(path, "pg/PG_VERSION"));
  await expect(open()).rejects.toThrow(/not empty, but holds no database/);
  await restoreDump({ dataDir: path, at: now });
  await open();
});

test("before the schema changes the database is dumped; one of a newer Beckon is left alone", async () => {
  await open();
  // An older schema is one whose newest migration is older; applying ours to this one must fail.
  await execute("update drizzle.__drizzle_migrations set created_at = 1");
  await stop();
  await expect(open()).rejects.toThrow();
  expect(listDumps(join(path, "dumps"))).toMatchObject([{ reason: "before-migration", at: now }]);
  await restoreDump({ dataDir: path, at: now });
  rmSync(join(path, "dumps"), { recursive: true });
  const newer = await import("./pglite.ts").then(({ openPglite }) => openPglite({ dir: join(path, "pg") }));
  await newer.db.execute(sql.raw(`update drizzle.__drizzle_migrations set created_at = ${newestMigration() + 1}`));
  await newer.close();
  await expect(open()).rejects.toThrow("written by a newer Beckon");
  expect(listDumps(join(path, "dumps"))).toEqual([]);
});

test("what was acknowledged is there after SIGKILL, at several moments of the same database", async () => {
  await open();
  await execute("create table fact (id int primary key, text text)");
  await stop();
  const here = new URL(".", import.meta.url).href;
  const script = `
    const { openEmbedded } = await import("${here}embedded.ts");
    const { openDataFolder } = await import("${here}../data-folder.ts");
    const { database } = await openEmbedded({ folder: openDataFolder(${JSON.stringify(path)}), clock: () => new Date() });
    const { rows } = await database.executeSql("select coalesce(max(id), 0) as n from fact where id = $1 or true", [0]);
    for (let id = rows[0].n + 1; ; id += 1) {
      await database.executeSql("insert into fact values ($1, repeat('x', 3000))", [id]);
      console.log(id);
    }`;
  let acknowledged = 0;
  for (const enough of [1, 40, 300]) {
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "close");
    let seen = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      acknowledged = Number(line);
      seen += 1;
      if (seen === enough) child.kill("SIGKILL");
    }
    await ended;
  }
  await open();
  expect(acknowledged).toBeGreaterThanOrEqual(341);
  const found = await count();
  expect(found).toBeGreaterThanOrEqual(acknowledged);
  // The one that was under way may be there too, never more.
  expect(found).toBeLessThanOrEqual(acknowledged + 1);
  expect(readFileSync(join(path, "server.pid"), "utf8").trim()).toBe(String(process.pid));
});
