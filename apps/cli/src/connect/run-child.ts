import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { constants as fileModes } from "node:fs";
import { access } from "node:fs/promises";
import { constants } from "node:os";
import { delimiter, join, resolve } from "node:path";
import type { Writable } from "node:stream";

export type Ended = {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Why it could not even start. */ failed?: NodeJS.ErrnoException;
};
export type Child = {
  ended: Promise<Ended>;
  started: boolean;
  pid?: number;
};

const FORWARDED: NodeJS.Signals[] = ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGCONT"];
/** The terminal itself sends these to everything that stands in its foreground. */
const FROM_TERMINAL: NodeJS.Signals[] = ["SIGINT", "SIGQUIT", "SIGWINCH"];
const GRACE_MS = 3_000;
/** What stands still hears such a one only when it goes on. */
const ENDING: NodeJS.Signals[] = ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT"];

/**
 * Runs a command with this process's own input and output and forwards signals to it.
 * Without a terminal it has a process group of its own, and what it leaves running is ended with it.
 * At a terminal it stays in the terminal's foreground group, which it needs to be typed to.
 */
export async function runChild(options: {
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Somebody has paused it. */
  isPaused?: () => boolean;
}): Promise<Child> {
  const missing = await whyNotRunnable(options);
  if (missing) return { ended: Promise.resolve({ code: null, signal: null, failed: missing }), started: false };
  const atTerminal = Boolean(process.stdin.isTTY);
  const ownGroup = !atTerminal;
  const child = spawn("/bin/sh", ["-c", waitForGo, options.command, ...options.args], {
    cwd: options.cwd,
    env: options.env,
    stdio: ["inherit", "inherit", "inherit", "pipe"],
    detached: ownGroup,
  });
  const target = child.pid === undefined ? undefined : ownGroup ? -child.pid : child.pid;
  const forward = (signal: NodeJS.Signals) => {
    if (target === undefined) return;
    if (!(atTerminal && FROM_TERMINAL.includes(signal))) send(target, signal);
    if (ENDING.includes(signal) && options.isPaused?.()) send(target, "SIGCONT");
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  const release = target === undefined ? () => undefined : watchOver(target);
  const go = child.stdio[3] as Writable;
  go.on("error", () => undefined);
  go.end("go\n");
  const ended = new Promise<Ended>((done) => {
    child.once("error", (failed) => done({ code: null, signal: null, failed }));
    child.once("exit", (code, signal) => done({ code, signal }));
  }).then(async (end) => {
    if (ownGroup && target !== undefined) await endGroup(target);
    release();
    for (const signal of FORWARDED) process.off(signal, forward);
    return end;
  });
  return { ended, started: child.pid !== undefined, ...(child.pid !== undefined && { pid: child.pid }) };
}

/** Becomes the command only once it is watched over: killed before that, beckon leaves nothing behind. */
const waitForGo = `read -r go <&3 || exit 125; exec 3<&-; exec "$0" "$@"`;

/** Why the command cannot be run with that environment from that folder; nothing where it can. */
export async function whyNotRunnable(options: {
  command: string;
  env: NodeJS.ProcessEnv;
  cwd: string;
}): Promise<NodeJS.ErrnoException | undefined> {
  const { command, env, cwd } = options;
  const paths = command.includes("/") ? [resolve(cwd, command)] : (env.PATH ?? "").split(delimiter).map((folder) => join(folder, command));
  let why: NodeJS.ErrnoException = Object.assign(new Error("there is no such command"), { code: "ENOENT" });
  for (const path of paths) {
    try {
      await access(path, fileModes.X_OK);
      return undefined;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") why = error as NodeJS.ErrnoException;
    }
  }
  return why;
}

/** The shell's way to tell how a command ended. */
export function exitCodeOf({ code, signal, failed }: Ended): number {
  if (failed) return failed.code === "ENOENT" ? 127 : 126;
  return signal ? 128 + constants.signals[signal] : (code ?? 1);
}

/** What the command left running in its group ends with it: first asked, then made to. */
async function endGroup(group: number): Promise<void> {
  if (!send(group, "SIGTERM")) return;
  const until = Date.now() + GRACE_MS;
  while (Date.now() < until) {
    await new Promise((done) => setTimeout(done, 25));
    if (!send(group, 0)) return;
  }
  send(group, "SIGKILL");
}

/** Whether there was somebody to send it to. */
function send(target: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(target, signal);
  } catch {
    return false;
  }
}

/**
 * Nobody can catch SIGKILL. A small shell holds the other end of a pipe, and ends the command should
 * this process vanish without a word.
 */
function watchOver(target: number): () => void {
  const script = `read -r done || { kill -s TERM -- "$0"; sleep 3; kill -s KILL -- "$0"; } 2>/dev/null`;
  const watcher: ChildProcess = spawn("/bin/sh", ["-c", script, String(target)], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  watcher.on("error", () => undefined);
  watcher.stdin?.on("error", () => undefined);
  watcher.unref();
  return () => void watcher.stdin?.end("done\n");
}
