import type { Session } from "@beckon/contracts/access";
import type { Delivery } from "@beckon/contracts/notifications";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiProblem } from "../platform/api-client.ts";
import { openReplica, type Replica, readMeta, writeMeta } from "../platform/replica.ts";
import { keyBytes } from "./push-subscription.ts";
import type { PushApi } from "./push.api.ts";
import { PushStore } from "./push.store.ts";

// The browser's push manager is the one thing that cannot be had here: a stand-in keeps its rules.
const key = "BHweTEcCZCGrhFt-qORFtmDNRzOZ_j9GdaO1QAd2vMr2iBJt8ZIH1WodULyq5Wji5i4mUAycc5eoKJ0r7xH5m6s";
const otherKey = key.replace("BHwe", "BHwf");
let name: string;
let replica: Replica;
let held: ReturnType<typeof subscription> | null;
let permission: NotificationPermission;
let refuse: string | undefined;
let made: number;

function subscription(boundTo: string, endpoint: string) {
  return {
    endpoint,
    options: { applicationServerKey: keyBytes(boundTo).buffer },
    toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh: "p", auth: "a" } }),
    unsubscribe: async () => ((held = null), true),
  };
}
const registration = {
  active: {},
  pushManager: {
    getSubscription: async () => held,
    subscribe: async ({ applicationServerKey }: { applicationServerKey: Uint8Array }) => {
      if (refuse) throw new DOMException("", refuse);
      if (held) throw new DOMException("another key", "InvalidStateError");
      permission = "granted";
      made += 1;
      held = subscription(
        String.fromCharCode(...applicationServerKey) === atob(key.replaceAll("-", "+").replaceAll("_", "/")) ? key : otherKey,
        `https://push.example/${made}`,
      );
      return held;
    },
  },
};

beforeEach(() => {
  name = `test-${crypto.randomUUID()}`;
  replica = openReplica(name);
  [held, permission, refuse, made] = [null, "default", undefined, 0];
  vi.spyOn(navigator.serviceWorker, "getRegistration").mockResolvedValue(registration as unknown as ServiceWorkerRegistration);
  vi.spyOn(Notification, "permission", "get").mockImplementation(() => permission);
});
afterEach(() => {
  vi.restoreAllMocks();
  replica.close();
  indexedDB.deleteDatabase(name);
});

const delivery = (status: string) => ({ id: "dl_1", status }) as unknown as Delivery;
function setUp(api: Partial<PushApi> = {}, state: "none" | "active" | "gone" = "none") {
  const saved: unknown[] = [];
  const session = { server: { vapidPublicKey: key }, device: { push: { state } } } as unknown as Session;
  const none = () => Promise.reject(new ApiProblem(0, { code: "network.unreachable", title: "The server cannot be reached" }));
  const full: PushApi = {
    publicKey: none,
    subscribe: async (json) => (saved.push(json.endpoint), {} as never),
    unsubscribe: async () => void saved.push("unsubscribed"),
    test: none,
    recent: none,
    ...api,
  };
  return { store: new PushStore({ api: full, replica, session: () => session, pause: async () => undefined }), saved };
}

test("enabling subscribes and tells the server", async () => {
  const { store, saved } = setUp();
  await store.reconcile();
  await store.enable();
  expect(store.state).toMatchObject({ wanted: true, subscribed: true, busy: false, permission: "default", error: undefined });
  expect(saved).toEqual(["https://push.example/1"]);
  expect(await readMeta(replica, "pushWanted")).toBe(true);
});

test("nothing slow lies between the click and the browser's question", async () => {
  const { store } = setUp();
  await store.reconcile();
  let asked = false;
  vi.spyOn(registration.pushManager, "subscribe").mockImplementation(
    async () => ((asked = true), (held = subscription(key, "https://push.example/9"))),
  );
  void store.enable();
  expect(asked).toBe(true);
  await expect.poll(() => store.state.subscribed).toBe(true);
});

test("a refusal of the browser is told in words with what to do", async () => {
  const { store } = setUp();
  await store.reconcile();
  refuse = "NotAllowedError";
  await store.enable();
  expect(store.state).toMatchObject({ subscribed: false, busy: false });
  expect(store.state.error).toContain("browser's settings");
});

test("a subscription that the server does not have does not count", async () => {
  const { store } = setUp({ subscribe: () => Promise.reject(new ApiProblem(503, { title: "Down", code: "http.down" })) });
  await store.reconcile();
  await store.enable();
  expect(store.state).toMatchObject({ wanted: true, subscribed: false, error: "Down." });
});

test("on return what is alive is told once, however often one returns", async () => {
  await writeMeta(replica, "pushWanted", true);
  [held, permission] = [subscription(key, "https://push.example/old"), "granted"];
  const { store, saved } = setUp({}, "active");
  await store.reconcile();
  await store.reconcile();
  expect(saved).toEqual(["https://push.example/old"]);
  expect(store.state.subscribed).toBe(true);
});

test("a subscription of another server key, or one the push service gave up, is made anew", async () => {
  await writeMeta(replica, "pushWanted", true);
  [held, permission] = [subscription(otherKey, "https://push.example/old"), "granted"];
  const first = setUp({}, "active");
  await first.store.reconcile();
  expect(first.saved).toEqual(["https://push.example/1"]);
  const second = setUp({}, "gone");
  await second.store.reconcile();
  expect(second.saved).toEqual(["https://push.example/2"]);
});

test("what was lost and cannot come back without a click is said", async () => {
  await writeMeta(replica, "pushWanted", true);
  const { store } = setUp();
  await store.reconcile();
  expect(store.state).toMatchObject({ wanted: true, subscribed: false });
  expect(store.state.error).toContain("Enable them again");
});

test("who does not want notifications is not subscribed", async () => {
  permission = "granted";
  const { store, saved } = setUp();
  await store.reconcile();
  expect([store.state.subscribed, made, saved.length]).toEqual([false, 0, 0]);
});

test("disabling ends it here first, then on the server", async () => {
  const { store, saved } = setUp();
  await store.reconcile();
  await store.enable();
  await store.disable();
  expect(held).toBeNull();
  expect(saved.at(-1)).toBe("unsubscribed");
  expect(store.state).toMatchObject({ wanted: false, subscribed: false });
});

test("a test is followed until it was shown", async () => {
  const stages = ["accepted", "shown"];
  const { store } = setUp({ test: async () => delivery("queued"), recent: async () => ({ items: [delivery(stages.shift() ?? "shown")] }) });
  const seen: string[] = [];
  store.subscribe(() => store.state.lastTest && seen.push(store.state.lastTest.status));
  await store.sendTest();
  expect([...new Set(seen)]).toEqual(["queued", "accepted", "shown"]);
});
