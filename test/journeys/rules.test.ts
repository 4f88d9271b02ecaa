import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findChromium } from "../support/browsers.ts";
import { type OpenApp, openApp } from "../support/open-app.ts";
import { axeViolations, sidewaysOverflow, smallTargets } from "../support/page-checks.ts";

// Answered the same way three times, then by a rule, then by a person again: the real server, a real browser.

const missing = findChromium() === undefined;
let app: OpenApp;

beforeAll(async () => {
  if (!missing) app = await openApp();
});
afterAll(() => app?.close());
beforeEach((context) => {
  if (missing) context.skip("skipped, because Chromium is not here");
});

const ask = () =>
  app.ask({ kind: "permission", title: "Run the tests?", risk: "low", action: { tool: "Bash", command: "pnpm test", cwd: "/src/shop" } });
const looksRight = async () =>
  expect({ axe: await axeViolations(app.page), small: await smallTargets(app.page), overflow: await sidewaysOverflow(app.page) }).toEqual({
    axe: [],
    small: [],
    overflow: 0,
  });

test("answered alike three times, proposed, replayed, switched on: the next goes on by itself, until it is switched off", async () => {
  const { page, origin } = app;
  for (let time = 0; time < 3; time += 1) {
    const { id } = await ask();
    await page.goto(`${origin}/decisions/${id}`);
    await page.getByRole("button", { name: "Approve", exact: true }).click();
    expect((await app.answerOf(id)).decision).toMatchObject({ option: "approve", decidedBy: { kind: "person" } });
  }
  // Below the card that was answered, as soon as the server proposes it.
  await page.getByRole("button", { name: "Always answer like this…" }).click();
  await page.waitForURL(/\/settings\/rules\/ru_/u);
  await page.getByText("Off: not switched on yet").waitFor();
  await page.getByRole("button", { name: "Replay the last 30 days" }).click();
  await page.getByText("Would have answered 3 of 3, none against you.").waitFor();
  await looksRight();
  await page.getByRole("button", { name: "Switch on", exact: true }).click();
  await page.getByText(/^On, ends in/u).waitFor();

  const answered = await ask();
  expect(answered).toMatchObject({
    status: "decided",
    decision: { option: "approve", decidedBy: { kind: "rule", name: "Approve: pnpm test" } },
  });
  await page.getByText("It has answered 1.").waitFor();
  await page.goto(`${origin}/decisions/${answered.id}`);
  await page.getByText("by the rule “Approve: pnpm test”").waitFor();
  await looksRight();
  await page.getByRole("button", { name: "Switch the rule off" }).click();
  await page.getByText("which is off now: the next one waits for you.").waitFor();

  const waiting = await ask();
  expect(waiting.status).toBe("pending");
  await page.goto(origin);
  await page.getByRole("button", { name: "Approve", exact: true }).waitFor();
});
