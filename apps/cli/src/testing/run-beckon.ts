import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const main = join(import.meta.dirname, "../main.ts");
// Compiled code is shared by all test processes; nothing else is.
const cache = join(tmpdir(), "beckon-test-cache");

export type Result = { stdout: string; stderr: string; code: number | null };

/** A person's own folders, and `beckon` as a real process in them. */
export async function setUpShell(env: Record<string, string> = {}) {
  const home = await mkdtemp(join(tmpdir(), "beckon-cli-"));
  const own = { PATH: process.env.PATH ?? "", HOME: home, XDG_CACHE_HOME: cache, BECKON_SPOOL_DIR: join(home, "spool"), ...env };

  function start(args: string[], more: Record<string, string | undefined> = {}) {
    const child = spawn(process.execPath, [main, ...args], { cwd: home, env: { ...own, ...more }, stdio: ["ignore", "pipe", "pipe"] });
    const result: Result = { stdout: "", stderr: "", code: null };
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => (result.stdout += chunk));
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => (result.stderr += chunk));
    const ended = new Promise<Result>((done) => child.on("close", (code) => done({ ...result, code })));
    return { child, result, ended };
  }

  return {
    home,
    spool: own.BECKON_SPOOL_DIR,
    start,
    run: (args: string[], more?: Record<string, string | undefined>) => start(args, more).ended,
    [Symbol.asyncDispose]: () => rm(home, { recursive: true, force: true }),
  };
}
