import type { Session } from "@beckon/contracts/agents";
import { afterEach, describe, expect, test } from "vitest";
import { anAgent, aSessionOf } from "../fleet/testing/rows.ts";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import type { TeamworkPage } from "./teamwork-page.ts";
import "./collisions-page.ts";
import "./coordinations-page.ts";
import "./failures-page.ts";
import "./teamwork-page.ts";
import type { TeamworkState } from "./teamwork.store.ts";
import { aCollision, aFlow, aRecord, asOf, aSummary, row, someDiagnostics, someFailures } from "./testing/figures.ts";

const words = (root: Element = document.body) => textOf(root).replace(/\s+/gu, " ");
const all = (root: Element, selector: string): HTMLElement[] => {
  const inner = root.shadowRoot ?? root;
  const nested = [...inner.querySelectorAll("*")].filter(({ shadowRoot }) => shadowRoot);
  return [...inner.querySelectorAll<HTMLElement>(selector), ...nested.flatMap((element) => all(element, selector))];
};
const hrefs = (root: Element) => all(root, "a[href]").map((link) => link.getAttribute("href"));

const full = (): Partial<TeamworkState> => ({
  summary: { body: aSummary(), at: asOf, loading: false },
  flow: { body: aFlow(), at: asOf, loading: false },
  failures: { body: someFailures(), at: asOf, loading: false },
  diagnostics: { body: someDiagnostics(), at: asOf, loading: false },
  collisions: [aCollision("cl_1", { kind: "hot" }), aCollision("cl_2", { status: "over", path: "src/gone.ts" })],
});

async function show(tag: string, state: Partial<TeamworkState>, search = "") {
  history.replaceState({}, "", `/teamwork${search}`);
  const app = fakeApp();
  app.teamwork.put(state);
  app.fleet.put({ agents: [anAgent("ag_builder", { role: "developer" })], sessions: [aSessionOf("ag_a", { id: "se_1", endedAt: asOf })] });
  const page = await mountIn<TeamworkPage>(app, tag);
  await page.updateComplete;
  return { app, page };
}

const before = location.href;
afterEach(() => {
  document.body.replaceChildren();
  history.replaceState({}, "", before);
});

describe("the overview", () => {
  test("answers in one view whether it goes well, and why not", async () => {
    const { page } = await show("teamwork-page", full());
    const said = words(page);
    for (const part of ["78.9 %", "75 of 95 that ended worked out", "20 failed", "5 still open", "95 % interval: 69.7 to 85.9 %", "stable"])
      expect(said).toContain(part);
    expect(said).toContain("Most often: lost hand-off, 15 of 20 failures. 3 had no retry left.");
    expect(said).toMatch(/Timeout\s?5\s?3 with no retry left.*Lost hand-off\s?15/u);
    expect(said).toMatch(/93\s?of 100.*Healthy/u);
    expect(said).toMatch(/−4.*Tasks that nobody took for more than 10 minutes: 2.*Assign them\..*Orders v2/u);
  });

  test("each figure opens the rows behind it, within the same window and filters", async () => {
    const { page } = await show("teamwork-page", full(), "?range=7d&role=developer");
    const links = hrefs(page);
    for (const link of [
      "/teamwork/records?range=7d&role=developer&status=failed",
      "/teamwork/records?range=7d&role=developer&status=failed&cause=handoff_lost",
      "/teamwork/records?range=7d&role=developer&type=handoff",
      "/work/tasks/tk_0123456789abcdefgh",
      "/teamwork/collisions",
    ])
      expect(links).toContain(link);
    // The files stand in menus, whose entries are made when they open.
    for (const menu of all(page, "ui-menu")) menu.dispatchEvent(new Event("menu-opens"));
    await expect.poll(() => hrefs(page).filter((link) => link?.includes("format=csv")).length).toBeGreaterThanOrEqual(5);
    const offered = hrefs(page);
    const files = offered.filter((link) => link?.includes("format=csv")).map((link) => link?.slice(0, link.indexOf("?")));
    expect(new Set(files)).toEqual(
      new Set([
        "/api/collisions",
        "/api/coordination/summary",
        "/api/coordination/flow",
        "/api/coordination/failures",
        "/api/coordination/diagnostics",
      ]),
    );
    expect(offered.find((link) => link?.startsWith("/api/coordination/flow"))).toContain("role=developer");
  });

  test("an hour that is looked at says its figures, and opens exactly its rows", async () => {
    const { page } = await show("teamwork-page", full());
    const plot = all(page, ".plot")[0]!;
    plot.dispatchEvent(new KeyboardEvent("keydown", { key: "Home", bubbles: true }));
    for (let step = 0; step < 20; step++) plot.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
    await expect.poll(() => plot.getAttribute("aria-valuetext")).toMatch(/6 of 8 succeeded, 75 % \(40\.9–92\.9 %\)/u);
    const { from, to } = aSummary().buckets[20]!;
    await expect.poll(() => hrefs(page)).toContain(`/teamwork/records?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`);
  });

  test("a strip of the flow is reached by keys and opens both sides' rows", async () => {
    const { page } = await show("teamwork-page", full(), "?flow=agents");
    const strips = () => all(page, "ui-flow").flatMap((flow) => [...flow.shadowRoot!.querySelectorAll<SVGGElement>(".link")]);
    await expect.poll(() => strips().length).toBe(4);
    expect(strips().filter((strip) => strip.getAttribute("tabindex") === "0")).toHaveLength(1);
    strips()[0]!.focus();
    strips()[0]!.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
    await expect.poll(() => strips().findIndex((strip) => strip === (strip.getRootNode() as ShadowRoot).activeElement)).toBe(1);
    expect(strips()[1]!.getAttribute("aria-label")).toMatch(/^builder to lead: 1 of 4 succeeded, 25 %/u);
    strips()[1]!.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
    expect(location.pathname + location.search).toBe("/teamwork/records?giver=ag_builder&taker=ag_lead");
  });

  test("another range is another address, and is asked for", async () => {
    const { app, page } = await show("teamwork-page", full());
    all(page, "input[type=radio]")
      .find((input) => (input as HTMLInputElement).value === "30d")!
      .click();
    expect(location.search).toBe("?range=30d");
    expect(app.asked.findLast((asked) => (asked as string[])[0] === "show")).toEqual([
      "show",
      expect.objectContaining({ range: "30d" }),
      ["summary", "diagnostics", "flow", "failures"],
    ]);
  });

  test("news are drawn in place: what was open stays open", async () => {
    const { app, page } = await show("teamwork-page", full());
    const pattern = all(page, "details")[0] as HTMLDetailsElement;
    pattern.open = true;
    app.teamwork.put({
      summary: { body: aSummary({ total: row(80, 20) }), at: asOf, loading: false },
      failures: { body: someFailures(), at: asOf, loading: false },
    });
    await expect.poll(() => words(page)).toContain("80 %");
    expect(all(page, "details")[0]).toBe(pattern);
    expect(pattern.open).toBe(true);
  });

  test("nothing was told: how it begins, and no figure", async () => {
    const none = aSummary({ total: row(0, 0), buckets: [], byType: [], byPair: [], byCause: [], byRole: [] });
    const { page } = await show("teamwork-page", { ...full(), summary: { body: none, at: asOf, loading: false }, collisions: [] });
    expect(words(page)).toContain("No attempt to work together yet");
    expect(words(page)).not.toMatch(/0 %|NaN|undefined/u);
    expect(words(page)).toContain("No file is being edited by two agents at once");
  });

  test("only open ones: no share is made of them", async () => {
    const open = aSummary({ total: row(0, 0, 40), byCause: [] });
    const { page } = await show("teamwork-page", { ...full(), summary: { body: open, at: asOf, loading: false } });
    expect(words(page)).toContain("no data");
    expect(words(page)).toContain("40 still open");
  });

  test("without a connection: what is kept, of when it is, and why; and where nothing is kept, that", async () => {
    const { app, page } = await show("teamwork-page", {
      ...full(),
      summary: { body: aSummary(), at: "2026-11-01T12:00:00.000Z", loading: false, error: "No connection" },
    });
    expect(words(page)).toMatch(/As of .* ago\. No connection\./u);
    app.teamwork.put({ summary: { loading: false, error: "No connection" } });
    await expect.poll(() => words(page)).toContain("Nothing of this is kept on this device");
    deep(page, "ui-card ui-button")!.click();
    expect(app.asked).toContainEqual(["refresh"]);
  });

  test("back on the network it asks again; left, it asks no more", async () => {
    const { app, page } = await show("teamwork-page", full());
    app.connection.put({ state: "offline" });
    await page.updateComplete;
    app.connection.put({ state: "live" });
    await expect.poll(() => app.asked).toContainEqual(["refresh"]);
    page.remove();
    expect(app.asked.at(-1)).toEqual(["leave"]);
  });

  test("agents' words are text", async () => {
    const hostile = "<img src=x onerror=alert(1)> \u202Egpj";
    const summary = aSummary({
      byPair: [{ from: { name: hostile }, to: { name: hostile }, ...row(1, 1) }],
      byRole: [{ role: hostile, ...row(1, 1) }],
    });
    const flow = aFlow({
      nodes: [{ key: "=x", name: hostile, role: hostile }],
      links: [{ from: "=x", to: "=x", type: "pair", ...row(1, 1) }],
    });
    const { page } = await show("teamwork-page", {
      ...full(),
      summary: { body: summary, at: asOf, loading: false },
      flow: { body: flow, at: asOf, loading: false },
      collisions: [aCollision("cl_1", { path: hostile, repository: hostile })],
    });
    expect(deep(page, "img")).toBeUndefined();
    expect(words(page)).toContain("<img src=x onerror=alert(1)>");
    expect(words(deep(page, "collision-card")!)).not.toContain("\u202E");
  });
});

describe("the radar", () => {
  test("open ones with who was first, where each works, and which lines", async () => {
    const { page } = await show("teamwork-page", full());
    const radar = words(deep(page, "collision-radar")!);
    expect(radar).toMatch(
      /Same lines.*src\/orders\.ts.*github\.com\/acme\/shop.*first.*was first.*its run is over.*4 edits · lines 10–24, 80 · on devbox · branch orders.*second.*came/u,
    );
    expect(radar).not.toContain("src/gone.ts");
  });

  test("those that are over stand below, on a page of their own", async () => {
    const { app, page } = await show("collisions-page", full());
    expect(words(page)).toMatch(/Open 1.*src\/orders\.ts.*Over 1.*Same file, over.*src\/gone\.ts/u);
    app.teamwork.earlierCollisions = async () => ({ items: [aCollision("cl_3", { status: "over", path: "src/old.ts" })] });
    all(page, "ui-button")
      .find((button) => words(button).includes("Earlier ones"))!
      .click();
    await expect.poll(() => words(page)).toMatch(/Over 2.*src\/old\.ts/u);
    expect(words(page)).not.toContain("Earlier ones");
  });
});

describe("pausing one", () => {
  const running = (more: Partial<Session> = {}) => aSessionOf("ag_a", { id: "se_1", canPause: true, ...more });
  const control = (page: Element) => all(page, "pause-control")[0]!;
  async function radar(session: Session, role: "owner" | "viewer" = "owner") {
    const shown = await show("teamwork-page", full());
    shown.app.session.put({ session: aSession({ role }) });
    shown.app.fleet.put({ sessions: [session] });
    await expect.poll(() => all(shown.page, "pause-control").length).toBe(1);
    await expect
      .poll(() => words(control(shown.page)) !== "" || deep(control(shown.page), "ui-button") !== undefined || role === "viewer")
      .toBe(true);
    return shown;
  }
  const pause = { id: "pa_1", at: asOf, by: "Ada" };

  test("asks for it, and says what came of it", async () => {
    const { app, page } = await radar(running());
    deep(control(page), "ui-button")!.click();
    expect(app.asked).toContainEqual(["pause", "se_1", "pause"]);
    app.fleet.put({ sessions: [running({ pause: { ...pause, state: "requested" } })] });
    await expect.poll(() => words(control(page))).toContain("Asked to pause by Ada; takes effect at its next step");
    app.fleet.put({ sessions: [running({ pause: { ...pause, state: "held", heldAt: asOf, step: "Edit" } })] });
    await expect.poll(() => words(control(page))).toMatch(/Held for .*, before Edit\./u);
    deep(control(page), "ui-button")!.click();
    expect(app.asked).toContainEqual(["pause", "se_1", "resume"]);
    app.fleet.put({ sessions: [running({ pause: { ...pause, state: "let_go", note: "its hook's time was over" } })] });
    await expect.poll(() => words(control(page))).toContain("its hook's time was over");
  });

  test("a refusal is said in words", async () => {
    const { app, page } = await radar(running());
    app.teamwork.pause = async () => Promise.reject(new Error("Nothing of this run can be held."));
    const said = new Promise<string>((resolve) => page.addEventListener("toast", (event) => resolve(event.toast.text), { once: true }));
    deep(control(page), "ui-button")!.click();
    expect(await said).toBe("Nothing of this run can be held.");
  });

  test("has no button where it cannot act, and none for who only looks", async () => {
    const { page } = await radar(running({ canPause: false }));
    expect(words(control(page))).toContain("It cannot be paused");
    expect(deep(control(page), "ui-button")).toBeUndefined();
    const viewer = await radar(running(), "viewer");
    await expect.poll(() => deep(control(viewer.page), "ui-button")).toBeUndefined();
  });
});

describe("the rows", () => {
  const records = (more = {}) => ({
    records: {
      body: {
        items: [
          aRecord("co_1"),
          aRecord("co_2", { status: "pending", cause: undefined, endedAt: undefined, deadlineAt: "2099-01-01T00:00:00.000Z" }),
        ],
        ...more,
      },
      at: asOf,
      loading: false,
    },
  });

  test("say what narrows them, and let it go", async () => {
    const { page } = await show("coordinations-page", records(), "/records?range=7d&status=failed&cause=handoff_lost&giver=ag_builder");
    expect(words(page)).toMatch(/Failed.*Cause: lost hand-off.*From ag_builder/u);
    expect(words(page)).toMatch(/lead → builder.*Hand-off · lost hand-off/u);
    expect(words(page)).toMatch(/counts as failed in/u);
    all(page, ".chips ui-button")[0]!.click();
    expect(location.search).toBe("?range=7d&cause=handoff_lost&giver=ag_builder");
  });

  test("go on page by page; news of the first page do not take the rest away", async () => {
    const { app, page } = await show("coordinations-page", records({ cursor: "next" }));
    app.teamwork.moreRecords = async () => ({ items: [aRecord("co_3")] });
    const rows = () => all(page, "record-row").length;
    all(page, "ui-button")
      .find((button) => words(button).includes("Earlier ones"))!
      .click();
    await expect.poll(rows).toBe(3);
    app.teamwork.put({ records: { body: { items: [aRecord("co_0"), aRecord("co_1")], cursor: "next" }, at: asOf, loading: false } });
    await expect.poll(rows).toBe(4);
  });

  test("none like that is said", async () => {
    const { page } = await show("coordinations-page", { records: { body: { items: [] }, at: asOf, loading: false } });
    expect(words(page)).toContain("Nothing like that in this window");
  });
});

test("300 patterns: page by page, each with its count, agents and one message in full", async () => {
  const { app, page } = await show("failures-page", {
    failures: { body: someFailures(20, { n: 900, cursor: "20" }), at: asOf, loading: false },
  });
  expect(all(page, "pattern-row")).toHaveLength(20);
  const first = all(page, "pattern-row")[0]!;
  expect(words(first)).toMatch(/connect ECONNREFUSED something ··· \(0\).*3 times.*2 with no retry left.*no connection.*2 agents/u);
  expect(words(first)).toContain("connect ECONNREFUSED 10.0.0.0:5432");
  expect(words(first)).not.toContain("\u202E");
  all(page, "ui-button")
    .find((button) => words(button).includes("More patterns"))!
    .click();
  await expect.poll(() => words(page)).toContain("No more here");
  expect(app.asked).toContainEqual(["moreFailures", "20"]);
});
