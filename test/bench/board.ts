import { spawnSync } from "node:child_process";
import type { CDPSession, Page } from "playwright-core";
import { openApp } from "../support/open-app.ts";
import { seedTasks } from "../support/seed-tasks.ts";
import type { Add } from "./figures.ts";
import { root } from "./processes.ts";
import { paintedMs, watchFor } from "./watch-for.ts";

const slowdown = 4;

/**
 * Collects the milliseconds between frames, and how long each took that the browser calls a long animation frame: over
 * 50 ms from its first task to its picture. Between two frames lies also what the picture waits for: without a
 * graphics card it is drawn on the same two cores. Runs in the page.
 */
const watchFrames = () => {
  const frames: number[] = [];
  const long: number[] = [];
  new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: "long-animation-frame",
  });
  let before = performance.now();
  const next = (now: number) => {
    frames.push(now - before);
    before = now;
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
  Object.assign(globalThis, { framesSeen: { frames, long } });
};

type Options = { tasks: number; times: number };

/** The board with thousands of tasks at a quarter of this machine's speed: how soon it stands, and how smoothly it scrolls. */
export const measureBoard = async (add: Add, { tasks, times }: Options) => {
  const built = spawnSync(process.execPath, ["apps/pwa/build-if-changed.ts"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  if (built.status !== 0) throw new Error("the app could not be built");
  const app = await openApp({ kept: true });
  try {
    await seedTasks(app.server, tasks);
    const { page } = app;
    await page.goto(`${app.origin}/work`);
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    // All of them have come, and the code caches are made as on any second day.
    await page.waitForFunction(tasksInReplica, tasks, { polling: 500, timeout: 120_000 });
    await page.reload();
    await page.waitForTimeout(3_000);
    await page.close();

    const values: number[] = [];
    const seen: Scrolls = { longest: [], over: [] };
    const plain: Scrolls = { longest: [], over: [] };
    for (const { width, height } of Array.from({ length: times }, () => [sizes.phone, sizes.desktop]).flat()) {
      const next = await app.context.newPage();
      await next.setViewportSize({ width, height });
      const devtools = await app.context.newCDPSession(next);
      await next.addInitScript(watchFor, ["app-shell", "work-page", "work-tasks", "work-board", "virtual-rows", "task-card"]);
      await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
      await next.goto(`${app.origin}/work`, { waitUntil: "commit" });
      values.push(await paintedMs(devtools));
      await next.waitForTimeout(1_500);
      const at = { x: 200, y: height - 160 };
      await scroll(next, devtools, { at, into: seen });
      await next.goto("about:blank");
      await next.setContent(plainPage(tasks));
      await next.waitForTimeout(1_500);
      await scroll(next, devtools, { at, into: plain });
      await next.close();
    }
    const note = `${slowdown}× slower processor, phone and desktop in turn`;
    const baseline = `${note}; baseline of the same run`;
    add({ name: `board of ${tasks} tasks, first paint`, unit: "ms", values, budget: { of: "p95", atMost: 1_000 }, note });
    add({
      name: `board of ${tasks} tasks, frames of a scroll that took over 50 ms`,
      unit: "frames",
      values: seen.over,
      budget: { of: "p95", atMost: 0 },
      note,
    });
    add({
      name: `board of ${tasks} tasks, longest wait for a frame of each scroll`,
      unit: "ms",
      values: seen.longest,
      budget: { of: "p95", atMost: 50 },
      note,
    });
    add({ name: "a page of mere lines, frames of a scroll that took over 50 ms", unit: "frames", values: plain.over, note: baseline });
    add({ name: "a page of mere lines, longest wait for a frame of each scroll", unit: "ms", values: plain.longest, note: baseline });
  } finally {
    await app.close();
  }
};

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1_440, height: 900 } } as const;

/** As long as the board, and nothing in it that runs: what a scroll takes this machine at the least. */
const plainPage = (tasks: number): string =>
  `<!doctype html><style>p { block-size: 110px; margin: 0 0 16px; contain: strict }</style>${"<p>A title<br>and a line below it</p>".repeat(tasks / 5)}`;

/** Runs in the page. */
const tasksInReplica = async (wanted: number) => {
  const open = indexedDB.open("beckon");
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    open.addEventListener("success", () => resolve(open.result));
    open.addEventListener("error", () => reject(open.error ?? new Error("the replica does not open")));
  });
  const count = db.transaction("tasks").objectStore("tasks").count();
  const found = await new Promise<number>((resolve) => count.addEventListener("success", () => resolve(count.result)));
  db.close();
  return found >= wanted;
};

type Scrolls = { longest: number[]; over: number[] };
type Seen = { framesSeen: { frames: number[]; long: number[] } };

/** Three flicks of three thousand pixels; the longest wait of each in whole milliseconds: three frames of a screen are 50, not 50.1. */
const scroll = async (page: Page, devtools: CDPSession, { at, into }: { at: { x: number; y: number }; into: Scrolls }): Promise<void> => {
  await page.evaluate(watchFrames);
  for (let flick = 0; flick < 3; flick += 1) {
    await page.evaluate(() => {
      const { frames, long } = (globalThis as unknown as Seen).framesSeen;
      frames.length = 0;
      long.length = 0;
    });
    await devtools.send("Input.synthesizeScrollGesture", { ...at, yDistance: -3_000, speed: 3_000, gestureSourceType: "mouse" });
    const { longest, over } = await page.evaluate(() => {
      const { frames, long } = (globalThis as unknown as Seen).framesSeen;
      return { longest: Math.round(Math.max(...frames.slice(1))), over: long.length };
    });
    into.longest.push(longest);
    into.over.push(over);
  }
};
