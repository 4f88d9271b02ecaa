import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { groupOf, leaderOf, membersOf } from "./members.ts";
import { parseLine, procTable, psTable } from "./process-table.ts";

test.runIf(process.platform === "linux")("both tables tell the same of a process, whatever its name", async ({ expect }) => {
  const folder = mkdtempSync(join(tmpdir(), "beckon-table-"));
  symlinkSync(execFileSync("sh", ["-c", "command -v sleep"], { encoding: "utf8" }).trim(), join(folder, "a) (b Z 1"));
  const child = spawn(join(folder, "a) (b Z 1"), ["60"], { detached: true, env: { BECKON_PROCESS: "hp_table" } });
  const pid = child.pid as number;
  try {
    const [proc, ps] = [procTable(), psTable()];
    await expect.poll(() => proc.one(pid)?.state).toBe("S");
    const [seen, listed] = [proc.one(pid), ps.one(pid)];
    expect(seen).toMatchObject({ pid, parent: process.pid, group: pid, session: pid });
    expect(listed).toMatchObject({ pid, parent: process.pid, group: pid, state: "S" });
    expect(Math.abs((seen?.memoryBytes ?? 0) - (listed?.memoryBytes ?? 0))).toBeLessThan(2_000_000);
    expect(proc.mark?.(pid)).toBe("hp_table");
    expect(proc.mark?.(1) ?? "none").not.toBe("hp_table");
    expect(proc.all().find((one) => one.pid === pid)).toEqual(seen);
    process.kill(pid, "SIGSTOP");
    await expect.poll(() => [proc.one(pid)?.state, ps.one(pid)?.state]).toEqual(["T", "T"]);
    // A pid that is used again is not taken for the process that had it.
    const leader = { id: "hp_other", pid, started: seen?.started ?? "" };
    expect(leaderOf(proc, leader)?.pid).toBe(pid);
    expect(leaderOf(proc, { ...leader, started: "before" })).toBeUndefined();
    expect(membersOf(proc, { ...leader, started: "before" })).toEqual([]);
    expect(membersOf(proc, leader).map((one) => one.pid)).toEqual([pid]);
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
    rmSync(folder, { recursive: true });
  }
  expect(procTable().one(pid)).toBeUndefined();
});

test.runIf(process.platform === "linux")("memory and time of this very process are what it says itself", () => {
  const seen = procTable().one(process.pid);
  expect(Math.abs((seen?.memoryBytes ?? 0) / process.memoryUsage().rss - 1)).toBeLessThan(0.2);
  const { user, system } = process.cpuUsage();
  expect(Math.abs((seen?.cpuSeconds ?? 0) - (user + system) / 1e6)).toBeLessThan(0.5);
});

// As macOS 15 writes it: minutes without hours and with hundredths, marks after the state, a day of one digit.
const recorded = `
    1     0     1 Ss    17232   8:53.92 Fri 21 Nov 09:12:44 2026
  501     1   501 S     90112   0:01.07 Sat Nov 21 19:00:01 2026
  777   501   777 Ss+    4096   0:00.01 Sat Nov  7 19:00:02 2026
  778   777   777 T      2048 125:10.50 Sat Nov  7 19:00:02 2026
  779   777   777 Z         0   0:00.00 Sat Nov  7 19:00:03 2026
  780   778   780 U+   100000 1-02:03:04 Sat Nov  7 19:00:04 2026
garbage
`;

test("what ps of macOS says is read: times, marks of the state, starts; and who belongs to whom without sessions and marks", () => {
  const all = recorded.split("\n").flatMap(parseLine);
  expect(all.map(({ pid, state }) => `${pid}${state}`)).toEqual(["1S", "501S", "777S", "778T", "779Z", "780U"]);
  expect(all.map(({ cpuSeconds }) => cpuSeconds)).toEqual([533.92, 1.07, 0.01, 7_510.5, 0, 93_784]);
  expect(all[1]).toEqual({
    pid: 501,
    parent: 1,
    group: 501,
    session: 0,
    state: "S",
    started: "Sat Nov 21 19:00:01 2026",
    cpuSeconds: 1.07,
    memoryBytes: 90_112 * 1_024,
  });
  const table = { all: () => all, one: (pid: number) => all.find((seen) => seen.pid === pid) };
  const leader = { id: "hp_1", pid: 777, started: "Sat Nov 7 19:00:02 2026" };
  expect(leaderOf(table, leader)?.pid).toBe(777);
  // The one that has ended does not count; one of another group counts by its descent.
  expect(membersOf(table, leader).map(({ pid }) => pid)).toEqual([777, 778, 780]);
  expect(groupOf(all, leader).map(({ pid }) => pid)).toEqual([777, 778]);
  // Started in another second, the pid is somebody else's.
  expect(membersOf(table, { ...leader, started: "Sat Nov 7 19:00:03 2026" })).toEqual([]);
});
