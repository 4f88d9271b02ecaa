import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { leaderOf, membersOf } from "./members.ts";
import { procTable, psTable } from "./process-table.ts";

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
