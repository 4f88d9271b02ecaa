import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { caller } from "./http-client.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url));

export const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** A program of this bench in a process of its own; its standard output is ours to read. */
export const startNode = (args: string[], env: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "inherit"] });

export const ended = (child: ChildProcess): Promise<void> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => void child.once("exit", () => resolve()));

/** Resident memory in MB (10^6 bytes): what the operating system has given, all libraries included. */
export const residentMB = (pid: number): number => {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return (Number(kilobytes) * 1_024) / 1e6;
};

/** Waits until the memory has stopped falling and rising by more than 1 %, at most `limitMs`. */
export const settledMB = async (pid: number, limitMs = 15_000): Promise<number> => {
  const deadline = performance.now() + limitMs;
  let last = residentMB(pid);
  for (let calm = 0; calm < 3 && performance.now() < deadline;) {
    await sleep(1_000);
    const now = residentMB(pid);
    calm = Math.abs(now - last) < last / 100 ? calm + 1 : 0;
    last = now;
  }
  return last;
};

/** Milliseconds from now to the first 200 of a path. */
export const untilOk = async (origin: string, path: string, alive: () => boolean): Promise<number> => {
  const began = performance.now();
  const call = caller(origin);
  for (;;) {
    const status = await call("GET", path).then(
      (reply) => reply.status,
      () => 0,
    );
    if (status === 200) return performance.now() - began;
    if (!alive()) throw new Error("the server ended before it was ready");
    if (performance.now() - began > 60_000) throw new Error(`${origin}${path} was not ready within 60 s`);
    await sleep(3);
  }
};
