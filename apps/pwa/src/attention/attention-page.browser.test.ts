import type { AttentionWait } from "@beckon/contracts/attention";
import { afterEach, expect, test } from "vitest";
import type { RuleEditPage } from "../rules/rule-edit-page.ts";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import "../rules/rule-edit-page.ts";
import "./attention-card.ts";
import type { AttentionCard } from "./attention-card.ts";
import "./attention-page.ts";
import type { AttentionPage } from "./attention-page.ts";
import type { AttentionState } from "./attention.store.ts";
import { aHabit, asOf, aSummary, noSummary, someHabits } from "./testing/figures.ts";

const words = (root: Element = document.body) => textOf(root).replace(/\s+/gu, " ");
const all = (root: Element, selector: string): HTMLElement[] => {
  const inner = root.shadowRoot ?? root;
  const nested = [...inner.querySelectorAll("*")].filter(({ shadowRoot }) => shadowRoot);
  return [...inner.querySelectorAll<HTMLElement>(selector), ...nested.flatMap((element) => all(element, selector))];
};
const hrefs = (root: Element) => all(root, "a[href]").map((link) => link.getAttribute("href"));
const full = (): AttentionState => ({
  summary: { body: aSummary(), at: asOf, loading: false },
  habits: { body: someHabits([aHabit(), differs]), at: asOf, loading: false },
});
const { rule: _, ...plain } = aHabit();
const differs = {
  ...plain,
  template: "git push origin …",
  n: 6,
  approved: 5,
  denied: 1,
  approvedShare: 833_333,
  refusal: "differs" as const,
};

const show = async (state: Partial<AttentionState>, { app = fakeApp(), search = "" } = {}) => {
  history.replaceState({}, "", `/value/attention${search}`);
  app.attention.put(state);
  const page = await mountIn<AttentionPage>(app, "attention-page");
  return { app, page };
};
const before = location.href;
afterEach(() => {
  document.body.replaceChildren();
  history.replaceState({}, "", before);
});

test("answers in one sentence, with what it took, and names nobody", async () => {
  const { page } = await show(full());
  const said = words(page);
  for (const part of [
    "Agents waited 14.2 h for people in the last 7 days; 61 % of it outside 9–18 h.",
    "2 min a decision, 30 cards, 15 min of declared review",
    "$125.00at $100.00 an hour",
    "50 notifications shown, of 44 questions",
    "95 % within 2 h, 36 answers",
    "Pixel 9",
    "36 were answered by people, 12 by rules, at nobody’s cost, 2 expired, 1 withdrawn.",
    "And 2 more agents.",
  ])
    expect(said).toContain(part);
  expect(hrefs(page)).toContain("/agents/ag_a");
});

test("a habit leads to its rule where everybody agrees, and to none where not; a viewer has no button", async () => {
  const { page } = await show(full());
  const rules = () => hrefs(document.body).filter((href) => href?.startsWith("/settings/rules"));
  expect(rules()).toEqual(["/settings/rules/new?habit=ha_0123456789abcdef0123456789abcdef"]);
  expect(words(page)).toContain("Answers differ, denied 1 in 6: keep asking.");
  await show(full(), { app: fakeApp({ session: aSession({ role: "viewer" }) }) });
  expect(rules()).toEqual([]);
});

test("without network the figures stand with their age, and no rule is begun", async () => {
  const app = fakeApp();
  app.connection.put({ state: "offline", since: asOf, pendingAnswers: 0 });
  const { page } = await show({ ...full(), summary: { body: aSummary(), at: asOf, loading: false, error: "No connection" } }, { app });
  expect(words(page)).toMatch(/As of .*No connection\./u);
  expect(hrefs(page).some((href) => href?.startsWith("/settings/rules"))).toBe(false);
  expect(words(page)).toContain("they are changed only with one");
});

test("nothing was asked, nothing is here yet, nothing could be had", async () => {
  const { page, app } = await show({ ...full(), summary: { body: noSummary(), at: asOf, loading: false } });
  expect(words(page)).toContain("Nobody was asked anything in this time");
  expect(words(page)).not.toMatch(/NaN|undefined|0 %/u);
  app.attention.put({ summary: { loading: true } });
  await expect.poll(() => words(page)).toContain("Loading");
  app.attention.put({ summary: { loading: false, error: "No connection" } });
  await expect.poll(() => words(page)).toContain("No connection. Nothing of this is kept on this device.");
});

test("another range is another address, and is asked for", async () => {
  const { app, page } = await show(full());
  all(page, "input[type=radio]")
    .find((input) => (input as HTMLInputElement).value === "30d")!
    .click();
  expect(location.search).toBe("?range=30d");
  expect(app.asked.findLast((one) => (one as string[])[0] === "showAttention")).toEqual([
    "showAttention",
    { range: "30d" },
    ["summary", "habits"],
  ]);
});

test("every figure opens its rows, a page at a time, hostile names as text", async () => {
  const app = fakeApp();
  const row = (id: string): AttentionWait => ({
    ...{ requestId: `dr_${id.padStart(22, "0")}`, title: `<img src=x> ${id}`, agentId: "ag_a", agent: "builder" },
    ...{ kind: "permission", askedAt: asOf, endedAt: asOf, ended: "person", waitedMs: 90_000, openMs: 30_000, own: true },
  });
  app.attention.waits = async (_look: object, cursor?: string) => ({ items: [row(cursor ?? "1")], ...(cursor ? {} : { cursor: "2" }) });
  const { page } = await show(full(), { app });
  const button = (label: string) => all(page, "ui-button").find((one) => textOf(one).includes(label));
  button("Show the questions")!.click();
  await expect.poll(() => words(page)).toContain("<img src=x> 1");
  button("Show more")!.click();
  await expect.poll(() => words(page)).toContain("<img src=x> 2");
  expect(button("Show more")).toBeUndefined();
  expect(words(page)).toContain("open 30 s on your device");
  expect(deep(page, "img")).toBeUndefined();
});

test("a bar that is looked at says its figures; by hour of day it is another chart", async () => {
  const { page } = await show(full());
  const plot = () => all(page, ".plot")[0]!;
  plot().dispatchEvent(new KeyboardEvent("keydown", { key: "Home", bubbles: true }));
  await expect.poll(() => words(page)).toContain("agents waited 2.5 h, 1 h 30 min outside 9–18 h; 6 answers");
  all(page, "input[type=radio]")
    .find((input) => (input as HTMLInputElement).value === "hour")!
    .click();
  await expect.poll(() => plot().getAttribute("aria-label")).toBe("Waiting by hour of the day, in hours");
});

test("the card for Value says the same sentence and opens the ledger", async () => {
  const app = fakeApp();
  app.attention.put(full());
  const card = await mountIn<AttentionCard>(app, "attention-card");
  expect(words(card)).toContain("Agents waited 14.2 h for people in the last 7 days");
  expect(words(card)).toContain("1 h 15 min of people’s time, $125.00; half answered within 1 min 15 s; 50 notifications.");
  expect(hrefs(card)).toEqual(["/value/attention"]);
});

test("a rule from a habit stands in the fields before anything is saved; one that is gone is said to be", async () => {
  history.replaceState({}, "", "/settings/rules/new?habit=ha_1");
  const app = fakeApp();
  app.rules.habit = async () => aHabit();
  const page = await mountIn<RuleEditPage>(app, "rule-edit-page");
  await expect.poll(() => words(page)).toContain("the same way 89 times in 30 days");
  const values = all(page, "input, textarea").map((field) => (field as HTMLInputElement).value);
  for (const value of ["Approve: pnpm test", "pnpm test", "/src/shop"]) expect(values).toContain(value);
  expect(app.asked.some((one) => (one as string[])[0] === "writeRule")).toBe(false);

  app.rules.habit = async () => plain;
  const gone = await mountIn<RuleEditPage>(app, "rule-edit-page");
  await expect.poll(() => words(gone)).toContain("No rule is proposed for this any more");
});
