import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { makeAgent, question, serverEnvironment, startBff, temporaryFolder, type Engine } from "./bff.ts";
import type { Add } from "./figures.ts";
import { expecting } from "./http-client.ts";
import { ended, freePort, root, settledMB, untilOk } from "./processes.ts";

const budgets = { Postgres: { readyMs: 600, megabytes: 110 }, embedded: { readyMs: 1_500, megabytes: 250 } };

/** From the start of the process to the first 200 of /ready, and what it then holds while nobody asks for anything. */
export const measureStart = async (add: Add, { engine, times, stored }: { engine: Engine; times: number; stored: number }) => {
  using folder = temporaryFolder();
  const options = { dataDir: folder.path, ...(engine.databaseUrl ? { databaseUrl: engine.databaseUrl } : {}) };
  const budget = budgets[engine.name];
  const startOften = async () => {
    const readyMs: number[] = [];
    const megabytes: number[] = [];
    for (let index = 0; index < times; index += 1) {
      const bff = await startBff(options);
      readyMs.push(bff.readyMs);
      if (index < 3) megabytes.push(await settledMB(bff.pid));
      await bff.stop();
    }
    return { readyMs, megabytes };
  };

  const first = await startBff(options);
  add({ name: `very first start, ${engine.name}`, unit: "ms", values: [first.readyMs], note: "makes the database and its schema" });
  await first.stop();
  const { readyMs, megabytes } = await startOften();
  add({ name: `later start to /ready, ${engine.name}`, unit: "ms", values: readyMs, budget: { of: "median", atMost: budget.readyMs } });
  add({ name: `idle memory, ${engine.name}`, unit: "MB", values: megabytes, budget: { of: "median", atMost: budget.megabytes } });

  const bff = await startBff(options);
  const agent = await makeAgent(bff, "bench");
  const began = performance.now();
  for (let index = 0; index < stored; index += 25)
    await Promise.all(
      Array.from({ length: 25 }, (_, at) => expecting(201, agent.call("POST", "/api/decision-requests", question(index + at)))),
    );
  add({
    name: `asks taken in, ${engine.name}`,
    unit: "per s",
    values: [(stored * 1_000) / (performance.now() - began)],
    note: "25 at a time",
  });
  await bff.stop();
  const full = await startOften();
  const many = stored.toLocaleString("en");
  add({
    name: `start to /ready with ${many} requests, ${engine.name}`,
    unit: "ms",
    values: full.readyMs,
    budget: { of: "median", atMost: 3_000 },
  });
  add({ name: `idle memory with ${many} requests, ${engine.name}`, unit: "MB", values: full.megabytes });
  await measureCommand(add, { engine, options, stored: many });
};

/**
 * `npx pnpm@12 start` as a person types it. What npx and pnpm take before anything of ours runs is
 * measured beside it, each time, with an empty command; the rest is our own work.
 */
const measureCommand = async (add: Add, given: { engine: Engine; options: { dataDir: string; databaseUrl?: string }; stored: string }) => {
  const { engine, options, stored } = given;
  const whole: number[] = [];
  const tools: number[] = [];
  for (let index = 0; index < 6; index += 1) {
    const began = performance.now();
    await ended(spawn("npx", ["-y", "pnpm@12", "exec", "node", "-e", "0"], { cwd: root, stdio: "ignore" }));
    const toolsMs = performance.now() - began;
    const port = await freePort();
    const { NODE_COMPILE_CACHE: _, ...environment } = serverEnvironment({ ...options, port });
    const child = spawn("npx", ["-y", "pnpm@12", "start"], {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: "ignore",
      detached: true,
    });
    const ms = await untilOk(`http://127.0.0.1:${port}`, "/ready", () => child.exitCode === null);
    await endGroup(child, port);
    // The first may build the app, and fills the caches of npx and Node.
    if (index === 0) continue;
    whole.push(ms);
    tools.push(toolsMs);
  }
  add({ name: "npx pnpm@12 with an empty command", unit: "ms", values: tools });
  add({ name: `npx pnpm@12 start to /ready, ${stored} requests, ${engine.name}`, unit: "ms", values: whole });
  const own = whole.map((ms, index) => ms - (tools[index] as number));
  add({ name: `our own work of it, ${engine.name}`, unit: "ms", values: own, budget: { of: "median", atMost: 3_000 } });
};

const endGroup = async (child: ChildProcess, port: number) => {
  process.kill(-(child.pid as number), "SIGTERM");
  for (let tries = 0; tries < 200; tries += 1) {
    const gone = await fetch(`http://127.0.0.1:${port}/health`).then(
      () => false,
      () => true,
    );
    if (gone) return sleep(300);
    await sleep(50);
  }
};
