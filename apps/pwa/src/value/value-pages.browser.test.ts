import { valueOf } from "@beckon/metrics/value/model";
import { inputOf } from "@beckon/metrics/value/from-inputs";
import type { ValueResult } from "@beckon/metrics/value/types";
import { afterEach, describe, expect, test, vi } from "vitest";
import { aSession, deep, fakeApp, mountIn, textOf } from "../shell/testing/fake-app.ts";
import { asOf, someFigures } from "./testing/figures.ts";
import { aSnapshot, aVersion, someInputs, someTerms } from "./testing/inputs.ts";
import { SharedPage } from "./shared-page.ts";
import { createModel } from "./value-model.ts";
import type { AssumptionsPage } from "./assumptions-page.ts";
import type { ReportPage } from "./report-page.ts";
import "./assumptions-page.ts";
import "./report-page.ts";

/** Without any white space: where lines break is not what is said. */
const plain = (text: string) => text.replaceAll(/[\s\u00a0\u2060]+/gu, "");
const words = (root: Element = document.body) => plain(textOf(root));
const view = <T>(body: T) => ({ body, at: asOf, loading: false });
const all = (root: Element, selector: string): HTMLElement[] => {
  const inner = root.shadowRoot ?? root;
  const nested = [...inner.querySelectorAll("*")].filter(({ shadowRoot }) => shadowRoot);
  return [...inner.querySelectorAll<HTMLElement>(selector), ...nested.flatMap((element) => all(element, selector))];
};
const field = (root: Element, label: string, place = 0) =>
  all(root, "ui-field").filter((one) => (one as HTMLElement & { label: string }).label === label)[place]!;
const write = (root: Element, label: string, text: string, place = 0) => {
  const input = field(root, label, place).shadowRoot!.querySelector("input")!;
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
};
const button = (root: Element, said: string) =>
  all(root, "ui-button").find((one) => textOf(one).includes(said)) as HTMLElement & { disabled: boolean };
const before = location.href;
afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
  history.replaceState({}, "", before);
});

test("the worker computes the very digits that the model computes anywhere, and says why it cannot", async () => {
  const model = createModel();
  const inputs = someInputs(200);
  expect(await model.figures(inputs, inputs.terms)).toEqual(valueOf(inputOf(inputs)));
  const dearer = { ...someTerms, rate: { p10: 200e6, p50: 200e6, p90: 200e6 } };
  expect(await model.figures(inputs, dearer)).toEqual(valueOf(inputOf(inputs, dearer)));
  expect((await model.scenarios(inputs, someTerms)).map(({ name }) => name)).toEqual(["careful", "expected", "hopeful"]);
  await expect(model.figures({ ...inputs, outcomes: { ...inputs.outcomes, p10: [9e9] } }, someTerms)).rejects.toThrow(
    "could not be computed on this device",
  );
  expect((await model.figures(inputs, null)).value).toBeNull();
});

describe("assumptions", () => {
  async function show(more: { role?: "viewer" | "operator"; version?: number } = {}) {
    history.replaceState({}, "", "/value/assumptions");
    const app = fakeApp({ session: aSession(more) });
    const items = [aVersion(3), aVersion(2, { changed: ["plans"] })];
    app.value.put({ assumptions: view({ current: items[0]!, items }), inputs: view(someInputs(41)) });
    const page = await mountIn<AssumptionsPage>(app, "assumptions-page");
    return { app, page };
  }

  test("what a change moves is seen before it is saved; then it is a version, with its reason", async () => {
    const { app, page } = await show();
    app.value.compute = async (_inputs, terms) =>
      someFigures(terms && terms.rate!.p50 === 200_000_000 ? { breakEvenMilliHours: 4_000 } : {}) as ValueResult;
    await expect.poll(() => words(page)).toContain(plain("Break-even8.0 hthe same"));
    expect(button(page, "Save as version 4").disabled).toBe(true);
    write(page, "Middle", "150");
    write(page, "High", "200");
    write(page, "Middle", "200");
    await expect.poll(() => words(page)).toContain(plain("Break-even8.0 h4.0 h"));
    write(page, "Why, for those who come after", "New contract");
    await expect.poll(() => button(page, "Save as version 4").disabled).toBe(false);
    button(page, "Save as version 4").click();
    await expect
      .poll(() => app.asked.find((asked) => (asked as string[])[0] === "setAssumptions"))
      .toEqual([
        "setAssumptions",
        { version: 3, terms: { ...someTerms, rate: { p10: 80_000_000, p50: 200_000_000, p90: 200_000_000 } }, note: "New contract" },
        { range: "90d" },
      ]);
  });

  test("what is wrong is said at its field, and is not saved", async () => {
    const { page } = await show();
    write(page, "Low", "150");
    await expect.poll(() => words(page)).toContain(plain("They must rise: low, middle, high."));
    expect(button(page, "Save as version 4").disabled).toBe(true);
  });

  test("versions say who, when, and what moved; scenarios stand side by side", async () => {
    const { page } = await show();
    await expect.poll(() => words(page)).toContain(plain("Careful"));
    expect(words(page)).toMatch(/Version3.*AdaKing·hourlyrate.*Withfinance.*Break-even10\.0h8\.0h/u);
  });

  test("offline it computes and saves not; who is not the owner sees, and changes nothing", async () => {
    const { app, page } = await show();
    app.connection.put({ state: "offline" });
    write(page, "Middle", "120");
    await expect.poll(() => words(page)).toContain(plain("No connection. What moves is computed here; it is saved only with one."));
    expect(button(page, "Save as version 4").disabled).toBe(true);
    const { page: seen } = await show({ role: "operator" });
    await seen.updateComplete;
    expect(words(seen)).toContain(plain("The owner sets the assumptions; you see them."));
    expect(words(seen)).toContain(plain("$100 ($80.00 to $130)"));
    expect(button(seen, "Save")).toBeUndefined();
  });

  test("the claim of 340 % and $857,000 per developer, by its own inputs", async () => {
    const { page } = await show();
    const card = deep(page, "claim-card")!;
    for (const [label, text] of [
      ["Hours of work put in", "8"],
      ["Hours of work it is said to equal", "27.2"],
      ["Hours saved a day", "23.5"],
      ["Days a year", "365"],
      ["Worth of an hour", "80"],
      ["Further benefit", "120,000"],
      ["Another benefit", "50,000"],
      ["Cost", "10,000"],
      ["It says: gain, in %", "340"],
      ["It says: sum", "857,000"],
    ] as const)
      write(card, label, text);
    await expect.poll(() => words(card)).toContain(plain("ROI of the net8,462 %"));
    for (const said of [
      "Multiple3.4",
      "Gain240 %",
      "Sum of its parts$856,200",
      "Net, cost taken off$846,200",
      "Payback4.31 days",
      "Hours a year, per person8,578 h",
      "Of them a year can hold2,080 h, $166,400",
      "It counts 8,578 h a year for one person. A year of work holds 2,080 h.",
      "It calls the multiple a gain: 340 % of before is 240 % more.",
      "It says $857,000; its parts add up to $856,200.",
      "by its own output it would be 19.2 h a day",
    ])
      expect(words(card)).toContain(plain(said));
  });
});

describe("reports", () => {
  const link = {
    id: "vl_1",
    createdAt: asOf,
    by: { kind: "person" as const, name: "Ada King" },
    expiresAt: "2099-01-01T00:00:00.000Z",
    views: 2,
  };
  const report = {
    id: "vr_0123456789abcdefgh",
    title: "November",
    createdAt: asOf,
    by: { kind: "person" as const, name: "Ada King" },
    hash: "9f86d081",
    links: [link],
  };

  test("a look is frozen without names of agents, unless they are wanted", async () => {
    history.replaceState({}, "", "/value/report?range=30d");
    const app = fakeApp();
    app.value.put({ reports: view({ items: [report] }) });
    const page = await mountIn<ReportPage>(app, "report-page");
    expect(words(page)).toContain(plain("shared by a link"));
    button(page, "Freeze a report").click();
    await expect
      .poll(() => app.asked.find((asked) => (asked as string[])[0] === "makeReport"))
      .toEqual([
        "makeReport",
        { range: "30d" },
        {
          title: "Value, last 30 days",
          include: { groups: ["role", "model", "taskType"], trend: true, assumptions: true, inputs: true, titles: false },
        },
      ]);
  });

  test("one is opened: its figures, its files, a link that is shown once, and its end", async () => {
    history.replaceState({}, "", `/value/report?id=${report.id}`);
    const app = fakeApp();
    app.value.put({ report: view({ ...report, snapshot: aSnapshot() }) });
    const page = await mountIn<ReportPage>(app, "report-page");
    expect(app.asked).toContainEqual(["showValue", { range: "90d" }, ["report"], report.id]);
    await expect.poll(() => words(page)).toContain(plain("it delivered 21.3–34.2 h"));
    expect(words(page)).toContain(plain("Snapshot SHA-256 9f86d081"));
    const files = all(page, "a[href]").map((one) => one.getAttribute("href"));
    expect(files).toEqual(
      expect.arrayContaining([`/api/value/reports/${report.id}/file?format=csv`, `/api/value/reports/${report.id}/file?format=json`]),
    );
    // Frozen: nothing in it opens.
    expect(files.filter((href) => href?.includes("figure="))).toEqual([]);
    button(page, "Make a link").click();
    await expect.poll(() => words(page)).toContain(plain("https://beckon.example/r#secret"));
    expect(app.asked).toContainEqual(["makeLink", report.id, 14]);
    button(page, "Revoke").click();
    await expect.poll(() => app.asked).toContainEqual(["revokeLink", report.id, "vl_1"]);
  });

  test("a viewer reads and prints, but neither freezes nor shares", async () => {
    history.replaceState({}, "", `/value/report?id=${report.id}`);
    const app = fakeApp({ session: aSession({ role: "viewer" }) });
    app.value.put({ report: view({ ...report, snapshot: aSnapshot() }) });
    const page = await mountIn<ReportPage>(app, "report-page");
    expect(button(page, "Print")).toBeDefined();
    expect([button(page, "Make a link"), button(page, "Revoke")]).toEqual([undefined, undefined]);
  });
});

describe("a shared report", () => {
  const open = async (hash: string, answer: () => Promise<Response>) => {
    history.replaceState({}, "", `/r${hash}`);
    const asked = vi.spyOn(globalThis, "fetch").mockImplementation(answer);
    const page = new SharedPage();
    document.body.replaceChildren(page);
    await page.updateComplete;
    return { page, asked };
  };
  const json = (status: number, body: object) => async () => new Response(JSON.stringify(body), { status });

  test("shows what was frozen, with one call that has the secret in its body", async () => {
    const { page, asked } = await open("#s3cret", json(200, { snapshot: aSnapshot(), expiresAt: "2026-12-01T00:00:00.000Z" }));
    await expect.poll(() => words(page)).toContain(plain("it delivered 21.3–34.2 h"));
    expect(asked.mock.calls.map(([address, init]) => [String(address), init?.body])).toEqual([
      ["/api/shared-reports", '{"secret":"s3cret"}'],
    ]);
    expect(all(page, "a[href]").filter((one) => one.getAttribute("href")?.startsWith("/"))).toEqual([]);
  });

  test("one that has ended, or is not complete, says so; without a connection it can be tried again", async () => {
    const none = await open("", json(200, {}));
    expect(words(none.page)).toContain(plain("This link shows nothing any more"));
    expect(none.asked).not.toHaveBeenCalled();
    const gone = await open("#old", json(404, { title: "Not found", status: 404 }));
    await expect.poll(() => words(gone.page)).toContain(plain("This link shows nothing any more"));
    const off = await open("#s3cret", () => Promise.reject(new TypeError("offline")));
    await expect.poll(() => words(off.page)).toContain(plain("No connection."));
    expect(button(off.page, "Try again")).toBeDefined();
  });
});
