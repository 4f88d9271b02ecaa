import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Budget } from "@beckon/contracts/budgets";
import type { Host, ShownProcess } from "@beckon/contracts/hosts";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findChromium } from "../support/browsers.ts";
import { axeViolations, sidewaysOverflow, smallTargets } from "../support/page-checks.ts";
import type { Caller } from "../support/people.ts";
import { openMachine } from "../support/runner.ts";
import { shownText } from "../support/shown-text.ts";
import { type Device, openTeamStage, type TeamStage } from "../support/team-stage.ts";

// A budget from the phone: set, passed, asked about, answered, and the process of this machine that it ends.

const missing = findChromium() === undefined || !existsSync("/proc/self/stat");
const cleanUp = new AsyncDisposableStack();
let stage: TeamStage;
let anna: Device;
let page: Page;
let mason: Caller;
let machine: ReturnType<typeof openMachine>;

const budget = async (): Promise<Budget> => (await anna.call("GET", "/api/budgets")).body.items[0];
const processes = async (): Promise<ShownProcess[]> =>
  ((await anna.call("GET", "/api/hosts")).body.items as Host[]).flatMap((host) => host.processes);
const isGone = (pid: number) => {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return true;
  }
};
const looksRight = async () =>
  expect({ axe: await axeViolations(page), small: await smallTargets(page), overflow: await sidewaysOverflow(page) }).toEqual({
    axe: [],
    small: [],
    overflow: 0,
  });
let calls = 0;
const spend = async (micros: number) => {
  const data = { model: "m", tokens: { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 }, costMicros: micros, payment: "tokens" };
  const signal = {
    source: "test",
    id: `call ${(calls += 1)}`,
    at: new Date().toISOString(),
    session: "mason's run",
    agent: { name: "mason" },
  };
  expect((await mason("POST", "/api/signals", { signals: [{ ...signal, kind: "model.called", data }] })).status).toBe(200);
};

beforeAll(async () => {
  if (missing) return;
  stage = await openTeamStage();
  cleanUp.defer(() => stage.close());
  anna = await stage.device("Phone", { person: "Anna", role: "operator" });
  ({ page } = anna);
  await page.setViewportSize({ width: 390, height: 844 });
  mason = await stage.agent("mason");
  const { token } = await stage.agent("devbox-runner", "host");
  machine = cleanUp.use(
    openMachine({
      url: stage.origin,
      token,
      profiles: [{ name: "worker", command: [process.execPath, "worker.mjs"], limits: { most: 3 } }],
    }),
  );
  writeFileSync(join(machine.folder, "worker.mjs"), "setInterval(() => undefined, 1000);\n");
  machine.start();
});
afterAll(() => cleanUp.disposeAsync());
beforeEach((context) => {
  if (missing) context.skip("skipped, because Chromium or /proc is not here");
});

test("a budget is set on the phone", async () => {
  await anna.open("/value/budgets");
  await page.getByText("No budget is set").waitFor();
  await page.getByRole("button", { name: "Set a budget" }).click();
  const sheet = page.locator("budget-sheet");
  await sheet.getByLabel("May be spent, in dollars").fill("10");
  await sheet.getByLabel("The question at 100 % offers so much more").fill("5");
  await looksRight();
  await sheet.getByRole("button", { name: "Set", exact: true }).click();
  await expect
    .poll(() => shownText(page.locator("budget-card")))
    .toMatch(/All agents.*\$10\.00 a month.*Nothing spent yet of \$10\.00.*Resets in/su);
  await looksRight();
});

test("what is spent is seen as it is spent, and the step is said", async () => {
  await spend(8_200_000);
  await expect.poll(() => shownText(page.locator("budget-card"))).toMatch(/\$8\.20 of \$10\.00\s*over 80 %/u);
  await page.locator("budget-card").getByText("History").click();
  await expect.poll(() => shownText(page.locator("budget-card"))).toContain("80 % spent: $8.20");
});

test("when it is spent the phone is asked; more is given, and it goes on", async () => {
  await spend(1_900_000);
  await page.getByRole("link", { name: "Answer: what now?" }).click();
  await page.getByRole("heading", { name: "All agents have spent $10.10 of $10.00 this month. Extend by $5.00?" }).waitFor();
  await looksRight();
  await page.getByRole("button", { name: "Extend by $5.00" }).click();
  await expect.poll(async () => (await budget()).current.limitMicros).toBe(15_000_000);
  await anna.open("/value/budgets");
  await expect.poll(() => shownText(page.locator("budget-card"))).toMatch(/\$10\.10 of \$15\.00.*\$5\.00 more than the budget/su);
});

test("spent again: stopped from the phone, the process of this machine ends, and the page says so", async () => {
  const { items } = (await anna.call("GET", "/api/hosts")).body as { items: Host[] };
  await anna.call("POST", "/api/commands", { kind: "start", hostId: items[0]?.id, profile: "worker" });
  await expect.poll(async () => (await processes()).map(({ state }) => state)).toEqual(["running"]);
  const [{ id, pid = 0 }] = (await processes()) as [ShownProcess];
  machine.remember(id);
  expect(isGone(pid)).toBe(false);
  await spend(5_000_000);
  await page.getByRole("link", { name: "Answer: what now?" }).click();
  await page.getByRole("button", { name: "Stop all agents" }).click();
  await expect.poll(() => isGone(pid)).toBe(true);
  await expect.poll(async () => (await budget()).current.targets.filter(({ how }) => how === "machine")).toMatchObject([{ state: "done" }]);
  await anna.open("/value/budgets");
  // The run that reported the calls is held by no machine, and takes no word: that it goes on is said too.
  await expect
    .poll(() => shownText(page.locator("budget-card")))
    .toMatch(/not all were stopped.*mason was not stopped.*worker-1 stopped/su);
  await looksRight();
});

test("without network it is still there, with its age, and nothing can be changed", async () => {
  await anna.context.setOffline(true);
  await page.getByText("No connection. Budgets are shown as of the last one").waitFor();
  await expect.poll(() => shownText(page.locator("budget-card"))).toContain("$15.10 of $15.00");
  expect(await page.getByRole("button", { name: "Set a budget" }).isDisabled()).toBe(true);
  await anna.context.setOffline(false);
});
