import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findChromium } from "../support/browsers.ts";
import { type OpenApp, openApp } from "../support/open-app.ts";
import { seedCost, seedOutcomes } from "../support/seed-value.ts";
import { shownText } from "../support/shown-text.ts";
import { patience } from "../support/patience.ts";

const missing = findChromium() === undefined;
let app: OpenApp;

beforeAll(async () => {
  if (missing) return;
  app = await openApp();
  await seedCost(app.server, { days: 20 });
  await seedOutcomes(app.server, { outcomes: 40, days: 20 });
});
afterAll(() => app?.close());
beforeEach((context) => {
  if (missing) context.skip("skipped, because Chromium is not installed");
});

/** Where lines break is not what is said. */
const plain = (text: string) => text.replaceAll(/[\s\u00a0\u2060]+/gu, " ");
const said = async (selector: string) => plain(await shownText(app.page.locator(selector).first()));
const open = async (path: string) => {
  await app.page.goto(`${app.origin}${path}`);
  await app.page.evaluate(async () => void (await navigator.serviceWorker.ready));
};
const fill = async (within: string, fields: Record<string, string>) => {
  for (const [label, text] of Object.entries(fields)) await app.page.locator(within).getByLabel(label, { exact: true }).first().fill(text);
};

test("the claim of 340 % and $857,000 per developer, entered with its own inputs, is shown for what it is", async () => {
  await open("/value/assumptions");
  await fill("claim-card", {
    "Hours of work put in": "8",
    "Hours of work it is said to equal": "27.2",
    "Hours saved a day": "23.5",
    "Days a year": "365",
    "Worth of an hour": "80",
    "Further benefit": "120000",
    "Another benefit": "50000",
    Cost: "10000",
    "It says: gain, in %": "340",
    "It says: sum": "857000",
  });
  const figure = (name: string) =>
    app.page
      .locator("claim-card dl.result div", { has: app.page.getByText(name, { exact: true }) })
      .locator("dd")
      .innerText();
  await expect.poll(() => figure("ROI of the net")).toBe("8,462 %");
  expect(await figure("Multiple")).toBe("3.4");
  expect(await figure("Gain")).toBe("240 %");
  expect(await figure("Sum of its parts")).toBe("$856,200");
  expect(await figure("Net, cost taken off")).toBe("$846,200");
  const doubts = await said("claim-card .doubts");
  for (const doubt of [
    "A year of work holds 2,080 h",
    "340 % of before is 240 % more",
    "It says $857,000; its parts add up to $856,200",
    "It is gross",
  ])
    expect(doubts).toContain(doubt);
});

test("nothing is worth anything before somebody says what an hour is; what it moves is seen before it is saved", async () => {
  await open("/value");
  await expect
    .poll(() => said("value-headline .sentence"))
    .toMatch(/Your fleet delivered .* h of work; what that is worth is not known yet: set your hourly rate\./);
  await app.page.getByRole("link", { name: /Set your hourly rate/ }).click();
  await app.page.waitForURL("**/value/assumptions");
  const row = async (name: string) =>
    plain(
      (
        await app.page
          .locator("moves-table")
          .first()
          .getByRole("row", { name: new RegExp(`^${name}`) })
          .innerText()
      ).trim(),
    );
  await expect.poll(() => row("Break-even")).toBe("Break-even not known the same");
  const form = app.page.locator("terms-form");
  for (const [place, text] of [
    ["0", "100"],
    ["1", "60"],
  ] as const)
    await form.getByLabel("Middle").nth(Number(place)).fill(text);
  await expect.poll(() => row("Break-even")).toMatch(/^Break-even not known \d+\.\d h$/);
  const promised = (await row("Break-even")).split(" ").slice(-2).join(" ");
  await app.page.getByRole("button", { name: "Save as version 1" }).click();
  await app.page.getByText("Version 1 stands.").first().waitFor();
  // What the page computes from has come with it, too: the next test looks at it without network.
  await expect.poll(() => row("Break-even")).toMatch(/^Break-even \d+\.\d h the same$/);
  await open("/value");
  // The server says the very figure that the phone had computed.
  await expect
    .poll(() => said("value-headline .sentence"))
    .toContain(`Your fleet pays for itself from ${promised} of real work saved; it delivered`);
});

test("a figure opens by its own address, and without network, after a reload, all stands with its age", async () => {
  await open("/value?figure=roi");
  await app.page.getByText("(value − cost) ÷ cost").waitFor();
  await app.page.keyboard.press("Escape");
  await app.page.locator("value-trend-card").waitFor();
  await app.page.locator("value-breakdown .groups a").first().waitFor();
  const parts = ["value-headline .sentence", "value-headline .figures", "value-cost-card", "value-counters-card .three"];
  const before = await Promise.all(parts.map(said));
  await app.context.setOffline(true);
  await app.page.reload();
  await app.page
    .getByText(/^As of /)
    .filter({ visible: true })
    .first()
    .waitFor();
  expect(await Promise.all(parts.map(said))).toEqual(before);
  await app.page.locator("value-trend-card").waitFor();
  // What a change would move is computed without network too; it is only not saved.
  await app.page.goto(`${app.origin}/value/assumptions`);
  await app.page.getByText("No connection. What moves is computed here; it is saved only with one.").waitFor();
  await app.page.locator("terms-form").getByLabel("Middle").first().fill("200");
  await app.page.locator("terms-form").getByLabel("Low").first().fill("200");
  await app.page.locator("terms-form").getByLabel("High").first().fill("200");
  await expect.poll(() => said("moves-table")).toMatch(/Break-even \d+\.\d h \d+\.\d h/);
  await app.context.setOffline(false);
});

test("a frozen report: its picture, and a link that shows it to a stranger until it is revoked", async () => {
  await open("/value/report");
  await app.page.getByRole("button", { name: "Freeze a report" }).click();
  await app.page.waitForURL("**/value/report?id=vr_*");
  const sentence = await said("report-body .sentence");
  const [file] = await Promise.all([
    app.page.waitForEvent("download"),
    app.page.getByRole("button", { name: "Picture (PNG)" }).first().click(),
  ]);
  expect([...(await readFile(await file.path())).subarray(0, 4)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
  await app.page.getByRole("button", { name: "Make a link" }).click();
  const url = await app.page.locator("[data-url]").innerText();
  expect(url).toMatch(/\/r#.{20,}$/);
  const stranger = await app.context.browser()!.newContext();
  stranger.setDefaultTimeout(patience);
  const page = await stranger.newPage();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(url);
  await expect.poll(async () => plain(await shownText(page.locator("report-body .sentence")))).toBe(sentence);
  // Exactly what was frozen, and nothing else: one call, no session, no sync.
  expect(asked.filter((path) => path.startsWith("/api/"))).toEqual(["/api/shared-reports"]);
  await app.page.getByRole("button", { name: "Revoke" }).click();
  await app.page.getByText(/^Revoked /).waitFor();
  await page.reload();
  await page.getByText("This link shows nothing any more").waitFor();
  await stranger.close();
});
