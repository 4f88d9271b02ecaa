import { spawnSync } from "node:child_process";
import { openApp } from "../support/open-app.ts";
import { seedAssumptions, seedOutcomes } from "../support/seed-value.ts";
import type { Add } from "./figures.ts";
import { root } from "./processes.ts";
import { fillUsage } from "./usage-fill.ts";
import { paintedMs, watchFor } from "./watch-for.ts";

const slowdown = 4;

type Options = { outcomes: number; times: number };

/**
 * The Value page with thousands of outcomes and a year of cost, from the replica, at a quarter of this machine's speed; and
 * a page of the same app without figures, as a baseline.
 */
export const measureValuePage = async (add: Add, { outcomes, times }: Options) => {
  const built = spawnSync(process.execPath, ["apps/pwa/build-if-changed.ts"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  if (built.status !== 0) throw new Error("the app could not be built");
  const app = await openApp({ kept: true });
  try {
    await fillUsage(app.server.services.database, { agents: 20, days: 365, quarters: 1, calls: 3 }, new Date());
    await seedOutcomes(app.server, { outcomes, days: 360 });
    await seedAssumptions(app.server);
    const { page } = app;
    const address = `${app.origin}/value?range=365d`;
    await page.goto(address);
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await page.locator("value-headline .figures").waitFor({ timeout: 60_000 });
    await page.locator("value-breakdown .groups a").first().waitFor({ timeout: 60_000 });
    // The code caches are made as on any second day.
    await page.reload();
    await page.waitForTimeout(4_000);
    await page.close();

    const paint = async (path: string, elements: string[]): Promise<number> => {
      const next = await app.context.newPage();
      const devtools = await app.context.newCDPSession(next);
      await next.addInitScript(watchFor, elements);
      await devtools.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
      await next.goto(`${app.origin}${path}`, { waitUntil: "commit" });
      const value = await paintedMs(devtools);
      await next.close();
      return value;
    };
    const values: number[] = [];
    const plain: number[] = [];
    for (let time = 0; time < times; time += 1) {
      values.push(await paint("/value?range=365d", ["app-shell", "value-page", "value-headline"]));
      plain.push(await paint("/settings", ["app-shell", "settings-page"]));
    }
    const note = `${slowdown}× slower processor, phone, from the replica`;
    add({
      name: `Value of ${outcomes} outcomes and a year of cost, first paint`,
      unit: "ms",
      values,
      budget: { of: "p95", atMost: 1_000 },
      note,
    });
    add({ name: "a page without figures, first paint", unit: "ms", values: plain, note: `${note}; baseline of the same run` });
  } finally {
    await app.close();
  }
};
