import type { Signal } from "@beckon/contracts/signals";
import { usageQuery, usageSummary, type UsageGroup, type UsageSum, type UsageSummary } from "@beckon/contracts/usage";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase } from "../../../../test/support/pglite-template.ts";
import { createRandom } from "../../../../test/support/usage-day.ts";
import type { Database } from "../platform/db/database.ts";
import { createUsageService, type UsageService } from "./usage.service.ts";
import type { SessionPlace } from "./usage.types.ts";

const now = new Date("2026-11-21T10:07:00Z");
const quarter = 900_000;

type Fact = {
  session: string;
  at: number;
  model: string;
  task: string;
  said: "" | "tokens" | "plan";
  cost: number | undefined;
  input: number;
};

/** Sessions of six agents over six weeks, with a change of clocks in Berlin and New York among them. */
const agentOf = (index: number) => `ag_${String(index % 6).padStart(22, "0")}`;
const sessionOf = (index: number) => `se_${String(index).padStart(22, "0")}`;
const homes = new Map<string, Required<Pick<SessionPlace, "agentId">> & { role: string; project: string; payment: "" | "tokens" | "plan" }>(
  Array.from({ length: 40 }, (_, index) => [
    sessionOf(index),
    {
      agentId: agentOf(index),
      role: ["", "builder", "reviewer"][index % 3] as string,
      project: ["", "shop", "site"][index % 4 === 3 ? 0 : index % 3] as string,
      payment: (["", "tokens", "plan", ""] as const)[index % 4] as "" | "tokens" | "plan",
    },
  ]),
);
const random = createRandom(7);
const facts: Fact[] = Array.from({ length: 3_000 }, (_, index) => {
  const session = index % 40;
  // Some sessions run for weeks, most for hours.
  const start = Date.UTC(2026, 9, 12) + session * 86_400_000;
  return {
    session: sessionOf(session),
    at: start + random.below((session % 8 === 0 ? 9 : 0.3) * 86_400_000),
    model: random.pick(["claude-sonnet-5", "house-model", ""]),
    task: random.pick(["", "T-1", "T-2"]),
    said: session % 4 === 3 ? random.pick(["", "tokens", "plan"] as const) : "",
    cost: random.next() < 0.3 ? undefined : random.below(50_000),
    input: 0,
  };
}).map((fact) => ({ ...fact, cost: fact.cost ?? (fact.model === "claude-sonnet-5" ? 1 : undefined), input: 1 + random.below(5_000) }));

let database: Database;
let usage: UsageService;
beforeAll(async () => {
  database = await openTestDatabase();
  usage = createUsageService({ database, clock: () => now, audit: { append: async () => undefined }, onlyDemo: async () => false });
  const places = new Map(
    [...homes].map(([id, { agentId, role, project, payment }]) => [id, { agentId, role, project, ...(payment ? { payment } : {}) }]),
  );
  const fresh = facts.map(({ session, at, model, task, said, cost, input }, index) => ({
    sessionId: session,
    at: new Date(at),
    signal: {
      id: `c${index}`,
      source: "test",
      at: new Date(at).toISOString(),
      kind: "model.called",
      ...(task ? { task } : {}),
      data: {
        ...(model ? { model } : {}),
        channel: "event",
        tokens: { input, output: 1, cacheRead: 2, cacheWrite: 3, reasoning: 1 },
        ...(said ? { payment: said } : {}),
        ...(cost === undefined ? {} : { costMicros: cost }),
      },
    } as Signal,
  }));
  for (let from = 0; from < fresh.length; from += 500)
    await database.transaction((work) => usage.apply(work, fresh.slice(from, from + 500), places));
});
afterAll(() => database.close());

const ask = async (query: Record<string, string>): Promise<UsageSummary> =>
  usageSummary.parse(await usage.summary(usageQuery.parse(query)));

const groupNames = ["agent", "session", "model", "task", "project", "role"] as const;
const valueOf = (fact: Fact, name: (typeof groupNames)[number]): string => {
  const home = homes.get(fact.session)!;
  if (name === "agent") return home.agentId;
  if (name === "model" || name === "task" || name === "session") return fact[name];
  return home[name];
};

const sumOf = (some: readonly Fact[]): UsageSum => {
  const part = (of: readonly Fact[]) => {
    const known = of.filter(({ cost }) => cost !== undefined);
    return {
      micros: known.length === 0 ? null : known.reduce((sum, { cost }) => sum + (cost as number), 0),
      n: known.length,
      unknown: of.length - known.length,
    };
  };
  const paid = (payment: string) => some.filter((fact) => (homes.get(fact.session)!.payment || fact.said) === payment);
  return {
    n: some.length,
    calls: some.length,
    tokens: {
      input: some.reduce((sum, { input }) => sum + input, 0),
      output: some.length,
      cacheRead: some.length * 2,
      cacheWrite: some.length * 3,
      reasoning: some.length,
    },
    cost: { billed: part(paid("tokens")), plan: part(paid("plan")), apiEquivalent: part(some), paymentUnknown: paid("").length },
  };
};

const figuresOf = ({ n, calls, tokens, cost }: UsageSum): UsageSum => ({ n, calls, tokens, cost });

/** Every page, three groups at a time. */
const allGroups = async (query: Record<string, string>): Promise<UsageGroup[]> => {
  const groups: UsageGroup[] = [];
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const page = await ask({ ...query, limit: query.groupBy === "hour" ? "150" : "3", ...(cursor === undefined ? {} : { cursor }) });
    groups.push(...page.groups);
    cursor = page.cursor;
  }
  return groups;
};

const minute = fc.integer({ min: 0, max: 42 * 24 * 60 });
const question = fc.record({
  ends: fc.tuple(minute, minute).filter(([a, b]) => Math.abs(a - b) > 30),
  groupBy: fc.constantFrom(...groupNames, "hour" as const, "day" as const),
  filters: fc.uniqueArray(fc.constantFrom(...groupNames), { maxLength: 2 }),
  like: fc.nat({ max: facts.length - 1 }),
  tz: fc.constantFrom("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Asia/Kolkata", "Pacific/Chatham"),
});

test("every window, grouping and filter says what a walk over all calls says", async () => {
  await fc.assert(
    fc.asyncProperty(question, async ({ ends, groupBy, filters, like, tz }) => {
      const start = Date.UTC(2026, 9, 12);
      const [from, to] = ends.toSorted((a, b) => a - b).map((each) => start + each * 60_000) as [number, number];
      // Hours of weeks are many pages.
      const until = groupBy === "hour" ? Math.min(to, from + 5 * 86_400_000) : to;
      const model = facts[like] as Fact;
      const asked = filters.filter((name) => valueOf(model, name) !== "");
      const own = facts.filter(
        (fact) =>
          fact.at >= Math.floor(from / quarter) * quarter &&
          fact.at < Math.ceil(until / quarter) * quarter &&
          asked.every((name) => valueOf(fact, name) === valueOf(model, name)),
      );
      const query = {
        from: new Date(from).toISOString(),
        to: new Date(until).toISOString(),
        groupBy,
        tz,
        ...Object.fromEntries(asked.map((name) => [name, valueOf(model, name)])),
      };
      const total = await ask(query);
      expect(figuresOf(total)).toEqual(sumOf(own));
      const unknown = Map.groupBy(
        own.filter(({ cost }) => cost === undefined),
        (fact) => fact.model,
      );
      expect(total.unknownModels.toSorted()).toEqual([...unknown.keys()].toSorted());

      const groups = await allGroups(query);
      const label =
        groupBy === "day"
          ? ({ at }: Fact) => new Date(at).toLocaleDateString("sv-SE", { timeZone: tz })
          : groupBy === "hour"
            ? ({ at }: Fact) => groups.findLast((group) => Date.parse(group.from!) <= at)?.key ?? ""
            : (fact: Fact) => valueOf(fact, groupBy);
      const expected = [...Map.groupBy(own, label)].map(([key, some]) => ({ key: key === "" ? null : key, ...sumOf(some) }));
      const byKey = (a: { key: string | null }, b: { key: string | null }) => ((a.key ?? "") < (b.key ?? "") ? -1 : 1);
      const found = groups.filter(({ n }) => n > 0).map((group) => ({ key: group.key, ...figuresOf(group) }));
      expect(found.toSorted(byKey)).toEqual(expected.toSorted(byKey));
      if (groupBy === "day" || groupBy === "hour")
        expect(groups.map(({ from: begin }) => begin)).toEqual([total.window.from, ...groups.slice(0, -1).map(({ to: end }) => end)]);
      else {
        const worth = found.map(({ cost, tokens }) => (cost.apiEquivalent.micros ?? 0) * 1e7 + tokens.input + tokens.output);
        expect(worth).toEqual(worth.toSorted((a, b) => b - a));
      }
    }),
    { seed: 20_261_121, numRuns: 80 },
  );
});

test("groups that are alike to the last token are on one page each, none left out and none twice", async () => {
  const agents = Array.from({ length: 7 }, (_, index) => `ag_${String(900 + index).padStart(22, "0")}`);
  const at = "2025-06-01T12:00:00Z";
  const data = { channel: "event", tokens: { input: 5, output: 1, cacheRead: 0, cacheWrite: 0 }, costMicros: 3 };
  const fresh = agents.map((_, index) => ({
    sessionId: `se_tie_${index}`,
    at: new Date(at),
    signal: { id: `tie${index}`, source: "test", at, kind: "model.called", data } as Signal,
  }));
  const places = new Map(agents.map((agentId, index) => [`se_tie_${index}`, { agentId }]));
  await database.transaction((work) => usage.apply(work, fresh, places));
  const groups = await allGroups({ from: "2025-06-01T00:00:00Z", to: "2025-06-02T00:00:00Z", groupBy: "agent" });
  expect(groups.map(({ key }) => key)).toEqual(agents);
});

describe("what is said when there is little to say", () => {
  test("nothing was used: no figure is a zero of money", async () => {
    const none = await ask({ from: "2026-01-01T00:00:00Z", to: "2026-01-02T00:00:00Z", groupBy: "agent" });
    expect(none).toMatchObject({ n: 0, calls: 0, groups: [], unknownModels: [] });
    for (const column of ["billed", "plan", "apiEquivalent"] as const)
      expect(none.cost[column]).toEqual({ micros: null, n: 0, unknown: 0 });
  });

  test("the window is the one that was counted, 30 days by default, with the moment it was", async () => {
    const usual = await ask({});
    expect(usual.window).toEqual({ from: "2026-10-22T10:15:00.000Z", to: "2026-11-21T10:15:00.000Z", timeZone: "UTC" });
    expect(usual.asOf).toBe(now.toISOString());
    const narrow = await ask({ from: "2026-11-20T10:01:00Z", to: "2026-11-20T10:02:00+00:00" });
    expect(narrow.window).toMatchObject({ from: "2026-11-20T10:00:00.000Z", to: "2026-11-20T10:15:00.000Z" });
  });

  test.for([
    [{ from: "2026-11-20T10:00:00Z", to: "2026-11-20T10:00:00Z" }, "usage.window_empty"],
    [{ from: "1990-11-20T10:00:00Z", to: "2026-11-20T10:00:00Z" }, "usage.window_too_long"],
    [{ groupBy: "agent", cursor: "WzEsMiwzXQ" }, "request.cursor_unknown"],
    [{ groupBy: "agent", cursor: "~" }, "request.cursor_unknown"],
    [{ groupBy: "day", cursor: "1" }, "request.cursor_unknown"],
    [{ groupBy: "hour", cursor: "WzEsMiwiYSJd" }, "request.cursor_unknown"],
  ] as [Record<string, string>, string][])("%j is refused as %s", async ([query, code]) => {
    await expect(ask(query)).rejects.toMatchObject({ code, status: 422 });
  });

  test("far ends of time are nobody's failure", async () => {
    await ask({ from: "9999-12-29T00:00:00Z", to: "9999-12-31T23:59:59-14:00", groupBy: "hour", tz: "Pacific/Apia" });
    await ask({ from: "0000-01-01T00:00:00Z", to: "1970-01-02T00:00:00Z", groupBy: "day", tz: "Africa/Monrovia" });
  });
});
