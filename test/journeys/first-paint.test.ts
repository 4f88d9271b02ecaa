import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findChromium } from "../support/browsers.ts";
import { type OpenApp, openApp } from "../support/open-app.ts";
import { seedFleet } from "../support/seed-fleet.ts";
import { seedTasks } from "../support/seed-tasks.ts";
import { seedCost, seedOutcomes } from "../support/seed-value.ts";

const missing = findChromium() === undefined;
let app: OpenApp;

beforeAll(async () => {
  if (missing) return;
  app = await openApp();
  await seedFleet(app.server);
  await seedTasks(app.server, 60);
  await seedCost(app.server, { days: 20 });
  await seedOutcomes(app.server, { outcomes: 40, days: 20 });
  // What a frame waits for is noted until the app has stood on the screen for one.
  await app.context.addInitScript(() => {
    const noted: string[] = [];
    let stands = false;
    const look = () => {
      const shell = document.querySelector<HTMLElement>("app-shell");
      stands ||= shell !== null && !shell.hidden;
      if (!stands) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    const note = (what: string) => void (stands || noted.push(what));
    for (const name of ["DateTimeFormat", "NumberFormat", "PluralRules", "RelativeTimeFormat", "ListFormat"] as const)
      Object.assign(Intl, {
        [name]: new Proxy(Intl[name], {
          construct: (target, given, made) => (note(`Intl.${name}`), Reflect.construct(target, given, made) as object),
          apply: (target, self, given) => (note(`Intl.${name}`), Reflect.apply(target as never, self, given) as object),
        }),
      });
    const permission = Object.getOwnPropertyDescriptor(Notification, "permission")!;
    Object.defineProperty(Notification, "permission", {
      ...permission,
      get: () => (note("Notification.permission"), permission.get!.call(Notification) as string),
    });
    Object.assign(globalThis, { firstFrame: { noted, stands: () => stands } });
  });
});
afterAll(() => app?.close());
beforeEach((context) => {
  if (missing) context.skip("skipped, because Chromium is not installed");
});

type Noted = { firstFrame: { noted: string[]; stands(): boolean } };

// The first format of `Intl` reads the tables of all languages, and a permission waits for the browser's main process: a tenth of the time to the first picture each.
test.each(["/", "/fleet", "/work", "/value"])(
  "%s stands on the screen before it waits for tables of languages or for the browser",
  async (path) => {
    // As on any second day: known, with what was last seen, and no connection yet.
    await app.page.goto(`${app.origin}${path}`);
    await app.page.evaluate(async () => void (await navigator.serviceWorker.ready));
    await app.page.waitForTimeout(1_500);
    await app.page.reload();
    await app.page.waitForFunction(() => (globalThis as unknown as Noted).firstFrame.stands());
    expect(await app.page.evaluate(() => (globalThis as unknown as Noted).firstFrame.noted)).toEqual([]);
    // It does say so, a moment later.
    await app.context.setOffline(true);
    await app.page.reload();
    await expect.poll(() => app.page.locator("live-sign > div").first().innerText()).toMatch(/(offline|connecting)\s+as of \d/u);
    await app.context.setOffline(false);
  },
);
