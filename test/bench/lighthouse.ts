import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";
import { chromiumArgs } from "../support/browsers.ts";
import type { Bff } from "./bff.ts";
import type { Add } from "./figures.ts";

const budgets = { performance: 95, accessibility: 100, "best-practices": 100 } as const;

type Options = { bff: Bff; cookie: string; chromiumPath: string; times: number };

/** Lighthouse as a phone sees the paired app's inbox: slow network and processor simulated, nothing in the cache. */
export const measureLighthouse = async (add: Add, { bff, cookie, chromiumPath, times }: Options) => {
  const scores = new Map<string, number[]>();
  const faults = new Set<string>();
  for (let index = 0; index < times; index += 1) {
    const browser = await puppeteer.launch({ executablePath: chromiumPath, args: chromiumArgs });
    try {
      const [name, value] = cookie.split("=") as [string, string];
      await browser.setCookie({ name, value, domain: new URL(bff.origin).hostname, path: "/" });
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
