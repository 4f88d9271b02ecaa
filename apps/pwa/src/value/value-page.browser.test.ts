import { afterEach, describe, expect, test } from "vitest";
import { anAgent } from "../fleet/testing/rows.ts";
import { deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import { asOf, aSummary, aTrend, nothingYet, someFigures, someGroups } from "./testing/figures.ts";
import type { ValuePage } from "./value-page.ts";
import type { ValueState } from "./value.store.ts";
import "./value-page.ts";

/** Without any white space: where lines break is not what is said. */
const plain = (text: string) => text.replaceAll(/[\s\u00a0\u2060]+/gu, "");
const words = (root: Element = document.body) => plain(textOf(root));
const all = (root: Element, selector: string): HTMLElement[] => {
  const inner = root.shadowRoot ?? root;
  const nested = [...inner.querySelectorAll("*")].filter(({ shadowRoot }) => shadowRoot);
  return [...inner.querySelectorAll<HTMLElement>(selector), ...nested.flatMap((element) => all(element, selector))];
};
const hrefs = (root: Element) => all(root, "a[href]").map((link) => link.getAttribute("href")!);
const view = <T>(body: T) => ({ body, at: asOf, loading: false });
const full = (): Partial<ValueState> => ({ summary: view(aSummary()), groups: view(someGroups()), trend: view(aTrend()) });

async function show(state: Partial<ValueState>, search = "") {
  history.replaceState({}, "", `/value${search}`);
  const app = fakeApp();
  app.value.put(state);
  app.fleet.put({ agents: [anAgent("ag_builder", {})] });
  const page = await mountIn<ValuePage>(app, "value-page");
  await page.updateComplete;
  // What is below the first screen comes after it.
  if (state.summary?.body) await expect.poll(() => deep(page, "figure-sheet")).toBeTruthy();
  return { app, page };
}
const sheet = (page: Element) => deep(page, "figure-sheet")!;
const before = location.href;
afterEach(() => {
  document.body.replaceChildren();
  history.replaceState({}, "", before);
});

describe("the page", () => {
  test("says in one sentence what has to come back and what did, and shows ranges, never one number", async () => {
    const { page } = await show(full());
    const said = words(page);
    for (const part of [
      "Your fleet pays for itself from 8.0 h of real work saved; it delivered 21.3–34.2 h.",
      "It has paid for itself. It is very likely that it pays: 99 of 100 drawn cases.",
      "Value$1,610$980–$2,340",
      "Cost$480.00",
      "Net$1,130$500–$1,860",
      "ROI235 %104–388 %",
      "It really cost more: nobody has said infrastructure, set-up.",
      "Taken back6.3 %2 of 32",
      "Written down since: $390 (6.5 h) of 3 outcomes",
      "Not linked to an outcome",
      "By agent",
      "What would make it surer",
    ])
      expect(said).toContain(plain(part));
    expect(said).not.toMatch(/NaN|undefined|Infinity/u);
  });

  test("every figure opens: what it says, formula, inputs, rows; and has an address of its own", async () => {
    const { page } = await show(full(), "?range=30d");
    const plots = all(page, "ui-bars").map((bars) => bars.shadowRoot!.querySelector<HTMLElement>(".plot")!);
    plots[0]!.dispatchEvent(new KeyboardEvent("keydown", { key: "End", bubbles: true }));
    await expect.poll(() => hrefs(page).some((href) => href.includes("figure=step"))).toBe(true);
    const figures = new Set(hrefs(page).flatMap((href) => new URLSearchParams(href.split("?")[1]).get("figure") ?? []));
    expect([...figures]).toEqual(
      expect.arrayContaining([
        "breakeven",
        "delivered",
        "chance",
        "value",
        "cost",
        "net",
        "roi",
        "billed",
        "plan",
        "attention",
        "list",
        "unattributed",
        "reverts",
        "rework",
        "review",
        "writtendown",
        "group:ag_builder",
        "group:-",
      ]),
    );
    for (const figure of figures) {
      all(page, "a[href]")
        .find((link) => new URLSearchParams(link.getAttribute("href")!.split("?")[1]).get("figure") === figure)!
        .click();
      expect(new URLSearchParams(location.search).get("figure")).toBe(figure);
      await expect.poll(() => words(sheet(page)), figure).toContain(plain("How it is made"));
      expect(words(sheet(page)), figure).not.toMatch(/NaN|undefined|Infinity/u);
      deep<HTMLDialogElement>(sheet(page), "dialog")!.close();
      await expect.poll(() => new URLSearchParams(location.search).get("figure")).toBeNull();
    }
  });

  test("an address with a figure opens it; rows are of the same window and filters", async () => {
    const { page } = await show(full(), "?from=2026-10-01T00:00:00Z&to=2026-11-01T00:00:00Z&role=tester&figure=value");
    await expect.poll(() => words(sheet(page))).toContain(plain("Half of all drawn cases are above $1,610"));
    expect(words(sheet(page))).toContain(plain("B · estimated before the run52 %"));
    expect(hrefs(sheet(page))).toContain("/value/outcomes?from=2026-10-01T00%3A00%3A00.000Z&to=2026-11-01T00%3A00%3A00.000Z&role=tester");
  });

  test("nothing was told: what to do first, and no figure", async () => {
    const nothing = nothingYet();
    // As the server answers it.
    const warnings = [{ code: "cost_missing" as const, parts: ["billed" as const, "plan" as const] }];
    const { page } = await show({
      summary: view({ ...nothing, figures: { ...nothing.figures, warnings } }),
      groups: view(someGroups({ groups: [] })),
      trend: view(aTrend({ buckets: [], firstDays: [] })),
    });
    expect(words(page)).toContain(plain("What your fleet is worth is not known yet. Three steps, and it is."));
    expect(words(page)).not.toContain(plain("It really cost more"));
    for (const step of ["Connect your agents", "Say what was accepted", "Set your hourly rate"]) expect(words(page)).toContain(plain(step));
    expect(hrefs(page)).toEqual(expect.arrayContaining(["/connect", "/value/outcomes", "/value/assumptions"]));
    expect(words(page)).not.toMatch(/\$0|(?<!\d)0%|0\.0h|NaN|undefined/u);
  });

  test("cost and outcomes, but nobody has set a rate: said, never zero", async () => {
    const { figures } = nothingYet();
    const summary = aSummary({
      assumptions: null,
      figures: { ...figures, n: 41, costMicros: 480_000_000, milliHours: { p10: 21_300, p50: 27_100, p90: 34_200 } },
      why: { breakEvenMilliHours: "no_assumptions", value: "no_assumptions", net: "no_assumptions", roi: "no_assumptions" },
    });
    const { page } = await show({ ...full(), summary: view(summary) });
    expect(words(page)).toContain(
      plain("Your fleet delivered 21.3–34.2 h of work; what that is worth is not known yet: set your hourly rate."),
    );
    expect(words(page)).toContain(plain("Cost$480.00"));
    expect(words(page)).not.toMatch(/ROI0|Net\$0/u);
  });

  test("work and a rate, but only a plan that nobody has named: nothing pays for itself from 0 hours", async () => {
    const figures = someFigures({
      ...{ costMicros: null, breakEvenMilliHours: null, net: null, roi: null, chance: null, paybackMilliDays: null },
      warnings: [{ code: "cost_missing", parts: ["plan", "infrastructure"] }],
    });
    const why = { costMicros: "no_cost", breakEvenMilliHours: "no_cost", net: "no_cost", roi: "no_cost", chance: "no_cost" } as const;
    const { page } = await show({ ...full(), summary: view(aSummary({ figures, why })) });
    for (const part of [
      "h of work; whether it pays for itself is not known yet: no cost was told in this time.",
      "What it cost is not known: nobody has said in plans, infrastructure.",
    ])
      expect(words(page)).toContain(plain(part));
    expect(words(page)).not.toMatch(/paidforitself|from0/u);
  });

  test.each([
    [{ milliHours: { p10: 5_000, p50: 9_000, p90: 12_000 } }, "It may have paid for itself"],
    [{ milliHours: { p10: 1_000, p50: 2_000, p90: 3_000 } }, "It has not paid for itself in this time."],
    [{ indicative: true, warnings: [{ code: "indicative" }] }, "Indicative: more than half of the value rests"],
    [
      { warnings: [{ code: "over_year", milliHours: 8_577_500 }] },
      "8,578 h of human work for each person and year. A year of work holds 2,080 h",
    ],
    [{ warnings: [{ code: "brand_new" }] }, "The model warns: brand_new."],
  ])("%j is said in plain words", async (more, said) => {
    const { page } = await show({ ...full(), summary: view(aSummary({ figures: someFigures(more) })) });
    expect(words(page)).toContain(plain(said));
  });

  test("without a connection: what is kept, of when it is, and why; and where nothing is kept, that", async () => {
    const { app, page } = await show({
      ...full(),
      summary: { body: aSummary(), at: "2026-11-01T12:00:00.000Z", loading: false, error: "No connection" },
    });
    expect(words(page)).toMatch(/Asof.*ago\.Noconnection\./u);
    const old = { at: "2026-10-01T12:00:00.000Z", loading: false, error: "No connection" };
    app.value.put({ ...full(), trend: { body: aTrend(), ...old }, groups: { body: aSummary(), ...old } });
    await expect.poll(() => words(page).match(/Asof.*?ago\.Noconnection\./gu)?.length).toBe(2);
    app.value.put({ ...full(), summary: { body: aSummary(), at: old.at, loading: true, late: true } });
    await expect.poll(() => words(page)).toMatch(/Asof.*ago\.Theserverhasnotansweredyet\./u);
    app.value.put({ summary: { loading: false, error: "No connection" } });
    await expect.poll(() => words(page)).toContain(plain("Nothing of this is kept on this device"));
    deep(page, "ui-card ui-button")!.click();
    expect(app.asked).toContainEqual(["refreshValue"]);
  });

  test("another range, another breakdown: another address, and asked for; left, it asks no more", async () => {
    const { app, page } = await show(full());
    all(page, "input[type=radio]")
      .find((input) => (input as HTMLInputElement).value === "365d")!
      .click();
    expect(location.search).toBe("?range=365d");
    const select = deep<HTMLSelectElement>(deep(page, "value-breakdown")!, "select")!;
    select.value = "taskType";
    select.dispatchEvent(new Event("change"));
    expect(app.asked.at(-1)).toEqual(["showValue", { range: "365d", by: "taskType" }, ["summary", "trend", "groups"]]);
    expect([...select.options].map(({ value }) => value)).toEqual(["agent", "role", "team", "model", "project", "taskType"]);
    page.remove();
    expect(app.asked.at(-1)).toEqual(["leaveValue"]);
  });

  test("agents' words are text", async () => {
    const hostile = "<img src=x onerror=alert(1)> \u202Egpj";
    const { groups } = someGroups();
    const { page } = await show({ ...full(), groups: view(someGroups({ groups: [{ ...groups[0]!, name: hostile }] })) });
    expect(all(page, "img")).toEqual([]);
    expect(words(page)).toContain(plain("<img src=x onerror=alert(1)>"));
    expect(words(page)).not.toContain("\u202E");
  });

  test("very much: two hundred groups are eight, until all are wanted", async () => {
    const { groups } = someGroups();
    const many = Array.from({ length: 200 }, (_, index) => ({ ...groups[0]!, key: `ag_${index}`, name: `agent-${index}` }));
    const { page } = await show({ ...full(), groups: view(someGroups({ groups: many })) });
    const breakdown = deep(page, "value-breakdown")!;
    expect(all(breakdown, ".groups a")).toHaveLength(8);
    all(breakdown, "ui-button").at(-1)!.click();
    await expect.poll(() => all(breakdown, ".groups a").length).toBe(200);
  });
});
