import { type BrowserContext, type CDPSession, chromium, type Page } from "playwright-core";
import { chromiumArgs, findChromium } from "./browsers.ts";
import type { Browser as PushEndpoint, PushService, ReceivedPush } from "./push-service.ts";
import { patience } from "./patience.ts";

export type Phone = {
  page: Page;
  context: BrowserContext;
  endpoint: PushEndpoint;
  /** Hands a push to the service worker, as the browser does with what its push service sends. */
  deliver(push: ReceivedPush): Promise<void>;
  /** The notifications that are on the screen now. */
  notifications(): Promise<{ title: string; body: string; tag: string; actions: string[] }[]>;
  /** Taps a notification, or one of its buttons. */
  tap(tag: string, action?: string): Promise<void>;
  close(): Promise<void>;
};

/** What the browser's own push manager would answer; automated Chromium has none. Runs in the page. */
const stubPushManager = (subscription: { endpoint: string; keys: { p256dh: string; auth: string } }) => {
  const key = "test-push-key";
  const make = (applicationServerKey: ArrayBuffer) => ({
    endpoint: subscription.endpoint,
    expirationTime: null,
    options: { applicationServerKey, userVisibleOnly: true },
    toJSON: () => ({ ...subscription, expirationTime: null }),
    unsubscribe: async () => {
      localStorage.removeItem(key);
      return true;
    },
  });
  PushManager.prototype.subscribe = async (options) => {
    const bytes = new Uint8Array(options?.applicationServerKey as unknown as ArrayBuffer);
    localStorage.setItem(key, JSON.stringify([...bytes]));
    return make(bytes.buffer) as unknown as PushSubscription;
  };
  PushManager.prototype.getSubscription = async () => {
    const stored = localStorage.getItem(key);
    return stored ? (make(new Uint8Array(JSON.parse(stored) as number[]).buffer) as unknown as PushSubscription) : null;
  };
};

/** A phone-sized Chromium with the app's real service worker; only the subscription itself is the test's. */
export const openPhone = async (options: { origin: string; push: PushService }): Promise<Phone> => {
  const executablePath = findChromium();
  if (!executablePath) throw new Error("Chromium is not installed");
  const browser = await chromium.launch({ executablePath, args: chromiumArgs });
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, colorScheme: "dark" });
  await context.grantPermissions(["notifications", "background-sync"], { origin: options.origin });
  const endpoint = options.push.subscribe();
  await context.addInitScript(stubPushManager, endpoint.subscription as Parameters<typeof stubPushManager>[0]);
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const session: CDPSession = await context.newCDPSession(page);
  let registrationId = "";
  session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    registrationId =
      registrations.find((entry) => entry.scopeURL.startsWith(options.origin) && !entry.isDeleted)?.registrationId ?? registrationId;
  });
  await session.send("ServiceWorker.enable");
  const worker = async () => context.serviceWorkers()[0] ?? (await context.waitForEvent("serviceworker"));

  return {
    page,
    context,
    endpoint,
    deliver: async ({ payload }) => {
      await session.send("ServiceWorker.deliverPushMessage", { origin: options.origin, registrationId, data: JSON.stringify(payload) });
    },
    notifications: async () =>
      page.evaluate(async () => {
        const registration = await navigator.serviceWorker.ready;
        const shown = await registration.getNotifications();
        return shown.map((entry) => ({
          title: entry.title,
          body: entry.body,
          tag: entry.tag,
          actions: ((entry as unknown as { actions?: { action: string }[] }).actions ?? []).map((item) => item.action),
        }));
      }),
    tap: async (tag, action = "") => {
      await (
        await worker()
      ).evaluate(
        async ([wanted, button]) => {
          const scope = globalThis as unknown as { registration: ServiceWorkerRegistration; dispatchEvent(event: Event): boolean };
          const [notification] = await scope.registration.getNotifications({ tag: wanted as string });
          const Event = (globalThis as unknown as { NotificationEvent: new (type: string, init: object) => globalThis.Event })
            .NotificationEvent;
          scope.dispatchEvent(new Event("notificationclick", { notification, action: button }));
        },
        [tag, action],
      );
    },
    close: () => browser.close(),
  };
};

/** Opens the pairing link and confirms. */
export const pairPhone = async (phone: Phone, url: string) => {
  await phone.page.goto(url);
  await phone.page.getByRole("button", { name: "Pair this device" }).click();
  await phone.page.waitForURL((at) => at.pathname === "/" || at.pathname === "/connect");
  await phone.page.evaluate(() => navigator.serviceWorker.ready);
};
