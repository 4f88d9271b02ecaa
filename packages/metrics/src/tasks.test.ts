import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { balance, distributionEfficiency, progress, queue, taskDuration, taskSuccess, throughput } from "./tasks.ts";

describe("the reference cases", () => {
  test("85 completed, 5 failed, 10 running: 94.44 %", () => {
    const { value, n } = taskSuccess({ completed: 85, failed: 5 });
    expect([value!.toFixed(2), n]).toEqual(["94.44", 90]);
  });

  test("10 pending, 5 in progress: efficiency 33.33 %", () =>
    expect(distributionEfficiency({ pending: 10, in_progress: 5 }).value!.toFixed(2)).toBe("33.33"));

  test("06:31:00 → 06:35:00, reported 300.5 s: 240 s, and the contradiction", () =>
    expect(taskDuration({ startedAt: "2026-11-21T06:31:00Z", endedAt: "2026-11-21T06:35:00Z", reportedMs: 300_500 })).toEqual({
      value: 240_000,
      n: 1,
      source: "timestamps",
      contradiction: { reportedMs: 300_500, differenceMs: 60_500 },
    }));

  test("done, blocked, inbox, in progress: 43.75, displayed 44", () =>
    expect(progress({ completed: 1, blocked: 1, in_progress: 1, total: 4 })).toEqual({ value: 43.75, display: 44, n: 4 }));
});

test("a timed-out task failed; a cancelled one stands beside", () =>
  expect(taskSuccess({ completed: 1, failed: 1, timedOut: 2, cancelled: 7 })).toMatchObject({ value: 25, n: 4, cancelled: 7 }));

describe("durations", () => {
  const startedAt = "2026-11-21T06:31:00Z";
  test.each([
    [
      "a rounded report contradicts nothing",
      { startedAt, endedAt: "2026-11-21T06:35:00.400Z", reportedMs: 240_000 },
      { value: 240_400, source: "timestamps" },
    ],
    ["a report without instants is believed", { reportedMs: 5_000 }, { value: 5_000, source: "reported" }],
    ["a running task has none", { startedAt }, { value: null, n: 0 }],
    [
      "an end before the beginning is a wrong clock",
      { startedAt, endedAt: "2026-11-21T06:30:00Z", reportedMs: 9 },
      { value: null, n: 0, skewed: true },
    ],
    ["junk is no report", { reportedMs: Number.NaN }, { value: null }],
  ])("%s", (_name, task, expected) => {
    const found = taskDuration(task);
    expect(found).toMatchObject(expected);
    expect(found.contradiction).toBeUndefined();
  });
});

test("throughput is per hour of the window, and null without one", () => {
  const window = { from: "2026-11-21T06:00:00Z", to: "2026-11-21T10:00:00Z" };
  expect(throughput(10, { window })).toEqual({ value: 2.5, n: 10, window });
  expect(throughput(10, {}).value).toBeNull();
  expect(throughput(10, { window: { from: window.to, to: window.from } }).value).toBeNull();
});

test("the queue counts what is to be done, and knows its oldest", () => {
  const now = Date.parse("2026-11-21T12:00:00Z");
  const rows = [
    { status: "pending", count: 3, since: "2026-11-21T11:59:00Z" },
    { status: "blocked", since: "2026-11-21T11:00:00Z" },
    { status: "completed", count: 9, since: "2026-01-01T00:00:00Z" },
    { status: "assigned", count: 0, since: "2026-01-01T00:00:00Z" },
  ];
  const found = queue(rows, now);
  expect(found).toEqual({
    counts: { pending: 3, assigned: 0, in_progress: 0, blocked: 1 },
    value: 3_600_000,
    n: 4,
    oldestAt: "2026-11-21T11:00:00.000Z",
  });
  expect(queue(rows.toReversed(), now)).toEqual(found);
  expect(queue([], now)).toMatchObject({ value: null, n: 0 });
});

test("balance is 1 when even, 1/n when one has it all, null without agents or tasks", () => {
  expect(balance([2, 2, 2]).value).toBe(1);
  expect(balance([8, 0, 0, 0]).value).toBe(0.25);
  expect(balance([]).value).toBeNull();
  expect(balance([0, 0])).toEqual({ value: null, n: 2 });
});

const counts = fc.nat(10_000);

test("whatever is counted stays within its bounds, and is null exactly without data", () =>
  fc.assert(
    fc.property(counts, counts, counts, counts, (a, b, c, d) => {
      const shares = [
        taskSuccess({ completed: a, failed: b, timedOut: c, cancelled: d }),
        distributionEfficiency({ pending: a, assigned: b, in_progress: c }),
        progress({ completed: a, in_progress: b, blocked: c, total: a + b + c + d }),
      ];
      for (const { value, n } of shares) {
        expect(value === null).toBe(n === 0);
        if (value !== null) expect(value >= 0 && value <= 100).toBe(true);
      }
      const shown = progress({ completed: a, in_progress: b, blocked: c, total: a + b + c + d });
      if (shown.value !== null) expect(Math.abs(shown.display! - shown.value)).toBeLessThanOrEqual(0.500001);
    }),
  ));

test("balance lies between 1/n and 1, in any order and at any scale", () =>
  fc.assert(
    fc.property(fc.array(fc.nat(500), { minLength: 1 }), fc.integer({ min: 1, max: 9 }), (loads, times) => {
      const { value } = balance(loads);
      expect(value === null).toBe(loads.every((load) => load === 0));
      if (value === null) return;
      expect(value >= 1 / loads.length - 1e-6 && value <= 1).toBe(true);
      expect(balance(loads.toReversed()).value).toBe(value);
      expect(balance(loads.map((load) => load * times)).value).toBeCloseTo(value, 5);
    }),
  ));
