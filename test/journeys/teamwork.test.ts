import { readFile } from "node:fs/promises";
import type { Collision, Coordination } from "@beckon/contracts/coordination";
import type { Download, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findChromium } from "../support/browsers.ts";
import { readCsv } from "../support/read-csv.ts";
import { shownText } from "../support/shown-text.ts";
import { callerOf, type Caller } from "../support/people.ts";
import { type Device, openTeamStage, type TeamStage } from "../support/team-stage.ts";

const missing = findChromium() === undefined;
let stage: TeamStage;
let anna: Device;
let page: Page;
let agent: Caller & { token: string };

const minute = 60_000;
let told = 0;
/** A signal of some minutes ago. */
const signal = (kind: string, data: object, { by, ago, session = by }: { by: string; ago: number; session?: string }) => ({
  id: `fact-${(told += 1)}`,
  source: "team",
  at: new Date(Date.now() - ago * minute).toISOString(),
  agent: { name: by, role: roles[by], host: "devbox" },
  session,
  kind,
  data,
});
const roles: Record<string, string> = { planner: "architect", builder: "developer", checker: "reviewer" };
const tell = async (...signals: object[]) => {
  const { status, body } = await agent("POST", "/api/signals", { signals });
  expect([status, body.rejected]).toEqual([200, []]);
};
const limit = "429 Too Many Requests: retry after 30 s (request req_8f31)";

/** Four that worked out, three that did not, each for another reason, and one that is still open. */
const tellTeam = async () => {
  const delegation = (callId: string, ago: number, end: object) => [
    signal("delegation.started", { callId, to: "builder", task: `part ${callId}` }, { by: "planner", ago }),
    signal("delegation.ended", { callId, to: "builder", ...end }, { by: "planner", ago: ago - 4 }),
  ];
  await tell(
    ...["planner", "builder", "checker"].map((by) => signal("session.started", { cwd: "/work/shop" }, { by, ago: 170 })),
    ...delegation("a", 160, { ok: true }),
    ...delegation("b", 100, { ok: true }),
    ...delegation("c", 90, { ok: true }),
    ...delegation("d", 80, { ok: false, error: limit }),
    signal("handoff.offered", { handoffId: "h-1", to: "checker", task: "=cmd|' /C calc'!A0" }, { by: "builder", ago: 75 }),
    signal("handoff.accepted", { handoffId: "h-1" }, { by: "checker", ago: 70 }),
    signal("handoff.offered", { handoffId: "h-2", to: "checker", task: "release notes" }, { by: "builder", ago: 65 }),
    signal("review.requested", { reviewId: "r-1", of: "pull request 12", by: "checker" }, { by: "builder", ago: 50 }),
    signal("review.ended", { reviewId: "r-1", accepted: false, message: "2 of 41 tests failed" }, { by: "checker", ago: 45 }),
  );
  const started = await agent("POST", "/api/coordinations", {
    type: "pair",
    from: { name: "planner" },
    to: { name: "builder" },
    what: "pairing",
  });
  expect(started.status).toBe(201);
};

beforeAll(async () => {
  if (missing) return;
  stage = await openTeamStage();
  agent = await stage.agent("devbox");
  anna = await stage.device("Laptop", { person: "Anna", role: "operator" });
  ({ page } = anna);
  await tellTeam();
  await anna.open("/teamwork");
});
afterAll(() => stage?.close());
beforeEach((context) => {
  if (missing) context.skip("skipped, because Chromium is not installed");
});

const chart = (heading: string, of: Page = page): Locator =>
  of.locator("ui-chart").filter({ has: of.getByRole("heading", { name: heading, exact: true }) });
const fromMenu = async (heading: string, entry: string): Promise<Download> => {
  await page.getByRole("button", { name: `More of “${heading}”` }).click();
  const [file] = await Promise.all([page.waitForEvent("download"), chart(heading).getByText(entry).click()]);
  return file;
};

test("the page answers whether it goes well, and why not; each figure opens its rows", async () => {
  await expect.poll(() => shownText(page.locator("success-card"))).toMatch(/57\.1 ?%.*1 still open/s);
  const said = await shownText(page.locator("success-card"));
  expect(said).toContain("4 of 7 that ended worked out, 3 failed; 1 still open");
  expect(said).toContain("95 % interval: 25 to 84.2 %");
  const causes = await shownText(page.locator("cause-list"));
  for (const cause of ["Rate limit", "Lost hand-off", "Failed a check"]) expect(causes).toContain(cause);
  const { body: flow } = await anna.call("GET", "/api/coordination/flow");
  expect(
    flow.links.reduce((sum: number, { succeeded, failed, pending }: Record<string, number>) => sum + succeeded! + failed! + pending!, 0),
  ).toBe(8);
  await page
    .locator("flow-card")
    .getByText(/architect|planner/)
    .first()
    .waitFor();
  await page.locator("pattern-row", { hasText: "Too Many Requests" }).waitFor();

  await page
    .locator("cause-list")
    .getByRole("link", { name: /Rate limit/ })
    .click();
  await page.waitForURL("**/teamwork/records?*cause=rate_limit*");
  const rows = page.locator("record-row");
  await rows.first().waitFor();
  expect(await rows.count()).toBe(1);
  await rows.first().locator("summary").click();
  await page.getByText(limit).first().waitFor();
  expect(await shownText(rows.first())).toContain("planner → builder");
});

test("rows as a table: the figures of the screen, and no formula that runs", async () => {
  await page.goto(`${stage.origin}/teamwork/records`);
  await page.locator("record-row").first().waitFor();
  const [first] = (await page.locator("ui-chart h2").allInnerTexts()) as [string];
  const file = await fromMenu(first, "Table (CSV)");
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  const text = await readFile(await file.path(), "utf8");
  expect(text.startsWith("\ufeff")).toBe(true);
  const [head, ...rows] = readCsv(text);
  const { items } = (await anna.call("GET", "/api/coordination/records?limit=200")).body as { items: Coordination[] };
  expect(rows.map(([id]) => id)).toEqual(items.map(({ id }) => id));
  const column = (name: string) => rows.map((row) => row[head?.indexOf(name) ?? -1]);
  expect(column("status")).toEqual(items.map(({ status }) => status));
  expect(column("cause")).toEqual(items.map(({ cause }) => cause ?? ""));
  expect(column("what")).toContain("'=cmd|' /C calc'!A0");
  expect(column("what").filter((text) => /^[=+\-@\t\r]/.test(text ?? ""))).toEqual([]);
});

test("a picture of a chart is a PNG with the chart in it", async () => {
  await page.goto(`${stage.origin}/teamwork`);
  await page.locator("success-card").waitFor();
  for (const heading of ["Coordination success", "Who hands to whom"]) {
    const file = await fromMenu(heading, "Picture (PNG)");
    expect(file.suggestedFilename()).toMatch(/\.png$/);
    const bytes = await readFile(await file.path());
    expect([...bytes.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const seen = await page.evaluate(
      async (data) => {
        const bitmap = await createImageBitmap(new Blob([Uint8Array.from(data)], { type: "image/png" }));
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = canvas.getContext("2d")!;
        context.drawImage(bitmap, 0, 0);
        const { data: pixels } = context.getImageData(0, 0, bitmap.width, bitmap.height);
        const colours = new Map<number, number>();
        for (let at = 0; at < pixels.length; at += 4) {
          const colour = (pixels[at]! << 16) | (pixels[at + 1]! << 8) | pixels[at + 2]!;
          colours.set(colour, (colours.get(colour) ?? 0) + 1);
        }
        const most = Math.max(...colours.values());
        return { width: bitmap.width, height: bitmap.height, colours: colours.size, share: most / (pixels.length / 4) };
      },
      [...bytes],
    );
    expect(seen.width).toBeGreaterThan(400);
    expect(seen.height).toBeGreaterThan(200);
    expect(seen.colours).toBeGreaterThan(20);
    // Something is on the ground, and not only its edge.
    expect(seen.share).toBeLessThan(0.97);
  }
});

test("an address with filters shows the same on another device", async () => {
  await page.goto(`${stage.origin}/teamwork`);
  await page.locator("success-card").waitFor();
  const { body } = await anna.call("GET", "/api/agents?limit=200");
  const checker = body.items.find(({ name }: { name: string }) => name === "checker");
  await page.goto(`${stage.origin}/teamwork?range=7d&agent=${checker.id}`);
  await expect.poll(() => shownText(page.locator("success-card"))).toContain("1 of 3 that ended worked out, 2 failed");
  const olga = await stage.device("Phone", { person: "Olga", role: "viewer" });
  await olga.page.goto(page.url());
  await expect.poll(() => shownText(olga.page.locator("success-card"))).toContain("1 of 3 that ended worked out, 2 failed");
  const shown = async (of: Page) => [await shownText(of.locator("cause-list")), await shownText(of.locator("breakdown-card"))];
  expect(await shown(olga.page)).toEqual(await shown(page));
  await olga.context.close();
});

test("without network, after a reload, the figures of then with their age", async () => {
  await anna.open("/teamwork");
  await page.locator("success-card").waitFor();
  const before = await shownText(page.locator("success-card .lead"));
  await anna.context.setOffline(true);
  await page.reload();
  await page
    .getByText(/^As of /)
    .filter({ visible: true })
    .first()
    .waitFor();
  expect(await shownText(page.locator("success-card .lead"))).toBe(before);
  await anna.context.setOffline(false);
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await page
    .getByText(/^As of /)
    .filter({ visible: true })
    .first()
    .waitFor({ state: "detached" });
  // And it is live again.
  await tell(
    signal("delegation.started", { callId: "late", to: "builder" }, { by: "planner", ago: 2 }),
    signal("delegation.ended", { callId: "late", to: "builder", ok: true }, { by: "planner", ago: 1 }),
  );
  await expect.poll(() => shownText(page.locator("success-card"))).toContain("5 of 8 that ended worked out");
});

test("two runs in one file are shown as they happen, and Pause holds the next step of one of them", async () => {
  const hook = (who: string, host: string) => {
    const call = callerOf(stage.origin, { authorization: `Bearer ${agent.token}`, "x-beckon-agent": who, "x-beckon-host": host });
    return (event: string, more: object = {}, query = "") =>
      call("POST", `/hooks/claude-code${query}`, { session_id: `run-of-${who}`, cwd: "/work/shop", hook_event_name: event, ...more });
  };
  const edit = (id: string, line: number) => ({
    tool_name: "Edit",
    tool_use_id: id,
    tool_input: { file_path: "/work/shop/src/cart.ts", old_string: "a", new_string: "b" },
    tool_response: {
      filePath: "/work/shop/src/cart.ts",
      structuredPatch: [{ oldStart: line, oldLines: 2, newStart: line, newLines: 3, lines: [" x", "+y", " z"] }],
    },
  });
  const [one, two] = [hook("ada", "devbox"), hook("bob", "devbox")];
  for (const run of [one, two]) {
    expect((await run("SessionStart", { source: "startup" })).status).toBe(200);
    expect((await run("PreToolUse", edit("t1", 40))).status).toBe(200);
    expect((await run("PostToolUse", edit("t1", 40))).status).toBe(200);
  }
  await page.goto(`${stage.origin}/teamwork`);
  const card = page.locator("collision-card", { hasText: "src/cart.ts" });
  await card.waitFor();
  expect(await shownText(card)).toMatch(/Same lines.*ada.*was first.*bob.*came/);
  const collisions = (await anna.call("GET", "/api/collisions?status=open")).body.items as Collision[];
  expect(collisions).toMatchObject([{ kind: "hot", status: "open" }]);
  const bob = collisions[0]?.parties.find(({ name }) => name === "bob");

  await card.getByRole("button", { name: /Pause/ }).last().click();
  const session = async () =>
    (await anna.call("GET", "/api/sessions?limit=200")).body.items.find(({ id }: { id: string }) => id === bob?.sessionId);
  await expect.poll(session).toMatchObject({ pause: { state: "requested", by: "Anna" } });
  let answered = false;
  const step = two("PreToolUse", { ...edit("t2", 60), tool_name: "Write" }).then((answer) => {
    answered = true;
    return answer;
  });
  await expect.poll(session).toMatchObject({ pause: { state: "held" } });
  // The other one goes on meanwhile; this one does not.
  expect((await one("PreToolUse", edit("t3", 80))).status).toBe(200);
  expect(answered).toBe(false);
  await page
    .getByRole("button", { name: /Resume|Let it go on/ })
    .first()
    .click();
  expect((await step).status).toBe(200);
  await expect.poll(session).toMatchObject({ pause: { state: "resumed" } });

  // Both go home: it is over.
  for (const run of [one, two]) expect((await run("SessionEnd", { reason: "exit" })).status).toBe(200);
  await card.waitFor({ state: "detached" });
});
