import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { makeAgent, pairDevice, startBff, temporaryFolder, type Engine } from "./bff.ts";
import type { Add } from "./figures.ts";
import { ended, startNode } from "./processes.ts";
import { openBoard } from "./watch-screen.ts";

const lanes = ["inbox", "assigned", "done"] as const;
/** How long the watcher waits for more, before it looks. */
const debounceMs = 40;

/** From a change of a task file to the stream that apps listen to, with very many files beside it; and what that many take. */
export const measureWatch = async (add: Add, { engine, files, times }: { engine: Engine; files: number; times: number }) => {
  using folder = temporaryFolder();
  const tasks = join(folder.path, "tasks");
  for (const lane of lanes) mkdirSync(join(tasks, lane), { recursive: true });
  for (let index = 0; index < files; index += 1) writeFileSync(join(tasks, pathOf(index)), taskFile(index));
  const dataDir = join(folder.path, "data");
  mkdirSync(dataDir);
  const bff = await startBff({ dataDir, ...(engine.databaseUrl ? { databaseUrl: engine.databaseUrl } : {}) });
  const agent = await makeAgent(bff, `watcher on ${hostname()}`);
  const began = performance.now();
  const watcher = startNode(["apps/cli/src/main.ts", "watch", tasks, "--json"], { BECKON_URL: bff.origin, BECKON_TOKEN: agent.token });
  try {
    await said(watcher, '"following"');
    add({ name: `${files} task files on the board, ${engine.name}`, unit: "ms", values: [performance.now() - began] });
    const listener = await listen(bff.origin, (await pairDevice(bff, { deviceName: "bench" })).cookie);
    const values: number[] = [];
    for (let index = 0; index < times; index += 1) {
      const title = `Changed ${index} of ${times}.`;
      const path = join(tasks, pathOf(index * 3));
      const seen = listener.seen(title);
      const at = performance.now();
      writeFileSync(path, `title: ${title}\nstatus: pending\n`);
      values.push((await seen) - at - debounceMs);
      await sleep(120 + ((index * 37) % 100));
    }
    listener.stop();
    const painted: number[] = [];
    const board = await openBoard(bff);
    try {
      for (let index = 0; index < times; index += 1) {
        const task = board.tasks[index % board.tasks.length] as number;
        const title = `Retitled ${index} of ${times}.`;
        const seen = board.painted(title);
        const path = join(tasks, pathOf(task));
        const text = readFileSync(path, "utf8").replace(/^title: .*$/m, `title: ${title}`);
        const at = performance.timeOrigin + performance.now();
        writeFileSync(path, text);
        painted.push((await seen) - at - debounceMs);
        await sleep(120 + ((index * 37) % 100));
      }
    } finally {
      await board.close();
    }
    add({
      name: `file change to the board in Chromium, after the debounce, ${engine.name}`,
      unit: "ms",
      values: painted,
      budget: { of: "p95", atMost: 100 },
      note: `${files} files`,
    });
    add({
      name: `file change to the apps' stream, after the debounce, ${engine.name}`,
      unit: "ms",
      values,
      budget: { of: "p95", atMost: 100 },
      note: `${files} files`,
    });
    add({
      name: `beckon watch, ${files} files, most it ever took`,
      unit: "MB",
      values: [peakMB(watcher.pid as number)],
      budget: { of: "median", atMost: 150 },
    });
  } finally {
    watcher.kill("SIGINT");
    await ended(watcher);
    await bff.stop();
  }
};

const pathOf = (index: number) => `${lanes[index % 3]}/task-${String(index).padStart(5, "0")}.yaml`;

const taskFile = (index: number) => `# task ${index}
id: T-${index}
title: Task number ${index} of the shop
status: ${["pending", "assigned", "done"][index % 3]}
priority: P${index % 4}
created_at: 2026-11-${String(1 + (index % 28)).padStart(2, "0")}T10:00:00Z
assigned_to: builder-${index % 40}
labels: [web, area-${index % 9}]
description: |
${"  Some words about what is to be done here.\n".repeat(6)}`;

const said = (child: ReturnType<typeof startNode>, words: string) =>
  new Promise<void>((resolve, reject) => {
    let output = "";
    child.once("exit", () => reject(new Error(`it ended: ${output}`)));
    child.stdout?.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-2_000);
      if (output.includes(words)) resolve();
    });
  });

/** The stream as an open app has it; when words were seen in it. */
const listen = async (origin: string, cookie: string) => {
  const controller = new AbortController();
  const response = await fetch(`${origin}/api/stream`, { headers: { cookie }, signal: controller.signal });
  const waiting = new Map<string, (at: number) => void>();
  let tail = "";
  const read = async () => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      tail = (tail + chunk).slice(-200_000);
      for (const [words, resolve] of waiting)
        if (tail.includes(words)) {
          waiting.delete(words);
          resolve(performance.now());
        }
    }
  };
  void read().catch(() => undefined);
  // The snapshot of what was there has passed by then.
  await sleep(2_000);
  return { seen: (words: string) => new Promise<number>((resolve) => void waiting.set(words, resolve)), stop: () => controller.abort() };
};

const peakMB = (pid: number) => (Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) * 1_024) / 1e6;
