import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLogger } from "../logger.ts";
import type { Jobs } from "../jobs/jobs.ts";
import { dumpIfDue, scheduleDumps } from "./backups.ts";
import { dumpName, listDumps, rotateDumps, type DumpReason } from "./dumps.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "beckon-dumps-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const day = (n: number) => new Date(Date.UTC(2026, 10, n, 3));
const put = (n: number, reason: DumpReason) => writeFileSync(join(folder, dumpName(day(n), reason)), "x");

test("a dump's name tells its time and reason", () => {
  expect(dumpName(new Date("2026-11-21T03:00:00.500Z"), "daily")).toBe("beckon-2026-11-21T03-00-00Z-daily.tar.gz");
  put(21, "before-migration");
  writeFileSync(join(folder, ".partial"), "x");
  writeFileSync(join(folder, "notes.txt"), "x");
  expect(listDumps(folder)).toEqual([
    { file: join(folder, dumpName(day(21), "before-migration")), at: day(21), reason: "before-migration" },
  ]);
  expect(listDumps(join(folder, "none"))).toEqual([]);
});

test("seven daily ones and three of before migrations stay, the newest; nothing else is touched", async () => {
  for (let n = 1; n <= 10; n += 1) put(n, "daily");
  for (let n = 1; n <= 5; n += 1) put(n, "before-migration");
  writeFileSync(join(folder, "mine.tar.gz"), "x");
  await rotateDumps(folder);
  const days = (reason: DumpReason) =>
    listDumps(folder)
      .filter((dump) => dump.reason === reason)
      .map((dump) => dump.at.getUTCDate());
  expect(days("daily")).toEqual([10, 9, 8, 7, 6, 5, 4]);
  expect(days("before-migration")).toEqual([5, 4, 3]);
  expect(readdirSync(folder)).toContain("mine.tar.gz");
});

test.each([
  ["none yet", [], true],
  ["one of 23 hours ago", [23], false],
  ["one of 24 hours ago", [24], true],
  ["one of the future, from a clock that was wrong", [-48], true],
])("%s: due %s", async (_name, hoursAgo, due) => {
  const now = day(15);
  for (const hours of hoursAgo as number[])
    writeFileSync(join(folder, dumpName(new Date(now.getTime() - hours * 3_600_000), "daily")), "x");
  let copies = 0;
  const copyTo = async (target: string) => {
    copies += 1;
    mkdirSync(target);
  };
  await dumpIfDue({ copyTo, folder, clock: () => now, logger: createLogger("silent") });
  expect(copies).toBe(due ? 1 : 0);
});

test("a dump that is still being written is not begun again beside itself", async () => {
  let run: () => Promise<void> = () => Promise.reject(new Error("not scheduled"));
  const jobs = { schedule: (_queue: string, _cron: string, handler: () => Promise<void>) => void (run = handler) } as unknown as Jobs;
  let copies = 0;
  const copyTo = async (target: string) => {
    copies += 1;
    mkdirSync(target);
  };
  scheduleDumps({ jobs, copyTo, folder, clock: () => day(15), logger: createLogger("silent") });
  await Promise.all([run(), run()]);
  expect(copies).toBe(1);
  await run();
  expect(listDumps(folder)).toHaveLength(1);
});
