import lighthouse from "lighthouse";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";
import { chromiumArgs } from "../support/browsers.ts";
import { temporaryFolder, type Bff } from "./bff.ts";
import type { Add } from "./figures.ts";
import { pairPage } from "./inbox-page.ts";

const budgets = { performance: 95, accessibility: 100, "best-practices": 100 } as const;

type Options = { bff: Bff; chromiumPath: string; times: number };

/** Lighthouse as a phone sees the paired app's inbox: slow network and processor simulated, nothing in the cache. */
export const measureLighthouse = async (add: Add, { bff, chromiumPath, times }: Options) => {
  const scores = new Map<string, number[]>();
  const faults = new Set<string>();
  for (let index = 0; index < times; index += 1) {
    using folder = temporaryFolder();
    await makePairedProfile(bff, { profile: folder.path, chromiumPath });
    const browser = await puppeteer.launch({ executablePath: chromiumPath, args: chromiumArgs, userDataDir: folder.path });
    try {
      const page = await browser.newPage();
      const result = await lighthouse(
        bff.origin,
        { onlyCategories: Object.keys(budgets), disableStorageReset: true, logLevel: "silent" },
        undefined,
        page,
      );
      const { categories, audits } = result!.lhr;
      for (const [id, { score, auditRefs }] of Object.entries(categories)) {
        scores.set(id, [...(scores.get(id) ?? []), Math.round((score ?? 0) * 100)]);
        for (const ref of auditRefs) {
          const audit = audits[ref.id];
          if (ref.weight > 0 && audit?.score !== null && (audit?.score ?? 1) < (id === "performance" ? 0.9 : 1))
            faults.add(`${ref.id}${audit?.displayValue ? ` ${audit.displayValue}` : ""}`);
        }
      }
    } finally {
      await browser.close();
    }
  }
  for (const [id, atLeast] of Object.entries(budgets))
    add({
      name: `Lighthouse mobile, ${id}`,
      unit: "points",
      values: scores.get(id) ?? [],
      budget: { of: "median", atLeast },
      ...(id === "performance" && faults.size > 0 ? { note: [...faults].join("; ") } : {}),
    });
};

/** A profile that is paired, but has no service worker and nothing in any cache: a first visit to the network. */
const makePairedProfile = async (bff: Bff, { profile, chromiumPath }: { profile: string; chromiumPath: string }) => {
  const context = await chromium.launchPersistentContext(profile, { executablePath: chromiumPath, args: chromiumArgs });
  const page = await context.newPage();
  await pairPage(bff, page);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  });
  const session = await context.newCDPSession(page);
  await session.send("Network.clearBrowserCache");
  await context.close();
};
