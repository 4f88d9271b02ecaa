import { statSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { chromiumArgs } from "../support/browsers.ts";
import type { Bff } from "./bff.ts";
import type { Add } from "./figures.ts";
import { inboxOf, pairPage } from "./inbox-page.ts";
import { root } from "./processes.ts";

type Loaded = { path: string; type: string; bytes: number; encoding: string };

/** What a paired phone with an empty cache fetches until its inbox stands, as it came over the wire. */
export const measureFiles = async (add: Add, { bff, chromiumPath }: { bff: Bff; chromiumPath: string }) => {
  const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArgs });
  try {
    // Without a service worker, which would fetch all that is to work offline, after the start.
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, serviceWorkers: "block" });
    const page = await context.newPage();
    await pairPage(bff, page);
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    await session.send("Network.clearBrowserCache");
    const loaded = new Map<string, Loaded>();
    session.on("Network.responseReceived", ({ requestId, type, response }) => {
      const { headers, url } = response;
      loaded.set(requestId, {
        path: new URL(url).pathname,
        type,
        bytes: 0,
        encoding: headers["content-encoding"] ?? headers["Content-Encoding"] ?? "",
      });
    });
    session.on("Network.dataReceived", ({ requestId, encodedDataLength }) => {
      const entry = loaded.get(requestId);
      if (entry) entry.bytes += encodedDataLength;
    });
    await page.goto(bff.origin);
    await inboxOf(page).waitFor();
    await page.waitForTimeout(1_000);
    const all = [...loaded.values()];
    const scripts = all.filter(({ type }) => type === "Script");
    const plain = scripts.filter(({ bytes, encoding }) => encoding !== "br" && bytes > 1_024);
    if (plain.length > 0) throw new Error(`sent without compression: ${plain.map(({ path }) => path).join(", ")}`);
    const kilobytes = scripts.reduce((sum, { bytes }) => sum + bytes, 0) / 1_024;
    add({
      name: "JavaScript until the inbox, sent compressed",
      unit: "KB",
      values: [kilobytes],
      budget: { of: "median", atMost: 50 },
      note: `${scripts.length} files`,
    });
    add({
      name: "requests until the inbox, API and icons included",
      unit: "requests",
      values: [all.length],
      budget: { of: "median", atMost: 15 },
    });
  } finally {
    await browser.close();
  }
  const worker = statSync(join(root, "apps/pwa/dist/sw.js.br")).size / 1_024;
  add({ name: "service worker, brotli", unit: "KB", values: [worker], budget: { of: "median", atMost: 12 } });
};
