import type { AlertRule } from "@beckon/contracts/alerts";
import { expect, test } from "vitest";
import { ago } from "../fleet/testing/rows.ts";
import { aSession, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import type { AlertPage } from "./alert-page.ts";
import type { AlertsPage } from "./alerts-page.ts";
import { spendKinds, withMarks } from "./alert-marks.ts";
import { anAlert } from "./testing/alert-rows.ts";
import "./alert-page.ts";
import "./alert-rules-page.ts";
import "./alerts-page.ts";

const words = () => textOf(document.body).replace(/\s+/gu, " ");
const shows = (text: string) => expect.poll(words).toContain(text);

const aRule = (more: Partial<AlertRule> = {}): AlertRule => ({
  ...{ kind: "agent_stale", enabled: true, threshold: 300, clear: 300, forSeconds: 300, severity: "warning" },
  ...more,
});

test("what fires comes first, what is over after it; nothing is said to be wrong where nothing fires", async () => {
  const app = fakeApp();
  await mountIn<AlertsPage>(app, "alerts-page");
  await shows("Nothing is wrong by your rules");
  const over = anAlert("al_2", { state: "resolved", resolvedAt: ago(60), resolvedBecause: "over", title: "A workflow is stuck: Orders" });
  app.alerts.put({ alerts: [anAlert("al_1"), over] });
  await shows("Firing 1 An agent is silent: mason");
  await shows("What it was about is no more");
  app.alerts.put({ alerts: [anAlert("al_1", { acknowledged: { at: ago(60), by: { kind: "person", name: "Ada" } } }), over] });
  await shows("Taken or quiet 1 An agent is silent: mason");
  expect(words()).not.toContain("Firing");
});

test("one alert: taken by a button; a viewer has none", async () => {
  const app = fakeApp();
  app.alerts.put({ alerts: [anAlert("al_1")] });
  const page = await mountIn<AlertPage>(app, "alert-page");
  page.alertId = "al_1";
  await shows("I take it");
  await shows("Auto-heal: dry run");
  const button = [...page.renderRoot.querySelectorAll("ui-button")].find((one) => one.textContent?.trim() === "I take it");
  button?.click();
  await expect.poll(() => app.asked).toContainEqual(["acknowledge", "al_1"]);

  const viewer = fakeApp({ session: aSession({ role: "viewer" }) });
  viewer.alerts.put({ alerts: [anAlert("al_1")] });
  (await mountIn<AlertPage>(viewer, "alert-page")).alertId = "al_1";
  await shows("An agent is silent: mason");
  expect(words()).not.toContain("I take it");
});

test("over while its sheet is open: there is nothing to snooze any more, and what the server said before does not come back", async () => {
  const app = fakeApp();
  const by = { kind: "person" as const, name: "Ada" };
  const snoozed = { at: ago(60), by, until: ago(-600) };
  app.alerts.put({
    alerts: [anAlert("al_1")],
    detail: { id: "al_1", loading: false, body: { ...anAlert("al_1", { snoozed }), clear: 300, events: [], points: [] } },
  });
  const page = await mountIn<AlertPage>(app, "alert-page");
  page.alertId = "al_1";
  await shows("I take it");
  expect(words()).not.toContain("Snoozed until");
  [...page.renderRoot.querySelectorAll("ui-button")].find((one) => one.textContent?.trim() === "Snooze")?.click();
  await shows("In 15 minutes");
  app.alerts.put({ alerts: [anAlert("al_1", { state: "resolved", resolvedAt: ago(1), resolvedBecause: "cleared" })] });
  await shows("It is over meanwhile");
  expect(words()).not.toContain("In 15 minutes");
  expect(words()).not.toContain("I take it");
});

test("of a thousand the first are listed, the others when they are wished for; the worst is opened first", async () => {
  const app = fakeApp();
  const members = Array.from({ length: 30 }, (_, n) => ({
    ...{ kind: "agent" as const, id: `ag_${n}`, name: `worker ${n};`, value: n === 20 ? 9_000 : 700, since: ago(900) },
  }));
  const alert = anAlert("al_1", { title: "1000 agents are silent", count: 1_000, members: members.slice(0, 21) });
  app.alerts.put({
    alerts: [alert],
    detail: { id: "al_1", loading: false, body: { ...alert, members, clear: 300, events: [], points: [] } },
  });
  const page = await mountIn<AlertPage>(app, "alert-page");
  page.alertId = "al_1";
  await shows("worker 7;");
  expect(words()).not.toContain("worker 8;");
  expect(words()).toContain("And 970 more that are not listed.");
  const buttons = [...page.renderRoot.querySelectorAll("ui-button")];
  expect(buttons.find((one) => one.textContent?.trim() === "Open the worst")?.href).toBe("/agents/ag_20");
  buttons.find((one) => one.textContent?.trim() === "Show 22 more")?.click();
  await shows("worker 29;");
});

test("rules in plain words, and what is silenced", async () => {
  const app = fakeApp();
  const silence = {
    id: "si_1",
    matcher: { kind: "agent_stale" as const },
    from: ago(60),
    until: new Date(Date.now() + 3_600_000).toISOString(),
    comment: "Known",
    by: { kind: "person" as const, name: "Ada" },
  };
  app.alerts.put({ rules: [aRule(), aRule({ kind: "queue_age", enabled: false })], silences: [silence] });
  await mountIn(app, "alert-rules-page" as "alerts-page");
  await shows("Above 5 min for 5 min · warning");
  await shows("1 of 2 on");
  await shows("by Ada: Known");
});

test("what fired in a step is marked there and said", () => {
  const bars = [
    { counts: [1], words: "10:00" },
    { counts: [2], words: "11:00" },
  ];
  const steps = [
    { from: "2026-11-21T10:00:00.000Z", to: "2026-11-21T11:00:00.000Z" },
    { from: "2026-11-21T11:00:00.000Z", to: "2026-11-21T12:00:00.000Z" },
  ];
  const alerts = [
    anAlert("al_1", { kind: "spend_hour", title: "Spending is high", firedAt: "2026-11-21T11:00:00.000Z" }),
    anAlert("al_2", { firedAt: "2026-11-21T10:30:00.000Z" }),
  ];
  const [first, second] = withMarks(bars, steps, { alerts, kinds: spendKinds });
  expect(first?.mark).toBeUndefined();
  expect(second?.mark).toMatch(/^Alert: Spending is high/u);
  expect(second?.words).toContain("Spending is high");
});
