import { expect, test } from "vitest";
import { createListeners, type Database, type Wake } from "../db/database.ts";
import { createWaiters } from "./waiters.ts";

const open = () => {
  const wakes = createListeners<[Wake]>();
  const gaps = createListeners<[]>();
  const waiters = createWaiters({ database: { onWake: wakes.add, onGap: gaps.add } as unknown as Database, topic: "decision" });
  return { waiters, wake: (key: string, topic = "decision") => wakes.emit({ topic, key }), gap: () => gaps.emit() };
};
const never = 3_600_000;

/** What a promise has come to once everything that was ready has run. */
const state = async (promise: Promise<unknown>) => {
  await new Promise(setImmediate);
  return Promise.race([promise.then(() => "over"), Promise.resolve("waits")]);
};

test("a wake ends all waits for its key, and no other", async () => {
  const { waiters, wake } = open();
  const [a, b, other] = [waiters.arm("a"), waiters.arm("a"), waiters.arm("b")].map((slot) => slot.wait(never)) as [
    Promise<void>,
    Promise<void>,
    Promise<void>,
  ];
  wake("a", "another topic");
  expect(await state(a)).toBe("waits");
  wake("a");
  await Promise.all([a, b]);
  expect(await state(other)).toBe("waits");
  expect(waiters.size()).toBe(1);
  wake("b");
  await other;
  expect(waiters.size()).toBe(0);
});

test("a wake between arming and waiting is not missed", async () => {
  const { waiters, wake } = open();
  const slot = waiters.arm("a");
  wake("a");
  await slot.wait(never);
  expect(waiters.size()).toBe(0);
});

test("a gap ends all waits: anything may have happened", async () => {
  const { waiters, gap } = open();
  const waits = ["a", "b", "c"].map((key) => waiters.arm(key).wait(never));
  gap();
  await Promise.all(waits);
  expect(waiters.size()).toBe(0);
});

test("the time limit ends a wait, and so does a caller who goes, now or before", async () => {
  const { waiters } = open();
  await waiters.arm("a").wait(0);
  const controller = new AbortController();
  const left = waiters.arm("a").wait(never, controller.signal);
  controller.abort();
  await left;
  await waiters.arm("a").wait(never, controller.signal);
  expect(waiters.size()).toBe(0);
});

test("disarming twice takes nobody away who has come in between", async () => {
  const { waiters, wake } = open();
  const first = waiters.arm("a");
  first.disarm();
  const second = waiters.arm("a").wait(never);
  first.disarm();
  wake("a");
  await second;
  expect(waiters.size()).toBe(0);
});
