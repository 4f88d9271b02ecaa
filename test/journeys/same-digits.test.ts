import { fileURLToPath } from "node:url";
import { launch } from "puppeteer-core";
import { expect, test } from "vitest";
import reference from "../../packages/metrics/src/fixtures/reference.json" with { type: "json" };
import { findFirefox } from "../support/browsers.ts";
import { serveSources } from "../support/serve-sources.ts";
import { patience } from "../support/patience.ts";

const firefox = findFirefox();

test.runIf(firefox)("another engine than the server's and Chromium's gives the same figures, to the last digit", async () => {
  const sources = await serveSources(fileURLToPath(new URL("../../packages/metrics/src", import.meta.url)));
  const browser = await launch({ browser: "firefox", executablePath: firefox as string, headless: true });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(patience);
    await page.goto(sources.origin);
    // As text: what is bundled for the test would not find its imports in the page.
    const answers = await page.evaluate(
      `import("/fixtures/reference.ts").then(({ referenceAnswers }) => JSON.stringify(referenceAnswers()))`,
    );
    expect(JSON.parse(String(answers))).toEqual(reference);
  } finally {
    await browser.close();
    await sources.close();
  }
});
