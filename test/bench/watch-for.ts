import { setTimeout as sleep } from "node:timers/promises";
import type { CDPSession } from "playwright-core";

/**
 * Says when the first of these elements was painted: `globalThis.paintedMs`. Looks at every frame, along the shadow
 * roots of `path` only, for at a quarter of the speed a search through all of the page would be a part of what is measured.
 * Runs in the page, before its own code.
 */
export const watchFor = (path: readonly string[]): void => {
  const find = (): Element | undefined => {
    let within: ParentNode = document;
    for (const selector of path) {
      const found: Element | null = within.querySelector(selector);
      if (!found) return undefined;
      // No layout is asked for: at every frame that would be a part of what is measured, too.
      if (selector === path.at(-1)) return found.shadowRoot?.childElementCount ? found : undefined;
      within = found.shadowRoot ?? found;
    }
    return undefined;
  };
  const look = () => {
    const found = find();
    if (!found) return void requestAnimationFrame(look);
    // What stands now is painted in this frame; the next one begins when that is done.
    requestAnimationFrame((now) => (found.getBoundingClientRect().height > 20 ? Object.assign(globalThis, { paintedMs: now }) : look()));
  };
  look();
};

/**
 * What `watchFor` noted, in milliseconds since the navigation. Asked over the devtools: Playwright's own `waitForFunction` would
 * have the page compile a hundred kilobytes of helpers first, which at a quarter of the speed is a tenth of what is measured.
 */
export const paintedMs = async (devtools: CDPSession): Promise<number> => {
  for (let tries = 0; tries < 300; tries += 1) {
    const { result } = await devtools.send("Runtime.evaluate", { expression: "globalThis.paintedMs", returnByValue: true });
    if (typeof result.value === "number") return result.value;
    await sleep(100);
  }
  throw new Error("nothing of it was painted within 30 s");
};
