import * as fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import type { DecisionRequest } from "@beckon/contracts/decisions";
import { backoff } from "./backoff.ts";
import { ConnectionStore } from "./connection.store.ts";
import { isOwnPath } from "./deep-link.ts";
import { newerRow } from "./newer-row.ts";
import { parseSyncAnswer } from "./sync.ts";
import { uuid7 } from "./uuid7.ts";

test("keys are UUIDs of version 7 that sort by time", () => {
  const moments = fc.integer({ min: 0, max: 2 ** 48 - 2 });
  fc.assert(
    fc.property(moments, (at) => {
      const [early, late] = [uuid7(at), uuid7(at + 1)];
      expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(early < late).toBe(true);
      expect(Number.parseInt(early.replaceAll("-", "").slice(0, 12), 16)).toBe(at);
    }),
  );
  expect(uuid7(1)).not.toBe(uuid7(1));
});

test("pauses double up to their cap and use all of the range", () => {
  const ceiling = (attempt: number) => backoff(attempt, { base: 1_000, cap: 60_000, random: () => 1 });
  expect([1, 2, 3, 7, 99].map(ceiling)).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
  expect(backoff(5, { base: 1_000, cap: 60_000, random: () => 0 })).toBe(0);
});

test("a request never goes back in time", () => {
  const row = (status: string, outcome?: object) => ({ id: "dr_1", status, outcome }) as DecisionRequest;
  const [pending, decided, executed] = [row("pending"), row("decided"), row("decided", { status: "executed" })];
  expect(newerRow(decided, pending)).toBe(decided);
  expect(newerRow(executed, decided)).toBe(executed);
  expect(newerRow(pending, decided)).toBe(decided);
  expect(newerRow(decided, executed)).toBe(executed);
  expect(newerRow(undefined, pending)).toBe(pending);
  const later = row("pending");
  expect(newerRow(pending, later)).toBe(later);
});

test("only our own pages are opened for a notification", () => {
  for (const path of ["/", "/decisions/dr_1", "/history?q=a"]) expect(isOwnPath(path)).toBe(true);
  for (const path of ["//evil.example", "/\\evil.example", "https://evil.example/", "javascript:alert(1)", "", 7, undefined])
    expect(isOwnPath(path)).toBe(false);
});

test("a stream event that is not a sync answer is not let in", () => {
  expect(
    parseSyncAnswer(
      JSON.stringify({ changes: [], tombstones: [], cursor: "c", reset: false, more: false, asOf: "2026-11-21T09:00:00.000Z" }),
    ),
  ).toMatchObject({ cursor: "c" });
  for (const text of ["", "null", "[]", "{}", '{"changes":{}}', "<html>"]) expect(parseSyncAnswer(text)).toBeUndefined();
});

afterEach(() => void vi.useRealTimers());

test("a connection has been away for long once it was lost, or did not come while the app opened, until it is there", () => {
  vi.useFakeTimers();
  const connection = new ConnectionStore();
  const isLong = () => connection.state.long === true;
  vi.advanceTimersByTime(1_900);
  expect(isLong()).toBe(false);
  connection.become("live");
  vi.advanceTimersByTime(60_000);
  expect(isLong()).toBe(false);
  connection.become("offline");
  expect(isLong()).toBe(true);
  connection.become("connecting");
  expect(isLong()).toBe(true);
  connection.become("live");
  connection.become("connecting");
  expect(isLong()).toBe(false);
  vi.advanceTimersByTime(2_100);
  expect(isLong()).toBe(true);
  expect(connection.state.state).toBe("connecting");
});
