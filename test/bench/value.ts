import type { ValueInput, ValueOutcome } from "../../packages/metrics/src/value/types.ts";
import { chromium, type Page } from "playwright-core";
import { chromiumArgs, findChromium } from "../support/browsers.ts";
import { serveSources } from "../support/serve-sources.ts";
import type { Answered, Asked } from "../support/value-worker.ts";
import type { Add } from "./figures.ts";
import { root } from "./processes.ts";

const slowdown = 4;
const draws = 10_000;

/**
 * The range of a thousand outcomes in a worker of Chromium. Its throttle reaches a page's own thread alone: so the same
 * module runs there at a quarter of the speed too, in a worker unthrottled, and beside both the least that a loop of as
 * many draws takes.
 */
export const measureValue = async (add: Add, { outcomes, times }: { outcomes: number; times: number }) => {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("Chromium is not installed");
  const sources = await serveSources(root);
  const browser = await chromium.launch({ executablePath, args: chromiumArgs });
  try {
    const page = await browser.newPage();
    await page.goto(sources.origin);
    const model: Asked = { kind: "model", input: inputOf(outcomes) };
    const plain: Asked = { kind: "plain", steps: draws * outcomes };
    const size = `${outcomes} outcomes × ${draws} draws`;
    const budget = { of: "p95", atMost: 200 } as const;
    add({ name: `${size}, worker`, unit: "ms", values: await inWorker(page, model, { times, fresh: false }), note: "full speed" });
    add({
      name: `${size}, a new worker's first`,
      unit: "ms",
      values: await inWorker(page, model, { times, fresh: true }),
      note: "full speed",
    });
    add({
      name: "plain loop of as many draws, worker",
      unit: "ms",
      values: await inWorker(page, plain, { times, fresh: false }),
      note: "full speed",
    });
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    const note = `${slowdown}× slower processor`;
    add({ name: `${size}, page`, unit: "ms", values: await inPage(page, model, times), budget, note });
    add({ name: "plain loop of as many draws, page", unit: "ms", values: await inPage(page, plain, times), note });
  } finally {
    await browser.close();
    await sources.close();
  }
};

const module = "/test/support/value-worker.ts";

/** Without the way to the worker and back. `fresh`: a new worker each time, which has compiled nothing yet. */
const inWorker = (page: Page, asked: Asked, { times, fresh }: { times: number; fresh: boolean }): Promise<number[]> =>
  page.evaluate(
    async (given) => {
      const values: number[] = [];
      let worker: Worker | undefined;
      for (let time = given.fresh ? 0 : -3; time < given.times; time += 1) {
        if (given.fresh) worker?.terminate();
        const used: Worker = (worker = !worker || given.fresh ? new Worker(given.module, { type: "module" }) : worker);
        const { ms } = await new Promise<Answered>((resolve, reject) => {
          used.addEventListener("message", ({ data }) => resolve(data as Answered), { once: true });
          used.addEventListener("error", (event) => reject(new Error(event.message)), { once: true });
          used.postMessage(given.asked);
        });
        if (time >= 0) values.push(ms);
      }
      worker?.terminate();
      return values;
    },
    { asked, times, fresh, module },
  );

const inPage = (page: Page, asked: Asked, times: number): Promise<number[]> =>
  page.evaluate(
    async (given) => {
      const { answered } = (await import(given.module)) as { answered: (asked: Asked) => Answered };
      const values: number[] = [];
      for (let time = -3; time < given.times; time += 1) {
        const { ms } = answered(given.asked);
        if (time >= 0) values.push(ms);
      }
      return values;
    },
    { asked, times, module },
  );

/** No two alike, which is the dearest: every outcome has a distribution of its own. */
const inputOf = (count: number): ValueInput => ({
  outcomes: Array.from({ length: count }, (_, index): ValueOutcome => ({
    hours: { p10: 1_000 + index, p50: 3_000 + 2 * index, p90: 8_000 + 5 * index },
    grade: "B",
    agentShare: 1_000_000 - 100 * index,
    counterfactual: index % 3 === 0 ? 500_000 : 1_000_000,
    durability: index % 7 === 0 ? 800_000 : 1_000_000,
    taskType: ["bug", "feature", "docs", "chore", "review"][index % 5],
  })),
  assumptions: { rateMicros: { p10: 60e6, p50: 90e6, p90: 130e6 }, realisation: { p10: 400_000, p50: 600_000, p90: 800_000 } },
  costs: { billed: 480_000_000, plan: 0, infrastructure: 0, attention: 0, rework: 0, setUp: 0 },
  window: { days: 90, workingDays: 65 },
});
