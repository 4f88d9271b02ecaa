import { afterEach, expect, test } from "vitest";
import { decided } from "../platform/testing/rows.ts";
import { deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import type { HistoryPage } from "./history-page.ts";
import "./history-page.ts";

const words = () => textOf(document.body).replace(/\s+/gu, " ");
const shows = (text: string) => expect.poll(words).toContain(text);
const typeIn = (page: Element, value: string) => {
  const input = deep<HTMLInputElement>(deep(page, "ui-field")!, "input")!;
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
};

afterEach(() => document.body.replaceChildren());

test("what ended is a list of links with how it ended and who answered", async () => {
  await mountIn<HistoryPage>(fakeApp({ history: [decided("dr_a", "approve"), decided("dr_b", "deny")] }), "history-page");
  await shows("Approved by Ada on laptop");
  expect(words()).toContain("Denied by Ada on laptop");
  expect(deep<HTMLAnchorElement>(deep(document.body, "what-happened")!, "a")!.pathname).toBe("/decisions/dr_a");
});

test("words and kinds are searched; only the newest search counts", async () => {
  const app = fakeApp({ history: [decided("dr_a", "approve")] });
  const late: (() => void)[] = [];
  let calls = 0;
  app.decisions.search = async (query: object) => {
    app.asked.push(["search", query]);
    calls += 1;
    const mine = calls;
    if (mine === 2) await new Promise<void>((resolve) => late.push(resolve));
    return { items: [decided(`dr_${mine}`, "approve", { title: `Found by search ${mine}` })], from: "server" as const };
  };
  const page = await mountIn<HistoryPage>(app, "history-page");
  await shows("Found by search 1");
  typeIn(page, " migrate ");
  await expect.poll(() => late.length).toBe(1);
  expect(app.asked.at(-1)).toEqual(["search", { q: "migrate", status: "resolved" }]);
  [...deep(page, "ui-segmented")!.shadowRoot!.querySelectorAll("input")].at(-1)!.click();
  await shows("Found by search 3");
  late[0]!();
  await new Promise((resolve) => setTimeout(resolve));
  expect(words()).toContain("Found by search 3");
  expect(words()).not.toContain("Found by search 2");
});

test("without network it says that only what is kept here was searched", async () => {
  const app = fakeApp();
  app.decisions.search = async () => ({ items: [], from: "replica" as unknown as "server" });
  await mountIn<HistoryPage>(app, "history-page");
  await shows("only what this device keeps is searched");
  expect(words()).toContain("No decisions yet");
});

test("more comes page by page, behind what is there", async () => {
  const app = fakeApp();
  app.decisions.search = async (query: { cursor?: string }) => {
    const first = query.cursor === undefined;
    return { items: [decided(first ? "dr_a" : "dr_b", "deny")], from: "server" as const, ...(first && { cursor: "next" }) };
  };
  const page = await mountIn<HistoryPage>(app, "history-page");
  await shows("May dr_a run?");
  deep(page, "ui-button")!.click();
  await shows("May dr_b run?");
  expect(words().indexOf("dr_a")).toBeLessThan(words().indexOf("dr_b"));
  expect(deep(page, "ui-button")).toBeUndefined();
});
