import type { HealthComponent } from "@beckon/contracts/health";
import { expect, test } from "vitest";
import { groupsOf, headlineOf, latencyWords, uptimeSpan, uptimeWords } from "./health-view.ts";

const at = "2026-11-22T10:00:00.000Z";
const part = (id: string, more: Partial<HealthComponent> = {}): HealthComponent => ({
  ...{ id, kind: "database", name: id, state: "up", words: "It answers", since: at, checkedAt: at },
  uptime: { ppm: 1_000_000, minutes: 60 },
  ...more,
});

test("the headline is the worst there is, by name", () => {
  expect(headlineOf([])).toEqual({ state: "unknown", words: "Not looked at yet" });
  expect(headlineOf([part("Database"), part("hook", { state: "unknown" })]).words).toBe("Everything is up");
  expect(headlineOf([part("Database"), part("Jobs", { state: "degraded" })]).words).toBe("Jobs is degraded");
  expect(headlineOf([part("devbox", { state: "down" }), part("tower", { state: "down" }), part("Jobs", { state: "degraded" })]).words).toBe(
    "devbox and 1 more are down",
  );
});

test("groups stand in one order, and only where something is in them", () => {
  const groups = groupsOf([part("devbox", { kind: "host" }), part("Database"), part("Push: Apple", { kind: "push" })]);
  expect(groups.map(({ heading }) => heading)).toEqual(["This server", "Push services", "Machines"]);
});

test("100 % is said only where nothing was missed", () => {
  const words = (ppm: number | null) => uptimeWords({ ppm, minutes: 1_440 });
  expect([words(1_000_000), words(999_999), words(999_306), words(0), words(null)]).toEqual(["100 %", "99.99 %", "99.93 %", "0.00 %", ""]);
});

test("spans and latencies read as people say them", () => {
  expect([1, 119, 120, 1_440].map((minutes) => uptimeSpan({ ppm: 0, minutes }))).toEqual(["of 1 min", "of 119 min", "of 2 h", "of 24 h"]);
  expect([0.42, 9.96, 12.4, 3_240].map(latencyWords)).toEqual(["0.4 ms", "10.0 ms", "12 ms", "3.2 s"]);
});
