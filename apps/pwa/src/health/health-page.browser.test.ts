import type { HealthComponent, HealthReport } from "@beckon/contracts/health";
import { afterEach, expect, test } from "vitest";
import { fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import type { HealthPage } from "./health-page.ts";
import "./health-page.ts";

const at = "2026-11-22T10:00:00.000Z";
const part = (more: Partial<HealthComponent>): HealthComponent => ({
  ...{ id: "database", kind: "database", name: "Database (embedded)", state: "up", words: "It answers", since: at, checkedAt: at },
  latencyMs: 0.42,
  uptime: { ppm: 999_306, minutes: 1_440 },
  ...more,
});
const report = (more: Partial<HealthReport> = {}): HealthReport => ({
  asOf: at,
  process: { version: "1.2.3", startedAt: at, memoryBytes: 300 * 1_048_576, streams: 2, troubles: [] },
  components: [part({})],
  ...more,
});
const words = () => textOf(document.body).replace(/\s+/gu, " ");

afterEach(() => document.body.replaceChildren());

test("what is down stands first, with since when, why, and how often it is up; hostile text is text", async () => {
  const app = fakeApp();
  await mountIn<HealthPage>(app, "health-page");
  expect(app.asked).toContainEqual(["loadHealth"]);
  const error = { at, message: `<img src=x onerror="alert(1)">` };
  const push = part({
    id: "push:Apple",
    kind: "push",
    name: "Push: Apple",
    state: "down",
    words: "It fails 1 of 1 device",
    lastError: error,
  });
  app.health.put({ body: report({ components: [push, part({})] }), at });
  await expect.poll(words).toContain("Push: Apple is down");
  expect(words()).toContain(`<img src=x onerror="alert(1)">`);
  expect(words()).toContain("99.93 % of 24 h");
  expect(words()).toContain("It answers · 0.4 ms");
  expect(words()).toContain("warned of nothing");
});

test("without an answer the last known one stands, and says that it is older", async () => {
  const app = fakeApp();
  await mountIn<HealthPage>(app, "health-page");
  app.health.put({ body: report(), at, error: "No connection" });
  await expect.poll(words).toContain("No connection. What stands here is older.");
  expect(words()).toContain("Everything is up");
});

test("what the process warned of is counted", async () => {
  const app = fakeApp();
  await mountIn<HealthPage>(app, "health-page");
  const troubles = [{ level: "error" as const, message: "request failed", count: 1_204, lastAt: at }];
  app.health.put({ body: report({ process: { ...report().process, troubles } }), at });
  await expect.poll(words).toContain("1,204 times");
});
