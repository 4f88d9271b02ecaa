import { afterEach, beforeEach, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../../test/support/test-app.ts";
import { step } from "./state.ts";
import { toStanding } from "./watching.ts";

const hour = 3_600_000;
let ahead = 0;
let app: TestApp;
beforeEach(async () => {
  ahead = 0;
  app = await createTestApp({ clock: () => new Date(Date.now() + ahead) });
});
afterEach(() => app.close());
const look = () => app.services.alerts.evaluate();

test("looks that were an hour ahead of the database's clock are put right at once; a machine whose clock is wrong adds nothing", async () => {
  const hours = (count: number) =>
    app.database.executeSql(`update alert_clock set slot = slot + ${count * 120}, at = at + interval '${count} hours'`);
  expect(await look()).toBe(true);
  // As if this machine's clock had been ahead, the database's with it, and both were put right since.
  await hours(1);
  expect(await look()).toBe(true);
  expect(await look()).toBe(false);
  // Others' clocks that are wrong: behind, and ahead.
  for (const wrong of [-hour, hour]) {
    ahead = wrong;
    expect(await look()).toBe(false);
  }
  ahead = 30_000;
  expect(await look()).toBe(true);
  // After a night without a server.
  await hours(-8);
  ahead = 60_000;
  expect(await look()).toBe(true);
});

test("what was pending, or about to be over, before the clock was put back takes its time from now, not an hour more", () => {
  const bounds = { bound: "above", threshold: 1, clear: 1, forMs: 60_000, keepMs: 60_000 } as const;
  const row = {
    kind: "queue_depth",
    key: "a",
    subject: { kind: "workspace", id: "a", name: "a" },
    flaps: 0,
    value: 2,
    alertId: null,
  } as const;
  const [then, now] = [new Date(10 * hour), 9 * hour];
  const pending = toStanding({ ...row, state: "pending", since: then, clearSince: null, noReadingSince: null }, now);
  expect(step(pending, 2, bounds, now + 60_000)).toMatchObject({ fired: true });
  const firing = toStanding({ ...row, state: "firing", since: then, clearSince: then, noReadingSince: null }, now);
  expect(step(firing, 0, bounds, now + 60_000)).toMatchObject({ resolved: "cleared" });
});
