import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findChromium } from "../support/browsers.ts";
import { type OpenApp, openApp } from "../support/open-app.ts";
import { startReleaseProxy } from "../support/release-proxy.ts";

const missing = findChromium() === undefined;
const pages = [
  "/",
  "/history",
  "/connect",
  "/settings",
  "/settings/notifications",
  "/settings/devices",
  "/settings/access",
  "/settings/health",
  "/settings/deliveries",
  "/settings/audit",
];
let proxy: Awaited<ReturnType<typeof startReleaseProxy>>;
let app: OpenApp;

const underWorker = () => app.page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");

beforeAll(async () => {
  if (missing) return;
  proxy = await startReleaseProxy();
  app = await openApp({ behind: { publicOrigin: proxy.origin, leadTo: proxy.leadTo } });
  await app.ask({ kind: "permission", title: "Tag the release?", action: { tool: "Bash", command: "git tag v2" } });
  await app.page.goto(app.origin);
  await app.page.getByText("Tag the release?").first().waitFor();
  await app.page.evaluate(() => navigator.serviceWorker.ready);
  await app.page.reload();
  await underWorker();
});
afterAll(async () => {
  await app?.close();
  proxy?.close();
});
beforeEach((context) => {
  if (missing) context.skip("skipped, because Chromium is not installed");
});

test("the browser finds nothing that keeps it from installing the app", async () => {
  const { installabilityErrors } = await app.devtools.send("Page.getInstallabilityErrors");
  // A private window, as every test's is, cannot install anything: that is not the app's doing.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
  const { errors, data } = await app.devtools.send("Page.getAppManifest");
  expect(errors).toEqual([]);
  expect(JSON.parse(data ?? "{}")).toMatchObject({
    id: "/",
    start_url: "/",
    display: "standalone",
    name: expect.stringContaining("Beckon") as string,
  });
});

test("a newer version waits, is offered, and takes over when the person says so", async () => {
  await app.page.goto(app.origin);
  await underWorker();
  proxy.publish();
  await app.page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  await app.page.getByText("A newer version is ready.").waitFor();
  const before = await app.page.evaluate(() => performance.timeOrigin);
  await app.page.getByRole("button", { name: "Use it now" }).click();
  await app.page.waitForFunction((origin) => performance.timeOrigin !== origin, before);
  await app.page.getByText("Tag the release?").first().waitFor();
  await underWorker();
  expect(await app.page.evaluate(async () => (await navigator.serviceWorker.ready).waiting)).toBeNull();
  expect(await app.page.getByText("A newer version is ready.").count()).toBe(0);
});

test("without network every page opens again and says as of when it is", async () => {
  await app.context.setOffline(true);
  for (const path of pages) {
    await app.page.goto(app.origin + path);
    await app.page.locator("app-banners .banner", { hasText: "This is how it was at" }).waitFor();
    expect(await app.page.locator("broken-page").count(), path).toBe(0);
  }
  await app.page.goto(app.origin);
  await app.page.getByText("Tag the release?").first().waitFor();
  await app.context.setOffline(false);
  await app.page.locator("app-banners .banner").waitFor({ state: "hidden" });
});
