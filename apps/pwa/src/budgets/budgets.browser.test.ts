import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ago, now } from "../fleet/testing/rows.ts";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import type { BudgetsCard } from "./budgets-card.ts";
import type { BudgetsPage } from "./budgets-page.ts";
import { aBudget, anAnomaly, aSilence } from "./testing/rows.ts";
import "./budgets-card.ts";
import "./budgets-page.ts";
import type { SpendingSilence } from "./spending-silence.ts";

const words = (root: Element = document.body) => textOf(root).replace(/\s+/gu, " ");
const shows = (text: string) => expect.poll(() => words()).toContain(text);
const buttonsIn = (root: Element | ShadowRoot): (HTMLElement & { label?: string })[] => [
  ...root.querySelectorAll<HTMLElement>("ui-button"),
  ...[...root.querySelectorAll("*")].flatMap((child) =>
    child.shadowRoot && child.localName !== "ui-button" ? buttonsIn(child.shadowRoot) : [],
  ),
];
const buttons = () => buttonsIn(document.body).filter((one) => one.checkVisibility());
const button = (name: string) => {
  const found = buttons().find((one) => words(one).trim() === name || one.label === name);
  if (!found) throw new Error(`no button “${name}”`);
  return found;
};
const typeIn = (label: string, value: string) => {
  const fields = (root: Element | ShadowRoot): Element[] => [
    ...root.querySelectorAll("ui-field"),
    ...[...root.querySelectorAll("*")].flatMap((child) => (child.shadowRoot ? fields(child.shadowRoot) : [])),
  ];
  const field = fields(document.body).find((one) => (one as Element & { label: string }).label === label)!;
  const input = deep<HTMLInputElement>(field, "input")!;
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
};

beforeEach(() => void vi.useFakeTimers({ now, toFake: ["Date"] }));
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

test("without a budget it says what one is; a viewer has no button", async () => {
  await mountIn<BudgetsPage>(fakeApp(), "budgets-page");
  await shows("No budget is set");
  expect(button("Set a budget")).toBeDefined();
  await mountIn<BudgetsPage>(fakeApp({ session: aSession({ role: "viewer" }) }), "budgets-page");
  await shows("No budget is set");
  expect(buttons()).toEqual([]);
});

test("each says what is spent of how much, how it will end, when it resets, and what is not in it", async () => {
  const app = fakeApp();
  app.budgets.put({
    budgets: [
      aBudget("1", { current: { spent: { micros: 4_100_000, n: 9, unpriced: 3, paymentUnknown: 0, asOf: ago(9) } } }),
      aBudget("2", {
        scope: { kind: "agent", id: "ag_1", name: "builder-2" },
        current: {
          standing: "asking",
          requestId: "dr_0000000000000000000000",
          spent: { micros: 10_100_000, n: 9, unpriced: 0, paymentUnknown: 0, asOf: ago(9) },
        },
      }),
    ],
  });
  await mountIn<BudgetsPage>(app, "budgets-page");
  for (const part of [
    "$4.10 of $10.00",
    "At the end: about $7.40 ($6.20 to $9.10); within the limit.",
    "3 calls without price are not in it.",
    "1 December 00:00 Europe/Berlin",
    "API equivalent",
    "spent: it waits for your answer",
  ])
    await shows(part);
  expect(deep<HTMLElement & { href: string }>(document.body, ".ask ui-button")?.getAttribute("href")).toBe(
    "/decisions/dr_0000000000000000000000",
  );
});

test("a budget is set with what was chosen; the sheet closes when the server has it", async () => {
  const app = fakeApp();
  await mountIn<BudgetsPage>(app, "budgets-page");
  button("Set a budget").click();
  await shows("May be spent, in dollars");
  typeIn("May be spent, in dollars", "7,50");
  typeIn("The question at 100 % offers so much more", "2");
  await expect.poll(() => button("Set").hasAttribute("disabled")).toBe(false);
  button("Set").click();
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  await expect
    .poll(() => app.asked)
    .toContainEqual([
      "addBudget",
      {
        ...{ scope: { kind: "workspace" }, period: "month", timeZone, column: "apiEquivalent", amountMicros: 7_500_000 },
        ...{ extendMicros: 2_000_000, askSeconds: 3_600, onExpiry: "stop" },
      },
    ]);
});

test("changed, and deleted after one more question; offline nothing is changed, and the page says as of when it is", async () => {
  const app = fakeApp();
  app.budgets.put({ budgets: [aBudget("1")], asOf: ago(300) });
  await mountIn<BudgetsPage>(app, "budgets-page");
  button("Change the budget of All agents").click();
  await shows("Another amount holds at once");
  typeIn("May be spent, in dollars", "20");
  await expect.poll(() => button("Change").hasAttribute("disabled")).toBe(false);
  button("Change").click();
  await expect.poll(() => app.asked).toContainEqual(["changeBudget", "bg_1", { amountMicros: 20_000_000 }]);
  await expect.poll(() => words()).not.toContain("Another amount holds at once");
  button("Change the budget of All agents").click();
  await shows("Delete…");
  button("Delete…").click();
  await shows("Delete it");
  button("Delete it").click();
  await expect.poll(() => app.asked).toContainEqual(["removeBudget", "bg_1"]);
  app.connection.put({ state: "offline", since: ago(300), pendingAnswers: 0 });
  await shows("No connection. Budgets are shown as of the last one");
  await shows("5 min ago");
  expect(button("Set a budget").hasAttribute("disabled")).toBe(true);
});

test("whom a stop reached, who went on and why; hostile names do nothing", async () => {
  const app = fakeApp();
  app.budgets.put({
    budgets: [
      aBudget("1", {
        current: {
          standing: "stop_failed",
          targets: [
            { name: "mason", how: "machine", state: "done", words: "It ended." },
            { name: "<img src=x onerror=alert(1)>", how: "none", state: "failed", words: "Goes on: nothing of it waits for Beckon." },
            { name: "stepper", how: "step", state: "requested" },
          ],
        },
      }),
    ],
  });
  await mountIn<BudgetsPage>(app, "budgets-page");
  for (const part of [
    "mason stopped",
    "was not stopped",
    "stepper ends at its next step",
    "not all were stopped",
    "<img src=x onerror=alert(1)>",
  ])
    await shows(part);
  expect(deep(document.body, "img")).toBeUndefined();
});

test("silence and unusual hours stand on top, on the card of Value too; what is over does not", async () => {
  const app = fakeApp();
  const over = aSilence("3", { until: ago(5) });
  app.budgets.put({ budgets: [aBudget("1"), aBudget("2"), aBudget("4"), aBudget("5")], alarms: [aSilence("1"), anAnomaly("2"), over] });
  await mountIn<BudgetsCard>(app, "budgets-card");
  await shows("All agents spent $31.00 in one hour, usually $2.40.");
  expect(words()).toContain("All 4");
  // Silence is said where the cost stands, once.
  expect(words()).not.toContain("Nothing comes in");
  await mountIn<SpendingSilence>(app, "spending-silence");
  await shows("Nothing comes in while 2 agents are at work.");
  app.budgets.put({ alarms: [over, anAnomaly("2")] });
  await expect.poll(() => deep<SpendingSilence>(document.body, "spending-silence")?.hidden).toBe(true);
  await mountIn<BudgetsPage>(app, "budgets-page");
  app.budgets.put({ alarms: [aSilence("1"), anAnomaly("2"), over] });
  await shows("Nothing comes in while 2 agents are at work.");
  expect(words()).not.toContain("it is over");
});

test("spend by hour: bars, the one far above habit, and its numbers", async () => {
  const app = fakeApp();
  const hour = (count: number) => new Date(Math.floor(now / 3_600_000) * 3_600_000 - count * 3_600_000).toISOString();
  const items = Array.from({ length: 24 }, (_, index) => ({
    from: hour(23 - index),
    micros: index === 23 ? 31_000_000 : 2_000_000,
    unpriced: 0,
  }));
  app.budgets.put({
    alarms: [
      anAnomaly("1", { hour: { from: hour(0), column: "apiEquivalent", micros: 31_000_000, usual: 2_000_000, limit: 5_000_000, n: 9 } }),
    ],
    hours: {
      loading: false,
      at: ago(1),
      body: { column: "apiEquivalent", asOf: ago(1), items, habit: { usual: 2_000_000, limit: 5_000_000, n: 9 } },
    },
  });
  await mountIn<BudgetsPage>(app, "budgets-page");
  await shows("$77.00 in 24 hours, API equivalent. Usual for this hour of the day: $2.00, by 9 days.");
  await expect.poll(() => deep(document.body, "svg rect.bad")).toBeDefined();
  expect(words()).toContain("Far above its habit");
});
