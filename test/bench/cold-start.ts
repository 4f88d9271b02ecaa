import { cpSync } from "node:fs";
import { join } from "node:path";
import { chromium, type BrowserContext } from "playwright-core";
import { chromiumArgs } from "../support/browsers.ts";
import { temporaryFolder, type Bff } from "./bff.ts";
import { inboxOf, pairPage } from "./inbox-page.ts";
import type { Add } from "./figures.ts";
import { paintedMs, watchFor } from "./watch-for.ts";

const slowdown = 4;

type Options = { bff: Bff; chromiumPath: string; times: number; stored: number };

/**
 * Each time a new browser process on a copy of one profile, offline, at a quarter of this machine's
 * speed: milliseconds from navigation to the painted inbox.
 */
export const measureColdStart = async (add: Add, { bff, chromiumPath, times, stored }: Options) => {
  using folder = temporaryFolder();
  const made = join(folder.path, "profile");
  const open = (profile: string) =>
    chromium.launchPersistentContext(profile, { executablePath: chromiumPath, args: chromiumArgs, viewport: { width: 390, height: 844 } });

  const first = await open(made);
  const page = await first.newPage();
  await pairPage(bff, page);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.waitForTimeout(4_000);
  // Once more under the service worker: the replica is written, and code caches are made as on any second day.
  await page.reload();
  await inboxOf(page).waitFor();
  await page.waitForTimeout(3_000);
  await first.close();

  const values: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const profile = join(folder.path, `copy-${index}`);
    cpSync(made, profile, { recursive: true });
    const context = await open(profile);
    values.push(await coldStart(context, bff.origin));
    await context.close();
  }
  add({
    name: `offline cold start to the painted inbox, ${stored} requests stored`,
    unit: "ms",
    values,
    budget: { of: "median", atMost: 800 },
    note: `${slowdown}× slower processor, a new browser process each`,
  });
};

const coldStart = async (context: BrowserContext, origin: string): Promise<number> => {
  await context.setOffline(true);
  await context.addInitScript(watchFor, ["app-shell", "now-page", "decision-row, decision-card"]);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.goto(origin, { waitUntil: "commit" });
  return paintedMs(session);
};
