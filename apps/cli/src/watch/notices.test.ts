import type fs from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createNotices } from "./notices.ts";

const system = vi.hoisted(() => ({ left: 0, code: "ENOSPC", closed: 0 }));
vi.mock("node:fs", async (original) => ({
  ...(await original<typeof fs>()),
  watch: () => {
    if (system.left === 0) throw Object.assign(new Error("the system says no"), { code: system.code });
    system.left -= 1;
    return { on: () => undefined, close: () => void (system.closed += 1) };
  },
}));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const setUp = (left: number, code = "ENOSPC") => {
  Object.assign(system, { left, code, closed: 0 });
  const changed = vi.fn();
  const polls = vi.fn();
  return { changed, polls, notices: createNotices({ root: "/tasks", changed, polls }) };
};

test("where the system has no watches left, it gives back those it has and looks at everything every second", () => {
  const { changed, polls, notices } = setUp(2);
  notices.follow(new Set(["", "inbox", "done"]));
  expect(polls.mock.calls).toEqual([["the system has no watches left"]]);
  expect(system.closed).toBe(2);
  vi.advanceTimersByTime(500);
  changed.mockClear();
  vi.advanceTimersByTime(3_000);
  const everything = changed.mock.calls.filter(([places]) => places.has(""));
  expect(everything).toHaveLength(3);
  // It does not try again with each look, nor say it again.
  notices.follow(new Set(["", "inbox", "done", "new"]));
  expect(polls).toHaveBeenCalledTimes(1);
  notices.stop();
  changed.mockClear();
  vi.advanceTimersByTime(5_000);
  expect(changed).not.toHaveBeenCalled();
});

test("a folder that has gone, or is closed to us, is no reason to poll", () => {
  for (const code of ["ENOENT", "ENOTDIR", "EACCES"]) {
    const { polls, notices } = setUp(0, code);
    notices.follow(new Set([""]));
    expect(polls).not.toHaveBeenCalled();
    notices.stop();
  }
});

test("with watches, everything is looked at once a minute; what comes close together is told together", () => {
  const { changed, notices } = setUp(9);
  notices.follow(new Set(["inbox"]));
  vi.advanceTimersByTime(200);
  expect(changed.mock.calls).toEqual([[new Set(["inbox"])]]);
  changed.mockClear();
  notices.note("inbox/a.yaml");
  vi.advanceTimersByTime(30);
  notices.note("inbox/b.yaml");
  vi.advanceTimersByTime(60);
  expect(changed.mock.calls).toEqual([[new Set(["inbox/a.yaml", "inbox/b.yaml"])]]);
  changed.mockClear();
  vi.advanceTimersByTime(60_000);
  expect(changed.mock.calls).toEqual([[new Set([""])]]);
  notices.stop();
});
