import type { Signal } from "@beckon/contracts/signals";
import {
  valueInputs,
  valueQuery,
  valueScope,
  valueSummary,
  valueTrend,
  valueTrendQuery,
  type ValueInputs,
  type ValueSummary,
} from "@beckon/contracts/value";
import { valueAssumptions, valueScenarios } from "@beckon/contracts/value-assumptions";
import { valueReportInput } from "@beckon/contracts/value-reports";
import { valueTerms } from "@beckon/contracts/value-terms";
import { inputOf } from "@beckon/metrics/value/from-inputs";
import { valueOf } from "@beckon/metrics/value/model";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../../test/support/test-app.ts";
import type { Caller } from "../platform/http/env.ts";
import { createValueService, type ValueService } from "./value.service.ts";
import type { OutcomeOfWindow, ValueDeps } from "./value.types.ts";

const now = new Date("2026-11-21T10:00:00Z");
const owner: Caller = { kind: "token", tokenId: "tok_1", name: "Script", scope: "admin" };
const window = { from: "2026-11-01T00:00:00Z", to: "2026-11-21T00:00:00Z" };
const certain = (value: number) => ({ p10: value, p50: value, p90: value });
const dollars = (amount: number) => amount * 1_000_000;

let app: TestApp;
let value: ValueService;
let rows: OutcomeOfWindow[];
let rework: number;
let attention: { milliHours: number; n: number; unmeasured: number };
let audited: string[];

const row = (over: Partial<OutcomeOfWindow> = {}): OutcomeOfWindow => ({
  id: `oc_${rows.length}`,
  acceptedAt: Date.parse("2026-11-10T12:00:00Z"),
  ...{ p10: 2_000, p50: 2_000, p90: 2_000, grade: "A", basis: null },
  ...{ agentShare: 1_000_000, counterfactual: 1_000_000, durability: 1_000_000, state: "standing" },
  ...{ agent: null, role: null, team: null, model: null, project: null, taskType: "feature" },
  ...{ reviewMinutes: null, holdOut: false, writtenDownAt: null },
  ...over,
});

const attributed = { billedMicros: dollars(70), apiEquivalentMicros: dollars(140), sessions: 1 };
const outcomes: ValueDeps["outcomes"] = {
  window: async (_, { from, to, agent, role }) =>
    rows.filter(
      (each) =>
        each.acceptedAt >= from.getTime() &&
        each.acceptedAt < to.getTime() &&
        (agent === undefined || each.agent === agent) &&
        (role === undefined || each.role === role),
    ),
  costs: async () => ({ byOutcome: new Map(), attributed }),
  spending: async () => ({
    sessions: 3,
    attributed,
    rework: { billedMicros: rework },
  }),
  titles: async () => [{ title: "Secret plan in /home/anna", taskType: "feature", acceptedAt: window.from, grade: "A", milliHours: 2_000 }],
};

beforeEach(async () => {
  app = await createTestApp({ clock: () => now });
  rows = [];
  rework = 0;
  attention = { milliHours: 0, n: 0, unmeasured: 0 };
  audited = [];
  const { database, clock, usage, agents, teams, access } = app.services;
  value = createValueService({
    ...{ database, clock, usage, agents, teams, outcomes },
    feed: { append: async () => undefined },
    audit: { append: async (_, ...told) => void audited.push(...told.map(({ action }) => action)) },
    publicOrigin: "http://localhost:8787",
    attention: { hours: async () => attention, hoursBySpan: async (_, { spans }) => spans.map(() => attention) },
    tries: access.tries("report"),
  });
});
afterEach(() => app.close());

const ask = async (query: Record<string, string> = {}): Promise<ValueSummary> =>
  valueSummary.parse(await value.summary(valueQuery.parse({ ...window, ...query })));
const set = async (terms: object, version = 0) =>
  valueAssumptions.parse(
    (await value.assumptions.set(owner, { version, terms: valueTerms.parse(terms), window: { ...window, tz: "UTC" } }, undefined))
      .assumptions,
  );
/** 100 $ an hour, six tenths of it really used. */
const terms = { rate: certain(dollars(100)), realisation: certain(600_000) };

const call = (id: string, agent: string, micros: number, over: { payment?: string; at?: string; role?: string } = {}): Signal =>
  ({
    ...{ id, source: "test", at: over.at ?? "2026-11-10T10:05:00Z", kind: "model.called", session: `run-of-${agent}` },
    agent: { name: agent, ...(over.role ? { role: over.role } : {}) },
    data: {
      model: "house",
      channel: "event",
      costMicros: micros,
      tokens: { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 },
      payment: over.payment ?? "tokens",
    },
  }) as unknown as Signal;
const tell = async (signals: Signal[]) => {
  const token = await app.token();
  const answer = await token("POST", "/api/signals", { signals });
  expect(answer.body).toMatchObject({ rejected: [] });
};

describe("without data", () => {
  test("every figure is null, and says why", async () => {
    const summary = await ask();
    expect(summary.figures).toMatchObject({ n: 0, breakEvenMilliHours: null, value: null, net: null, roi: null, costMicros: null });
    expect(summary.why).toMatchObject({ value: "no_outcomes", breakEvenMilliHours: "no_assumptions", costMicros: "no_cost" });
    expect(summary.cost.missing).toContain("infrastructure");
    expect(summary.counts).toMatchObject({ outcomes: 0, withoutHours: 0 });
    expect(summary.counters.rework).toEqual({ share: null, n: 0, reworked: 0, micros: null });
  });

  test("outcomes and cost without assumptions have hours and cost, and no value: no rate is made up", async () => {
    rows = [row()];
    await tell([call("a", "builder", dollars(480))]);
    const summary = await ask();
    expect(summary.figures).toMatchObject({ n: 1, milliHours: certain(2_000), value: null, costMicros: dollars(480) });
    expect(summary.why).toMatchObject({ value: "no_assumptions", roi: "no_assumptions", breakEvenMilliHours: "no_assumptions" });
  });

  test("outcomes without hours have no value either, and are counted", async () => {
    rows = [row({ p10: null, p50: null, p90: null, grade: null })];
    await set(terms);
    const summary = await ask();
    expect(summary.counts).toMatchObject({ outcomes: 1, withoutHours: 1 });
    expect([summary.figures.value, summary.why.value]).toEqual([null, "no_hours"]);
  });
});

describe("cost", () => {
  test("the reference case: 480 $ at 100 $ an hour, 0.6 of it used, breaks even at 8 hours", async () => {
    await tell([call("a", "builder", dollars(480))]);
    await set(terms);
    expect((await ask()).figures).toMatchObject({ breakEvenMilliHours: 8_000, costMicros: dollars(480) });
  });

  test("all of it covered by a plan that nobody has named: what it cost is not known, and nothing pays for itself from 0 hours", async () => {
    rows = [row()];
    await tell([call("a", "builder", dollars(50), { payment: "plan" })]);
    attention = { milliHours: 0, n: 1, unmeasured: 0 };
    await set(terms);
    const { figures, cost, why } = await ask();
    expect(figures).toMatchObject({ costMicros: null, breakEvenMilliHours: null, paybackMilliDays: null, net: null });
    expect(figures.value).not.toBeNull();
    expect(cost).toMatchObject({ total: null, plan: null, missing: expect.arrayContaining(["plan"]) as string[] });
    expect(why).toMatchObject({ costMicros: "no_cost", breakEvenMilliHours: "no_cost", roi: "no_cost", chance: "no_cost" });
  });

  test("each sum stands in one part: plans, infrastructure and set-up by the day, rework taken out of what was billed", async () => {
    await tell([call("a", "builder", dollars(100)), call("b", "planner", dollars(40), { payment: "plan" })]);
    rework = dollars(25);
    attention = { milliHours: 1_500, n: 9, unmeasured: 0 };
    await set({
      ...terms,
      plans: [
        { name: "Max", monthlyMicros: dollars(300), share: 500_000, since: "2026-01-01" },
        { name: "Old", monthlyMicros: dollars(999), share: 1_000_000, since: "2020-01-01", until: "2026-10-31" },
      ],
      infrastructurePerMonthMicros: dollars(90),
      setUp: { micros: dollars(3_600), since: "2026-11-11" },
    });
    // 20 of November's 30 days; of the set-up 10 of them.
    expect((await ask()).cost).toEqual({
      billed: dollars(75),
      rework: dollars(25),
      plan: dollars(100),
      infrastructure: dollars(60),
      attention: dollars(150),
      setUp: dollars(100),
      total: dollars(510),
      listPrice: dollars(140),
      unattributed: { billed: dollars(30), listPrice: 0, sessions: 2 },
      missing: [],
      unpriced: 0,
      paymentUnknown: 0,
    });
  });

  test("a plan that nobody named has no price: what it covers is a cost that is missing, not one of nothing", async () => {
    await tell([call("b", "planner", dollars(40), { payment: "plan" })]);
    await set(terms);
    const { cost, figures } = await ask();
    expect([cost.plan, cost.billed]).toEqual([null, 0]);
    expect(figures.warnings).toContainEqual(expect.objectContaining({ code: "cost_missing", parts: expect.arrayContaining(["plan"]) }));
  });

  test("in another currency dollars are exchanged, once, and what people pay in it is not", async () => {
    await tell([call("a", "builder", dollars(100))]);
    await set({
      ...terms,
      currency: "EUR",
      exchange: { perDollar: 900_000, date: "2026-11-20" },
      infrastructurePerMonthMicros: dollars(90),
    });
    const { cost, currency } = await ask();
    expect([currency, cost.billed, cost.infrastructure, cost.listPrice]).toEqual(["EUR", dollars(90), dollars(60), dollars(90)]);
  });
});

test("value, net and ROI are hours × rate × realisation against all of the cost; what is reverted is gone, hold-outs never were in it", async () => {
  rows = [row({ p10: 10_000, p50: 10_000, p90: 10_000 })];
  rows.push(row({ durability: 0, state: "reverted", writtenDownAt: Date.parse("2026-11-15T00:00:00Z") }));
  rows.push(
    row({ durability: 500_000, state: "reworked" }),
    row({ holdOut: true, agentShare: 0 }),
    row({ reviewMinutes: 30, state: "unchecked" }),
  );
  await tell([call("a", "builder", dollars(100))]);
  await set({ ...terms, plans: [], infrastructurePerMonthMicros: 0, setUp: { micros: 0, since: "2026-01-01" } });
  const { figures, counts, counters, rows: behind } = await ask();
  // (10 + 0 + 1 + 2) h × 100 $ × 0.6
  expect(figures).toMatchObject({
    n: 4,
    value: certain(dollars(780)),
    net: certain(dollars(680)),
    roi: certain(6_800_000),
    chance: 1_000_000,
  });
  expect(counts).toEqual({
    outcomes: 4,
    holdOuts: 1,
    withoutHours: 0,
    writtenDown: { outcomes: 2, milliHours: 3_000, micros: dollars(180), since: "2026-11-15T00:00:00.000Z" },
  });
  expect(counters).toEqual({
    rework: { share: 333_333, n: 3, reworked: 1, micros: 0 },
    reverts: { share: 333_333, n: 3, reverted: 1 },
    review: { p50Minutes: 30, p95Minutes: 30, n: 1 },
  });
  expect(behind.reverted).toContain("state=reverted");
});

test("a device computes the same digits from the inputs, and they stay small: 5,000 outcomes in less than 200 KB", async () => {
  rows = Array.from({ length: 5_000 }, (_, index) =>
    row({
      p10: 500 + ((index * 37) % 900),
      p50: 1_500 + ((index * 91) % 4_000),
      p90: 6_000 + ((index * 53) % 9_000),
      taskType: ["fix", "feature"][index % 2] as string,
    }),
  );
  await set({ ...terms, rate: { p10: dollars(80), p50: dollars(100), p90: dollars(130) } });
  const inputs = valueInputs.parse(await value.inputs(valueScope.parse(window)));
  const told = JSON.stringify(inputs);
  expect(told.length).toBeLessThan(200_000);
  expect(valueOf(inputOf(JSON.parse(told)))).toEqual((await ask()).figures);
});

test("groups have what they spent themselves; what is paid for all together is told beside, and all add up", async () => {
  await tell([
    call("a", "builder", dollars(60), { role: "developer" }),
    call("b", "checker", dollars(40), { role: "reviewer" }),
    call("c", "helper", dollars(7), { role: "tester" }),
  ]);
  rows = [row({ role: "developer" }), row({ role: "developer" }), row({ role: "reviewer" })];
  await set({ ...terms, infrastructurePerMonthMicros: dollars(90) });
  const pages: ValueSummary[] = [];
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const page = await ask({ groupBy: "role", limit: "2", ...(cursor === undefined ? {} : { cursor }) });
    pages.push(page);
    cursor = page.cursor;
  }
  const groups = pages.flatMap((page) => page.groups);
  expect(groups.map(({ key, outcomes: n, costMicros, value: worth }) => [key, n, costMicros, worth?.p50 ?? null])).toEqual([
    ["developer", 2, dollars(60), dollars(240)],
    ["reviewer", 1, dollars(40), dollars(120)],
    ["tester", 0, dollars(7), null],
  ]);
  expect(pages.map(({ shared }) => shared)).toEqual([dollars(60), dollars(60)]);
  const { cost } = await ask();
  for (const groupBy of ["agent", "role", "team", "model", "project"]) expect((await ask({ groupBy })).cost).toEqual(cost);
  expect((await ask({ role: "reviewer" })).figures).toMatchObject({ n: 1, value: certain(dollars(120)), costMicros: dollars(40) });
});

test.each<Record<string, string>>([
  { groupBy: "role", cursor: "x" },
  { groupBy: "role", cursor: "WzFd" },
  { cursor: "x" },
  { cursor: "WzAsMCwiIl0" },
])("a cursor that is none of this list is refused: %o", async (query) => {
  await expect(ask(query)).rejects.toMatchObject({ status: 422, code: "request.cursor_unknown" });
});

test("of a narrower scope rework is not known: it stands in what was billed, and is never told as nothing", async () => {
  await tell([call("a", "builder", dollars(60), { role: "developer" })]);
  rework = dollars(9);
  expect((await ask()).cost).toMatchObject({ billed: dollars(51), rework: dollars(9), total: dollars(60) });
  const { cost, counters } = await ask({ role: "developer" });
  expect(cost).toMatchObject({ billed: dollars(60), rework: null, total: dollars(60), missing: expect.arrayContaining(["rework"]) });
  expect(counters.rework.micros).toBeNull();
});

test("a report is one moment: what is spent while it is made is in none of its parts", async () => {
  await tell([call("a", "builder", dollars(60), { role: "developer" })]);
  await set(terms);
  rows = [row({ role: "developer" })];
  const token = await app.token();
  const meanwhile: Promise<unknown>[] = [];
  const { window: readWindow } = outcomes;
  outcomes.window = (db, look) => {
    meanwhile.push(
      token("POST", "/api/signals", { signals: [call(`later ${meanwhile.length}`, "late", dollars(1), { role: "developer" })] }),
    );
    return readWindow(db, look);
  };
  const { report } = await value.reports
    .make(owner, valueReportInput.parse({ scope: window, include: { groups: ["role", "model"] } }), undefined)
    .finally(() => (outcomes.window = readWindow));
  const { snapshot } = await value.reports.read(report.id);
  const { total } = snapshot.summary.cost;
  for (const { groups, shared } of snapshot.groups)
    expect(groups.reduce((sum, { costMicros }) => sum + (costMicros ?? 0), shared ?? 0)).toBe(total);
  expect(snapshot.inputs?.spent.billed).toBe(total);
  expect(snapshot.trend?.buckets.reduce((sum, { costMicros }) => sum + (costMicros ?? 0), 0)).toBe(total);
  expect(valueOf(inputOf(snapshot.inputs as ValueInputs))).toEqual(snapshot.summary.figures);
  await Promise.all(meanwhile);
  expect((await ask()).cost.total).toBeGreaterThan(total as number);
});

test("week by week: what was accepted in it, what was spent in it; the parts of the window add up", async () => {
  await tell([
    call("a", "builder", dollars(10), { at: "2026-11-01T10:00:00Z" }),
    call("b", "builder", dollars(20), { at: "2026-11-16T10:00:00Z" }),
  ]);
  rows = [
    row({ acceptedAt: Date.parse("2026-11-02T00:00:00Z") }),
    row({ acceptedAt: Date.parse("2026-11-01T23:59:59Z"), state: "reverted", durability: 0 }),
  ];
  await set({ ...terms, infrastructurePerMonthMicros: dollars(90) });
  const trend = valueTrend.parse(await value.trend(valueTrendQuery.parse(window)));
  const { firstDays } = await value.trend(valueTrendQuery.parse({ ...window, to: "2026-11-22T00:00:00Z" }));
  expect(
    trend.buckets.map(({ from, outcomes: n, expectedMicros, costMicros, reverted }) => [
      from.slice(0, 10),
      n,
      expectedMicros,
      costMicros,
      reverted,
    ]),
  ).toEqual([
    ["2026-11-01", 1, 0, dollars(13), 1],
    ["2026-11-02", 1, dollars(120), dollars(21), 0],
    ["2026-11-09", 0, null, dollars(21), 0],
    ["2026-11-16", 0, null, dollars(35), 0],
  ]);
  expect(firstDays).toMatchObject([{ team: null, weeks: expect.arrayContaining([expect.objectContaining({ day: 0 })]) }]);
});

describe("assumptions", () => {
  test("are versions that stay; each says what it moved, and two at once make one", async () => {
    rows = [row()];
    await tell([call("a", "builder", dollars(60))]);
    const first = await set(terms);
    expect(first).toMatchObject({
      version: 1,
      moved: { before: { value: null, costMicros: dollars(60) }, after: { value: certain(dollars(120)) } },
    });
    const second = await set({ ...terms, rate: certain(dollars(200)) }, 1);
    expect(second).toMatchObject({
      version: 2,
      changed: ["rate"],
      moved: { before: first.moved.after, after: { value: certain(dollars(240)) } },
    });
    await expect(set(terms, 1)).rejects.toMatchObject({ code: "value.assumptions_changed", extra: { version: 2 } });
    const both = await Promise.allSettled([set(terms, 2), set({ ...terms, rate: certain(1) }, 2)]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await value.assumptions.list({ limit: 2 })).items.map(({ version }) => version)).toEqual([3, 2]);
    expect((await value.assumptions.list({ limit: 2, cursor: "2" })).items).toMatchObject([{ version: 1, terms: first.terms }]);
    expect(audited).toEqual(["value.assumptions_set", "value.assumptions_set", "value.assumptions_set"]);
  });

  test("the same key again is the same version; the same terms are no new one", async () => {
    const input = { version: 0, terms: valueTerms.parse(terms) };
    const made = await value.assumptions.set(owner, input, "k1");
    expect(await value.assumptions.set(owner, input, "k1")).toEqual({ ...made, created: false });
    await expect(value.assumptions.set(owner, { ...input, note: "other" }, "k1")).rejects.toMatchObject({ code: "idempotency.key_reused" });
    expect((await value.assumptions.set(owner, { ...input, version: 1 }, "k2")).assumptions.version).toBe(1);
  });

  test("three scenarios take the person's own numbers, and say which", async () => {
    rows = [row({ p10: 1_000, p50: 2_000, p90: 4_000 })];
    await set({
      rate: { p10: dollars(50), p50: dollars(100), p90: dollars(150) },
      realisation: { p10: 400_000, p50: 600_000, p90: 800_000 },
    });
    const { items } = valueScenarios.parse(await value.scenarios(valueScope.parse(window)));
    expect(items.map(({ name, figures }) => [name, figures.value])).toEqual([
      ["careful", certain(dollars(20))],
      ["expected", certain(dollars(120))],
      ["hopeful", certain(dollars(480))],
    ]);
    expect(items[0]?.changes).toContainEqual({ term: "rate", to: "p10", value: dollars(50) });
  });
});
