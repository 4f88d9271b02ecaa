import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createAlarm } from "./alarm.ts";

const start = Date.parse("2026-11-21T10:00:00.000Z");
const day = 86_400_000;
let rung: string[];
beforeEach(() => {
  vi.useFakeTimers({ now: start });
  rung = [];
});
afterEach(() => void vi.useRealTimers());

const open = () => createAlarm({ clock: () => new Date(), ring: (name) => void rung.push(`${name} ${Date.now() - start}`) });
const after = (ms: number) => new Date(start + ms);

test("rings at the moment, never before it, and once", () => {
  open().set("expire", after(1_000));
  vi.advanceTimersByTime(999);
  expect(rung).toEqual([]);
  vi.advanceTimersByTime(10_000);
  expect(rung).toEqual(["expire 1000"]);
});

test("an earlier moment set later rings first, and the later one still rings", () => {
  const alarm = open();
  alarm.set("late", after(5_000));
  alarm.set("soon", after(1_000));
  alarm.set("between", after(3_000));
  vi.advanceTimersByTime(10_000);
  expect(rung).toEqual(["soon 1000", "between 3000", "late 5000"]);
});

test("moments that lie close together ring a name once, and each name", () => {
  const alarm = open();
  for (let ms = 1_001; ms <= 1_100; ms += 1) alarm.set("a", after(ms));
  alarm.set("b", after(1_050));
  vi.advanceTimersByTime(2_000);
  expect(rung).toEqual(["a 1100", "b 1100"]);
});

test("a moment that has passed rings at once", () => {
  open().set("overdue", after(-day));
  vi.advanceTimersByTime(0);
  expect(rung).toEqual(["overdue 0"]);
});

test("a moment beyond what a timer can hold is waited for in steps", () => {
  open().set("far", after(60 * day));
  vi.advanceTimersByTime(59 * day);
  expect(rung).toEqual([]);
  vi.advanceTimersByTime(day);
  expect(rung).toEqual([`far ${60 * day}`]);
});

test("after it was cleared it is silent, and takes new moments", () => {
  const alarm = open();
  alarm.set("old", after(1_000));
  alarm.clear();
  alarm.set("new", after(2_000));
  vi.advanceTimersByTime(5_000);
  expect(rung).toEqual(["new 2000"]);
});

test("a ring that sets the next moment is heard", () => {
  const alarm = createAlarm({
    clock: () => new Date(),
    ring: (name) => {
      rung.push(name);
      if (rung.length < 3) alarm.set(`${name}+`, new Date(Date.now() + 1_000));
    },
  });
  alarm.set("a", after(1_000));
  vi.advanceTimersByTime(10_000);
  expect(rung).toEqual(["a", "a+", "a++"]);
});

test("hundreds of thousands of moments are no harm", () => {
  const alarm = open();
  for (let index = 300_000; index > 0; index -= 1) alarm.set("many", after(index * 100));
  vi.advanceTimersByTime(100);
  expect(rung).toEqual(["many 100"]);
});
