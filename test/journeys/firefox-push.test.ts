import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "@beckon/bff/config.ts";
import { startServer, type RunningServer } from "@beckon/bff/server.ts";
import { deliveryPage, type Delivery } from "@beckon/contracts/notifications";
import { launch, type Browser, type ElementHandle, type Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findFirefox } from "../support/browsers.ts";
import { startFirefoxPushService } from "../support/firefox-push-service.ts";
import { lookAtAlerts } from "../support/look-at-alerts.ts";
import { patience } from "../support/patience.ts";

const firefox = findFirefox();
const folder = mkdtempSync(join(tmpdir(), "beckon-firefox-"));
let push: Awaited<ReturnType<typeof startFirefoxPushService>>;
let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  if (!firefox) return;
  push = await startFirefoxPushService();
  server = await startServer(
    readConfig({ BECKON_PORT: "0", BECKON_DATA_DIR: join(folder, "data"), BECKON_PUSH_ALLOW: push.origin, BECKON_LOG_LEVEL: "silent" }),
  );
  browser = await launch({
    browser: "firefox",
    executablePath: firefox,
    headless: true,
    userDataDir: join(folder, "profile"),
    extraPrefsFirefox: {
      // Off in browsers under remote control, so that tests do not call the real service.
      "dom.push.connection.enabled": true,
      "dom.push.serverURL": push.webSocket,
      "dom.push.testing.allowInsecureServerURL": true,
      "permissions.default.desktop-notification": 1,
      "alerts.useSystemBackend": false,
    },
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await push?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

/** A button, or a link, by its words, through every shadow root, that can be used now. Looked for from here: the page's CSP lets nobody build functions inside. */
const usable = async (page: Page, words: string, kind: string): Promise<ElementHandle<Element> | null> => {
  const found = await page.evaluateHandle(
    (label, pattern) => {
      const roots: (Document | ShadowRoot)[] = [document];
      for (const root of roots)
        for (const element of root.querySelectorAll("*")) {
          if (element.shadowRoot) roots.push(element.shadowRoot);
          const named = new RegExp(pattern, "i").test(element.localName) && element.textContent?.trim() === label;
          if (named && !element.hasAttribute("disabled") && !element.hasAttribute("busy")) return element;
        }
      return undefined;
    },
    words,
    kind,
  );
  return found.asElement() as ElementHandle<Element> | null;
};
/** The same, once it can be used. */
const button = async (page: Page, words: string): Promise<ElementHandle<Element>> => {
  let element: ElementHandle<Element> | null = null;
  const isThere = async () => (element = await usable(page, words, "button$")) !== null;
  await expect.poll(isThere, { interval: 100, message: `"${words}"` }).toBe(true);
  return element as unknown as ElementHandle<Element>;
};
/** Clicks where there is something to click: what was clicked just now may be gone while its effect is still on its way. */
const clickIfThere = async (page: Page, words: string, kind: string) => void (await (await usable(page, words, kind))?.click());

const call = async (method: string, path: string, token: string, body?: object) => {
  const response = await fetch(`${server.config.publicOrigin}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return (await response.json()) as any;
};

test.skipIf(!firefox && !process.env.CI)("Firefox subscribes, decrypts a real push, shows it, and says so", async () => {
  const secret = readFileSync(join(folder, "data/local-secret"), "utf8").trim();
  const pairing = await call("POST", "/api/pairing-codes", secret, {});
  const { token } = await call("POST", "/api/tokens", secret, { name: "builder-2", scope: "admin" });
  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  await page.goto(pairing.url);
  await (await button(page, "Pair this device")).click();
  await expect.poll(() => new URL(page.url()).pathname).not.toBe("/pair");

  await page.goto(`${server.config.publicOrigin}/settings/notifications`);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await (await button(page, "Enable notifications")).click();
  await button(page, "Send a test");

  const { id } = await call("POST", "/api/decision-requests", token, {
    kind: "permission",
    title: "Deploy \u202eto shop-api?",
    risk: "low",
    action: { tool: "Bash", command: "cat README.md" },
  });
  const delivery = async () => deliveryPage.parse(await call("GET", `/api/deliveries?requestId=${id}`, token)).items[0] as Delivery;
  // The service worker says "shown" with the capability from the payload that only this browser can read.
  await expect.poll(async () => (await delivery())?.status).toBe("shown");
  expect(await delivery()).toMatchObject({
    attempts: 1,
    kind: "decision",
    acceptedAt: expect.any(String) as string,
    shownAt: expect.any(String) as string,
  });

  const shown = await page.evaluate(async (tag) => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications({ tag })).map(({ title, body, data }) => ({
      title,
      body,
      type: (data as { type?: string }).type,
    }));
  }, id as string);
  expect(shown).toEqual([
    { title: "Deploy [U+202E right-to-left override]to shop-api?", body: "builder-2 · cat README.md", type: "decision" },
  ]);

  expect(push.posts).toHaveLength(1);
  expect(push.posts[0]).toMatchObject({
    headers: {
      "content-encoding": "aes128gcm",
      urgency: "high",
      ttl: "86400",
      authorization: expect.stringMatching(/^vapid t=.+, k=.+/) as string,
    },
  });
  await expect.poll(() => push.acknowledged.length).toBe(1);
});

test.skipIf(!firefox && !process.env.CI)("Firefox: an alert, its push, what helps, and the notification is gone", async () => {
  const secret = readFileSync(join(folder, "data/local-secret"), "utf8").trim();
  const { token } = await call("POST", "/api/tokens", secret, { name: "builder-3", scope: "admin" });
  const { id: requestId } = await call("POST", "/api/decision-requests", token, { kind: "permission", title: "Migrate?", risk: "low" });
  const { services } = server;
  const look = () => lookAtAlerts(services);
  await services.database.executeSql(`update decision_request set asked_at = now() - interval '3 hours' where id = '${requestId}'`);
  await look();
  const { items } = await call("GET", "/api/alerts?state=firing", token);
  const alert = items.find((one: { kind: string }) => one.kind === "decision_waiting");

  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  await page.goto(`${server.config.publicOrigin}/`);
  const shown = () =>
    page.evaluate(async (tag) => {
      const registration = await navigator.serviceWorker.ready;
      return (await registration.getNotifications({ tag })).map(({ title }) => title);
    }, `alert-${alert.id}`);
  await expect.poll(shown).toEqual(["A decision waits longer than it is worth: Migrate?"]);
  await page.goto(`${server.config.publicOrigin}/alerts/${alert.id}`);
  // A page that comes in takes no clicks until it stands.
  await expect
    .poll(
      async () => {
        const { pathname } = new URL(page.url());
        if (pathname === `/alerts/${alert.id}`) await clickIfThere(page, "Open", "^(a|ui-button)$");
        return pathname;
      },
      { interval: 500 },
    )
    .toBe(`/decisions/${requestId}`);
  await expect
    .poll(
      async () => {
        const { status } = await call("GET", `/api/decision-requests/${requestId}`, token);
        if (status === "pending") await clickIfThere(page, "Approve", "button$");
        return status;
      },
      { interval: 500 },
    )
    .toBe("decided");
  await look();
  expect((await call("GET", `/api/alerts/${alert.id}`, token)).state).toBe("resolved");
  await expect.poll(shown).toEqual([]);
});
