import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readConfig } from "@beckon/bff/config.ts";
import { startServer, type RunningServer } from "@beckon/bff/server.ts";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { chromiumArgs, findChromium } from "../support/browsers.ts";
import { axeViolations, cutText, sidewaysOverflow, smallTargets } from "../support/page-checks.ts";
import { seedAlerts } from "../support/seed-alerts.ts";
import { seedFleet } from "../support/seed-fleet.ts";
import { seedInbox } from "../support/seed-inbox.ts";
import { seedMachines } from "../support/seed-machines.ts";
import { seedTasks, seedWorkflows } from "../support/seed-tasks.ts";
import { seedTeamwork } from "../support/seed-teamwork.ts";
import { seedAssumptions, seedCost, seedOutcomes } from "../support/seed-value.ts";
import { patience } from "../support/patience.ts";

const executablePath = findChromium();
const folder = mkdtempSync(join(tmpdir(), "beckon-pages-"));
const pictures = fileURLToPath(new URL("../.artifacts/pages", import.meta.url));

const sizes = { phone: { width: 390, height: 844 }, tablet: { width: 820, height: 1180 }, desktop: { width: 1280, height: 800 } };
const pages = [
  "/",
  "/fleet",
  "/fleet?view=machines",
  "/fleet?view=teams",
  "/work",
  "/work?view=list",
  "/work?view=workflows",
  "/teamwork",
  "/teamwork/records",
  "/teamwork/failures",
  "/teamwork/collisions",
  "/teamwork/recovery",
  "/value",
  "/value?figure=roi",
  "/value/assumptions",
  "/value/report",
  "/value/outcomes",
  "/value/budgets",
  "/value/attention",
  "/alerts",
  "/history",
  "/connect",
  "/settings",
  "/settings/notifications",
  "/settings/escalation",
  "/settings/channels",
  "/settings/alerts",
  "/settings/rules",
  "/settings/rules/new",
  "/settings/devices",
  "/settings/access",
  "/settings/health",
  "/settings/deliveries",
  "/settings/audit",
  "/nowhere",
];

/** Dense pages: each is looked at in narrow windows and large text. */
const worked = [
  "/work",
  "/work?view=list",
  "/work?view=workflows",
  "/teamwork?range=7d",
  "/teamwork?range=7d&flow=agents",
  "/teamwork/records?range=7d",
  "/teamwork/failures?range=7d",
  "/teamwork/collisions?range=7d",
];

/** What alerts and notifications are set by. */
const alertPages = ["/alerts", "/settings/alerts", "/settings/notifications", "/settings/escalation", "/settings/health"];

let server: RunningServer;
let browser: Browser;
let state: Awaited<ReturnType<BrowserContext["storageState"]>>;
let origin: string;
let oneRequest: string;
let oneAgent: string;
let oneTask: string;
let oneRun: string;
let oneAlert: string;

const open = async (options: { size: keyof typeof sizes; scheme: "dark" | "light"; paired?: boolean }) => {
  const context = await browser.newContext({
    viewport: sizes[options.size],
    colorScheme: options.scheme,
    reducedMotion: "reduce",
    ...(options.paired === false ? {} : { storageState: state }),
  });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  const complaints: string[] = [];
  await page.addInitScript(() => {
    const jumps: { sum: number; most: string } = { sum: 0, most: "" };
    Object.assign(globalThis, { jumps });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node?: Node }[];
      })[]) {
        if (entry.hadRecentInput) continue;
        jumps.sum += entry.value;
        const node = entry.sources[0]?.node;
        const host = node && (node.getRootNode() as ShadowRoot).host;
        jumps.most += ` ${entry.value.toFixed(3)} ${host?.localName ?? ""} ${(node as Element | undefined)?.localName ?? node?.textContent?.slice(0, 30) ?? ""}`;
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  page.on("console", (message) => void (["error", "warning"].includes(message.type()) && complaints.push(message.text())));
  page.on("pageerror", (error) => void complaints.push(error.message));
  return { context, page, complaints };
};

const settled = async (page: Page) => {
  await page.locator("app-shell").waitFor();
  await page.waitForFunction(() => !document.querySelector("app-shell")?.hasAttribute("busy")).catch(() => undefined);
  await page.waitForTimeout(250);
};

/** As a tap on a link goes there: the app stays, and its page is another one. Without an app, or a page of ours, the browser loads it. */
const follow = async (page: Page, path: string) => {
  const app = await page.evaluate((to) => {
    const shown = document.querySelector("app-shell")?.shadowRoot?.querySelector("main > *:last-child");
    if (!shown) return false;
    shown.toggleAttribute("data-left", true);
    const link = document.body.appendChild(document.createElement("a"));
    link.href = to;
    link.click();
    link.remove();
    return true;
  }, path);
  if (!app) return page.goto(origin + path);
  await page.waitForFunction(() => {
    const shown = document.querySelector("app-shell")?.shadowRoot?.querySelector("main > *:last-child");
    return shown && !shown.hasAttribute("data-left");
  });
};

const look = async (page: Page, name: string, checks: "all" | "colours" | "sizes" | "none" = "all") => {
  await page.screenshot({ path: join(pictures, `${name}.png`) });
  if (checks === "none") return;
  // What comes in steps is looked at until it stands.
  if (checks === "colours") return expect.poll(() => axeViolations(page, ["color-contrast"]), { message: name }).toEqual([]);
  const found = async () => ({
    axe: checks === "all" ? await axeViolations(page) : [],
    small: await smallTargets(page),
    overflow: await sidewaysOverflow(page),
  });
  return expect.poll(found, { message: name }).toEqual({ axe: [], small: [], overflow: 0 });
};

/** Where the page jumped after its first paint, if by more than is called good (Core Web Vitals): its shifts together, as the browser counts them. */
const jumpsOf = async (page: Page, path: string): Promise<string[]> => {
  const { sum, most } = await page.evaluate(() => (globalThis as unknown as { jumps: { sum: number; most: string } }).jumps);
  return sum > 0.1 ? [`${path} ${sum.toFixed(3)}:${most}`] : [];
};

/** What a picture is called: the page, not whose. */
const nameOf = (path: string) =>
  path === "/"
    ? "now"
    : path
        .slice(1)
        .replace(/\?(view|figure)=/u, "-")
        .replace(/dr_.*/, "card")
        .replace(/(ag|tk|wf|al)_.*/, "page")
        .replaceAll("/", "-");

beforeAll(async () => {
  if (!executablePath) return;
  mkdirSync(pictures, { recursive: true });
  server = await startServer(readConfig({ BECKON_PORT: "0", BECKON_DATA_DIR: join(folder, "data"), BECKON_LOG_LEVEL: "silent" }));
  origin = server.config.publicOrigin;
  browser = await chromium.launch({ executablePath, args: chromiumArgs });
  const { url } = await server.services.access.invite({ kind: "local" }, {});
  const context = await browser.newContext({ viewport: sizes.phone });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  await page.goto(url);
  await page.getByRole("button", { name: "Pair this device" }).click();
  await page.waitForURL((at) => at.pathname !== "/pair");
  oneRequest = await seedInbox(server);
  oneAgent = await seedFleet(server);
  [oneTask, oneRun] = [await seedTasks(server, 40), await seedWorkflows(server)];
  oneAlert = await seedAlerts(server);
  await seedTeamwork(server);
  await seedCost(server, { days: 10 });
  await seedOutcomes(server, { outcomes: 30, days: 20 });
  await seedAssumptions(server);
  await seedMachines(
    origin,
    async (name) => (await server.services.access.tokens.create({ kind: "local" }, { name, scope: "host" })).token,
  );
  await page.goto(origin);
  await page.getByText("Run a database migration on production?").first().waitFor();
  state = await context.storageState({ indexedDB: true });
  await context.close();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});
beforeEach((context) => {
  if (!executablePath) context.skip("skipped, because Chromium is not installed");
});

/** The other theme has the same words and sizes, and its colours are the same at every size; a tablet shows what a phone or a desktop shows. */
const checksOf = {
  phone: { dark: "all", light: "colours" },
  tablet: { dark: "sizes", light: "none" },
  desktop: { dark: "all", light: "none" },
} as const;

describe.each(Object.keys(sizes) as (keyof typeof sizes)[])("on a %s", (size) => {
  // In halves, so that none takes long. Each page is opened once and looked at in both themes: opening is what takes time.
  test.each([0, 1])("every page: nothing for axe-core, no small target, no sideways scroll, no complaint (half %i)", async (half) => {
    const { context, page, complaints } = await open({ size, scheme: "dark" });
    const jumped: string[] = [];
    // What happened since the replica was written is here before pages are looked at: news may move them.
    await page.goto(origin);
    await page.getByTitle("live", { exact: true }).first().waitFor({ state: "attached" });
    const single = [
      `/decisions/${oneRequest}`,
      `/agents/${oneAgent}`,
      `/work/tasks/${oneTask}`,
      `/work/workflows/${oneRun}`,
      `/alerts/${oneAlert}`,
    ];
    for (const path of [...pages, ...single].filter((_, index) => index % 2 === half)) {
      await page.emulateMedia({ colorScheme: "dark" });
      await page.goto(origin + path);
      await settled(page);
      // What agents did since the replica was written moves their cards.
      if (!/^\/(fleet|agents)/u.test(path)) {
        // What happened just then moves a page once; one that is drawn in pieces jumps each time.
        for (let again = 0; again < 3 && (await jumpsOf(page, path)).length > 0; again += 1) {
          await page.goto(origin + path);
          await settled(page);
        }
        jumped.push(...(await jumpsOf(page, path)));
      }
      for (const colorScheme of ["dark", "light"] as const) {
        await page.emulateMedia({ colorScheme });
        await look(page, `${nameOf(path)}-${size}-${colorScheme}`, checksOf[size][colorScheme]);
      }
    }
    expect({ complaints, jumped }).toEqual({ complaints: [], jumped: [] });
    await context.close();
  });
});

test.each(["dark", "light"] as const)("before pairing, %s", async (scheme) => {
  const { context, page, complaints } = await open({ size: "phone", scheme, paired: false });
  await page.goto(origin);
  await settled(page);
  await look(page, `pair-phone-${scheme}`);
  expect(complaints).toEqual([]);
  await context.close();
});

test("keyboard: the shortcuts are listed on ?, and the list closes with Escape", async () => {
  const { context, page } = await open({ size: "desktop", scheme: "dark" });
  await page.goto(origin);
  await settled(page);
  await page.keyboard.press("?");
  await page.getByRole("dialog").waitFor();
  await look(page, "shortcuts-desktop-dark");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  await context.close();
});

/** Large text is the person's own setting: everything that is sized by text is, the cards and the drawings too. */
describe.each([
  { text: 1, width: 320 },
  { text: 2, width: 390 },
])("text of $text times the usual size, $width px wide", ({ text, width }) => {
  test("nothing is cut off, and nothing scrolls sideways", async () => {
    const own = await chromium.launch({
      ...(executablePath && { executablePath }),
      args: [...chromiumArgs, `--blink-settings=defaultFontSize=${16 * text}`],
    });
    const context = await own.newContext({ viewport: { width, height: 844 }, reducedMotion: "reduce", storageState: state });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    const stands = async (path: string, message = path) => {
      await follow(page, path);
      await settled(page);
      const found = async () => ({ cut: path === "/" ? [] : await cutText(page), overflow: await sidewaysOverflow(page) });
      // What comes in steps is looked at until it stands.
      await expect.poll(found, { message }).toEqual({ cut: [], overflow: 0 });
    };
    for (const path of [...worked, `/work/tasks/${oneTask}`, `/work/workflows/${oneRun}`, `/alerts/${oneAlert}`, ...alertPages, "/"])
      await stands(path);
    await context.setOffline(true);
    // The header says how old the screen is.
    await page.getByTitle(/as of/u).first().waitFor({ state: "attached" });
    for (const path of ["/work", "/teamwork?range=7d", "/settings/notifications"]) await stands(path, `${path} without network`);
    await own.close();
  });
});

test("forced colours: bars, strips and what is chosen are told apart without the app's own colours", async () => {
  const { context, page } = await open({ size: "desktop", scheme: "dark" });
  await page.emulateMedia({ forcedColors: "active" });
  const colours: string[] = [];
  for (const path of ["/value", "/teamwork?range=7d"]) {
    await page.goto(origin + path);
    await settled(page);
    await page.locator("ui-bars").first().waitFor();
    const drawn = await page.locator("ui-bars, ui-flow, ui-share, ui-range").evaluateAll((elements) =>
      elements.flatMap((element) =>
        [...(element.shadowRoot?.querySelectorAll("svg > rect, path.band, text, line, g > rect") ?? [])].map((part) => {
          const { fill, stroke } = getComputedStyle(part);
          return `${element.localName} ${part.getAttribute("class") ?? part.localName}: ${fill} ${stroke}`;
        }),
      ),
    );
    colours.push(...drawn);
  }
  const system = await page.evaluate(() => {
    const probe = document.body.appendChild(document.createElement("i"));
    const read = (name: string) => ((probe.style.cssText = `forced-color-adjust: none; color: ${name}`), getComputedStyle(probe).color);
    return ["Canvas", "CanvasText", "Highlight", "GrayText"].map(read);
  });
  // Of the drawings nothing keeps a colour that the person did not choose; what is hatched is so by a pattern.
  const others = colours.filter((words) =>
    (words.match(/rgba?\([^)]*\)/g) ?? []).some((colour) => !/, 0\)$/.test(colour) && !system.includes(colour)),
  );
  expect([...new Set(others)]).toEqual([]);
  expect(colours.some((words) => words.startsWith("ui-bars good"))).toBe(true);
  await look(page, "teamwork-desktop-forced", "none");
  await context.close();
});
