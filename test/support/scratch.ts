import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const memory = "/dev/shm";
const enough = 6 * 2 ** 30;

/**
 * Where tests keep what they write: in memory where there is room, for hundreds of databases come and go, and a disk
 * makes each of them wait. What was written outlives killed processes there too. `TMPDIR` names another place.
 */
export const scratchFolder = (): string => process.env.TMPDIR ?? (isRoomy() && runsPrograms() ? memory : tmpdir());

const isRoomy = (): boolean => {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= enough;
  } catch {
    return false;
  }
};

/** Tests start programs that they wrote; some systems forbid that here. */
const runsPrograms = (): boolean => {
  let folder: string | undefined;
  try {
    folder = mkdtempSync(join(memory, "beckon-probe-"));
    const program = join(folder, "program");
    writeFileSync(program, "#!/bin/sh\nexit 0\n", { mode: 0o700 });
    return spawnSync(program).status === 0;
  } catch {
    return false;
  } finally {
    if (folder) rmSync(folder, { recursive: true, force: true });
  }
};
