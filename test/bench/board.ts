import { spawnSync } from "node:child_process";
import type { CDPSession, Page } from "playwright-core";
import { openApp } from "../support/open-app.ts";
import { seedTasks } from "../support/seed-tasks.ts";
import type { Add, Figure } from "./figures.ts";
import { root } from "./processes.ts";
import { paintedMs, watchFor } from "./watch-for.ts";

/**
 * Collects the milliseconds between frames, and of long animation frames (over 50 ms from the first task to the picture)
 * whether the page was at work for over 50 ms at a stretch (`blockingDuration`). The others waited, too: without a graphics
 * card all pictures are drawn on the same two cores. Runs in the page.
 */
const watchFrames = () => {
  const frames: number[] = [];
  const long: boolean[] = [];
  new PerformanceObserver((list) => {
    for (const frame of list.getEntries() as (PerformanceEntry & { blockingDuration: number })[]) long.push(frame.blockingDuration > 0);
  }).observe({ type: "long-animation-frame" });
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

/** The board with thousands of tasks on a phone and on a desktop: how soon it stands, and how smoothly it scrolls. */
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

    const seen = new Map(Object.keys(screens).map((name): [string, Seen] => [name, { paints: [], scrolls: nothing(), plain: nothing() }]));
    for (const [name, { slowdown, ...size }] of Array.from({ length: times }, () => Object.entries(screens)).flat()) {
      const { paints, scrolls, plain } = seen.get(name) as Seen;
      const next = await app.context.newPage();
      await next.setViewportSize(size);
      const devtools = await app.context.newCDPSession(next);
      await next.addInitScript(watchFor, ["app-shell", "work-page", "work-tasks", "work-board", "virtual-rows", "task-card"]);
      await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
      await next.goto(`${app.origin}/work`, { waitUntil: "commit" });
      paints.push(await paintedMs(devtools));
      await next.waitForTimeout(1_500);
      const at = { x: 200, y: size.height - 160 };
      await scroll(next, devtools, { at, into: scrolls });
      await next.goto("about:blank");
      await next.setContent(plainPage(tasks));
      await next.waitForTimeout(1_500);
      await scroll(next, devtools, { at, into: plain });
      await next.close();
    }
    for (const [name, { paints, scrolls, plain }] of seen) tell(add, { name, tasks }, { paints, scrolls, plain });
  } finally {
    await app.close();
  }
};

/** A processor four times slower is a phone's, or an old laptop's. */
const screens = {
  phone: { width: 390, height: 844, slowdown: 4 },
  desktop: { width: 1_440, height: 900, slowdown: 1 },
  "slow desktop": { width: 1_440, height: 900, slowdown: 4 },
} as const;

/** Of each scroll: the longest wait for a frame, frames over 50 ms, and those that the page itself was at work for so long. */
type Scrolls = { longest: number[]; over: number[]; busy: number[] };
type Seen = { paints: number[]; scrolls: Scrolls; plain: Scrolls };
const nothing = (): Scrolls => ({ longest: [], over: [], busy: [] });

const tell = (add: Add, { name, tasks }: { name: string; tasks: number }, { paints, scrolls, plain }: Seen) => {
  const { slowdown } = screens[name as keyof typeof screens];
  const note = slowdown === 1 ? "this machine's own speed" : `${slowdown}× slower processor`;
  const tellScrolls = (whose: string, { over, busy, longest }: Scrolls, isJudged: boolean) => {
    const within = (budget: NonNullable<Figure["budget"]>) => (isJudged ? { budget } : {});
    const frames = { unit: "frames", note } as const;
    add({ ...frames, name: `${whose}, frames of a scroll over 50 ms`, values: over, ...within({ of: "p95", atMost: 0 }) });
    add({ ...frames, name: `${whose}, of these with over 50 ms of work at a stretch`, values: busy });
    add({
      name: `${whose}, longest wait for a frame of each scroll`,
      unit: "ms",
      values: longest,
      ...within({ of: "p95", atMost: 50 }),
      note,
    });
  };
  const board = `${name}, board of ${tasks} tasks`;
  add({ name: `${board}, first paint`, unit: "ms", values: paints, budget: { of: "p95", atMost: 1_000 }, note });
  tellScrolls(board, scrolls, true);
  tellScrolls(`${name}, a page of mere lines`, plain, false);
};

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

type Framed = { framesSeen: { frames: number[]; long: boolean[] } };

/** Three flicks of three thousand pixels; the longest wait of each in whole milliseconds: three frames of a screen are 50, not 50.1. */
const scroll = async (page: Page, devtools: CDPSession, { at, into }: { at: { x: number; y: number }; into: Scrolls }): Promise<void> => {
  await page.evaluate(watchFrames);
  for (let flick = 0; flick < 3; flick += 1) {
    await page.evaluate(() => {
      const { frames, long } = (globalThis as unknown as Framed).framesSeen;
      frames.length = 0;
      long.length = 0;
    });
    await devtools.send("Input.synthesizeScrollGesture", { ...at, yDistance: -3_000, speed: 3_000, gestureSourceType: "mouse" });
    const { longest, over, busy } = await page.evaluate(() => {
      const { frames, long } = (globalThis as unknown as Framed).framesSeen;
      return { longest: Math.round(Math.max(...frames.slice(1))), over: long.length, busy: long.filter((isBusy) => isBusy).length };
    });
    into.longest.push(longest);
    into.over.push(over);
    into.busy.push(busy);
  }
};
