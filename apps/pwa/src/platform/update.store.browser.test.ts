import { afterEach, expect, test, vi } from "vitest";
import { UpdateStore } from "./update.store.ts";

afterEach(() => vi.restoreAllMocks());

type FakeWorker = EventTarget & { postMessage: (message: unknown) => void };
function setUp({ controlled = true }: { controlled?: boolean } = {}) {
  vi.spyOn(navigator.serviceWorker, "controller", "get").mockImplementation(() => (controlled ? ({} as ServiceWorker) : null));
  const sent: unknown[] = [];
  const newer: FakeWorker = Object.assign(new EventTarget(), { postMessage: (message: unknown) => sent.push(message) });
  const registration = Object.assign(new EventTarget(), {
    update: async () => undefined,
    waiting: undefined as FakeWorker | undefined,
    installing: undefined as FakeWorker | undefined,
  });
  let reloads = 0;
  const store = new UpdateStore(() => (reloads += 1));
  store.watch(registration as unknown as ServiceWorkerRegistration);
  const install = () => {
    registration.installing = newer;
    registration.dispatchEvent(new Event("updatefound"));
    [registration.installing, registration.waiting] = [undefined, newer];
    newer.dispatchEvent(new Event("statechange"));
  };
  const takeOver = () => navigator.serviceWorker.dispatchEvent(new Event("controllerchange"));
  return { store, install, takeOver, sent, reloads: () => reloads };
}

test("a newer version is offered, and takes over only when wanted", async () => {
  const { store, install, takeOver, sent, reloads } = setUp();
  expect(store.state.available).toBe(false);
  install();
  expect(store.state.available).toBe(true);
  expect([sent.length, reloads()]).toEqual([0, 0]);
  await store.apply();
  expect(sent).toEqual([{ type: "skip-waiting" }]);
  takeOver();
  expect(reloads()).toBe(1);
});

test("the first installation replaces nothing and reloads nothing", () => {
  const { store, install, takeOver, reloads } = setUp({ controlled: false });
  install();
  takeOver();
  expect([store.state.available, reloads()]).toEqual([false, 0]);
});

test("a window whose version was replaced by another window is asked to reload, not reloaded", async () => {
  const { store, takeOver, reloads } = setUp();
  takeOver();
  expect([store.state.available, reloads()]).toEqual([true, 0]);
  await store.apply();
  expect(reloads()).toBe(1);
});
