import type { Signal } from "@beckon/contracts/signals";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "../../../../test/support/pglite-template.ts";
import type { Database } from "../platform/db/database.ts";
import { apply } from "./book.ts";
import type { SessionPlace, UsageSignal } from "./usage.types.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const places = (...entries: [string, SessionPlace][]) => new Map(entries);
const book = (fresh: UsageSignal[], where: ReadonlyMap<string, SessionPlace>) => database.transaction((work) => apply(work, fresh, where));
const rows = async (text: string) => (await database.executeSql(text)).rows as Record<string, unknown>[];
const empty = () => database.executeSql("truncate usage_entry, usage_session, usage_rollup");

type Called = Extract<Signal, { kind: "model.called" }>["data"];
let ids = 0;
const used = (
  sessionId: string,
  at: string,
  data: Partial<Called> = {},
  more: { kind?: "model.called" | "usage.counted"; task?: string } = {},
): UsageSignal => {
  const tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, ...data.tokens };
  const { kind = "model.called", task } = more;
  const signal = { id: `s${(ids += 1)}`, source: "test", at, kind, data: { channel: "event", ...data, tokens }, ...(task ? { task } : {}) };
  return { signal: signal as Signal, sessionId, at: new Date(at) };
};

test("calls of one session add up by quarter, day and clock; the totals say what they come to", async () => {
  await empty();
  const totals = await book(
    [
      used("se_1", "2026-11-20T23:50:00Z", {
        model: "claude-sonnet-5",
        tokens: { input: 10, output: 5, cacheRead: 0, cacheWrite: 0, reasoning: 2 },
        costMicros: 100,
      }),
      used("se_1", "2026-11-20T23:59:59.999Z", {
        model: "claude-sonnet-5",
        tokens: { input: 1, output: 1, cacheRead: 7, cacheWrite: 0 },
        costMicros: 11,
      }),
      used("se_1", "2026-11-21T00:00:00Z", { model: "nobody-knows", tokens: { input: 3, output: 0, cacheRead: 0, cacheWrite: 0 } }),
    ],
    places(["se_1", { agentId: "ag_1", project: "shop" }]),
  );
  expect(totals.get("se_1")).toEqual({
    calls: 3,
    tokens: { input: 14, output: 6, cacheRead: 7, cacheWrite: 0, reasoning: 2 },
    costMicros: 111,
    unpriced: 1,
    models: ["claude-sonnet-5", "nobody-knows"],
  });
  const found = await rows(
    `select grain, at::text as at, agent_id, model, project, calls::int, micros::int, priced::int, unpriced::int from usage_rollup where grain in ('quarter', 'day', 'clock') order by grain, at`,
  );
  expect(found).toEqual([
    {
      grain: "clock",
      at: "2026-11-20 23:45:00+00",
      agent_id: "",
      model: "claude-sonnet-5",
      project: "",
      calls: 2,
      micros: 111,
      priced: 2,
      unpriced: 0,
    },
    {
      grain: "clock",
      at: "2026-11-21 00:00:00+00",
      agent_id: "",
      model: "nobody-knows",
      project: "",
      calls: 1,
      micros: 0,
      priced: 0,
      unpriced: 1,
    },
    {
      grain: "day",
      at: "2026-11-20 00:00:00+00",
      agent_id: "ag_1",
      model: "claude-sonnet-5",
      project: "shop",
      calls: 2,
      micros: 111,
      priced: 2,
      unpriced: 0,
    },
    {
      grain: "day",
      at: "2026-11-21 00:00:00+00",
      agent_id: "ag_1",
      model: "nobody-knows",
      project: "shop",
      calls: 1,
      micros: 0,
      priced: 0,
      unpriced: 1,
    },
    {
      grain: "quarter",
      at: "2026-11-20 23:45:00+00",
      agent_id: "ag_1",
      model: "claude-sonnet-5",
      project: "shop",
      calls: 2,
      micros: 111,
      priced: 2,
      unpriced: 0,
    },
    {
      grain: "quarter",
      at: "2026-11-21 00:00:00+00",
      agent_id: "ag_1",
      model: "nobody-knows",
      project: "shop",
      calls: 1,
      micros: 0,
      priced: 0,
      unpriced: 1,
    },
  ]);
});

test("counters count until calls are told; then what they booked leaves the roll-ups, and later steps change nothing", async () => {
  await empty();
  const where = places(["se_1", { agentId: "ag_1" }]);
  const step = (data: Partial<Called>) =>
    used("se_1", "2026-11-21T10:00:00Z", { model: "claude-sonnet-5", channel: "metric", ...data }, { kind: "usage.counted" });
  const tokens = { input: 1_000_000, output: 0, cacheRead: 0, cacheWrite: 0 };
  const priced = await book([step({ tokens })], where);
  expect(priced.get("se_1")).toMatchObject({ calls: 0, tokens: { input: 1_000_000 }, costMicros: 2_000_000 });
  // The agent counts its own cost as well: that is the same money, and the agent's word wins.
  const told = await book([step({ costMicros: 2_500_000 })], where);
  expect(told.get("se_1")).toMatchObject({ tokens: { input: 1_000_000 }, costMicros: 2_500_000, unpriced: 0 });
  const event = await book(
    [used("se_1", "2026-11-21T10:01:00Z", { model: "claude-sonnet-5", tokens: { ...tokens, input: 7 }, costMicros: 21 })],
    where,
  );
  expect(event.get("se_1")).toMatchObject({ calls: 1, tokens: { input: 7 }, costMicros: 21 });
  const late = await book([step({ tokens })], where);
  expect(late.get("se_1")).toMatchObject({ calls: 1, tokens: { input: 7 }, costMicros: 21 });
  expect(
    await rows(
      "select grain, input::int, micros::int, records::int from usage_rollup where grain in ('quarter', 'day', 'clock') order by grain",
    ),
  ).toEqual([
    { grain: "clock", input: 7, micros: 21, records: 1 },
    { grain: "day", input: 7, micros: 21, records: 1 },
    { grain: "quarter", input: 7, micros: 21, records: 1 },
  ]);
});

test("what a session had booked moves when its place becomes known; the tasks of its calls stay", async () => {
  await empty();
  await book([used("se_1", "2026-11-21T10:00:00Z", { costMicros: 5 }, { task: "T-1" })], places(["se_1", { agentId: "ag_1" }]));
  await book(
    [],
    places(["se_1", { agentId: "ag_1", role: "reviewer", project: "shop", payment: "plan", task: "T-2" }], ["se_2", { agentId: "ag_1" }]),
  );
  expect(await rows("select agent_id, role, project, task, payment, micros::int from usage_rollup where grain = 'day'")).toEqual([
    { agent_id: "ag_1", role: "reviewer", project: "shop", task: "T-1", payment: "plan", micros: 5 },
  ]);
  expect(await rows("select session_id from usage_session")).toEqual([{ session_id: "se_1" }]);
});

test("usage without a place is refused: nothing would say whose it is", async () => {
  await expect(book([used("se_9", "2026-11-21T10:00:00Z")], places())).rejects.toThrow("whose it is");
});

test("claims without measure do not break the books", async () => {
  await empty();
  const where = places(["se_1", { agentId: "ag_1", project: "🦊".repeat(500), role: "r".repeat(60) }]);
  const huge = { input: 1e12, output: 1e12, cacheRead: 1e12, cacheWrite: 1e12 };
  const many = Array.from({ length: 400 }, () =>
    used("se_1", "2026-11-21T10:00:00Z", { model: "é".repeat(200), tokens: huge, costMicros: 1e12 }, { task: "日".repeat(200) }),
  );
  for (let round = 0; round < 30; round += 1) await book(many, where);
  const [row] = await rows("select min(input)::float8 as input, min(micros)::float8 as micros from usage_rollup");
  expect(row).toEqual({ input: Number.MAX_SAFE_INTEGER, micros: Number.MAX_SAFE_INTEGER });
  const skewed = await book([used("se_1", "0000-01-01T00:00:00Z"), used("se_1", "9999-12-31T23:59:59-14:00")], where);
  expect(skewed.get("se_1")?.calls).toBe(12_002);
});

/* Whatever comes in whatever order: roll-ups and totals are what a plain list of all that was told adds up to. */

const sessionIds = ["se_a", "se_b", "se_c"];
const fact = fc.record({
  sessionId: fc.constantFrom(...sessionIds),
  minute: fc.integer({ min: 0, max: 3 * 24 * 60 }),
  kind: fc.constantFrom("model.called" as const, "usage.counted" as const),
  channel: fc.constantFrom("event" as const, "span" as const, "metric" as const),
  model: fc.constantFrom("claude-sonnet-5", "gpt-5.1", "nobody-knows", undefined),
  task: fc.constantFrom("T-1", "T-2", undefined),
  payment: fc.constantFrom("tokens" as const, "plan" as const, undefined),
  cost: fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: undefined }),
  input: fc.integer({ min: 0, max: 300_000 }),
  output: fc.integer({ min: 0, max: 9_000 }),
});
const place = fc.record(
  {
    agentId: fc.constantFrom("ag_1", "ag_2"),
    role: fc.constantFrom("builder", "reviewer"),
    project: fc.constantFrom("shop", "site"),
    payment: fc.constantFrom("tokens" as const, "plan" as const),
  },
  { requiredKeys: ["agentId"] },
);
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ facts: fc.array(fact, { minLength: 1, maxLength: 8 }), moves: fc.constant({}) }) },
  { weight: 1, arbitrary: fc.record({ facts: fc.constant([]), moves: fc.dictionary(fc.constantFrom(...sessionIds), place) }) },
  {
    weight: 1,
    arbitrary: fc.record({ facts: fc.array(fact, { maxLength: 4 }), moves: fc.dictionary(fc.constantFrom(...sessionIds), place) }),
  },
);
type Fact = typeof fact extends fc.Arbitrary<infer T> ? T : never;

/** What each unit costs in the table; written here by hand, so that a wrong price is seen. */
const perMillion: Record<string, [input: number, output: number]> = { "claude-sonnet-5": [2, 10], "gpt-5.1": [1.25, 10] };
const expectedCost = ({ model, cost, input, output }: Fact): number | undefined => {
  if (cost !== undefined) return cost;
  const price = model === undefined ? undefined : perMillion[model];
  return price && input + output > 0 ? Math.floor(input * price[0] + output * price[1] + 0.5) : undefined;
};
const quality = ({ channel, cost }: Fact) => (channel === "event" ? 3 : channel === "span" ? 2 : cost === undefined ? 0 : 1);

const expectedRows = (facts: readonly Fact[], standing: ReadonlyMap<string, SessionPlace>) => {
  const out = new Map<string, number[]>();
  for (const id of sessionIds) {
    const own = facts.filter(({ sessionId }) => sessionId === id);
    const best = Math.max(-1, ...own.map(quality));
    const home = standing.get(id);
    for (const one of own.filter((each) => (best <= 1 ? each.channel === "metric" : quality(each) === best))) {
      const cost = best === 1 && one.cost === undefined ? 0 : expectedCost(one);
      const known = best === 1 && one.cost === undefined ? [0, 0] : cost === undefined ? [0, 1] : [1, 0];
      const at = Date.UTC(2026, 10, 18) + Math.floor(one.minute / 15) * 900_000;
      const names = [
        home?.agentId,
        home?.role ?? "",
        one.model ?? "",
        home?.project ?? "",
        one.task ?? "",
        home?.payment ?? one.payment ?? "",
      ];
      const values = [1, one.kind === "model.called" ? 1 : 0, one.input, one.output, cost ?? 0, ...known];
      for (const key of [
        ["quarter", at, ...names],
        ["day", Math.floor(at / 86_400_000) * 86_400_000, ...names],
        ["hour", Math.floor(at / 3_600_000) * 3_600_000, ...names],
        ["days-8", Math.floor(at / 691_200_000) * 691_200_000, ...names.slice(0, 4), "", names[5]],
        ["days-32", Math.floor(at / 2_764_800_000) * 2_764_800_000, ...names.slice(0, 4), "", names[5]],
        ["clock", at, "", "", names[2], "", "", names[5]],
        ["clock-hour", Math.floor(at / 3_600_000) * 3_600_000, "", "", names[2], "", "", names[5]],
        ["clock-day", Math.floor(at / 86_400_000) * 86_400_000, "", "", names[2], "", "", names[5]],
      ]) {
        const sum = out.get(key.join("|")) ?? values.map(() => 0);
        out.set(
          key.join("|"),
          sum.map((value, index) => value + (values[index] as number)),
        );
      }
    }
  }
  return [...out].map(([key, values]) => `${key} = ${values.join(" ")}`).toSorted();
};

const storedRows = async () =>
  (
    await rows(`select concat_ws('|', grain, (extract(epoch from at) * 1000)::bigint, agent_id, role, model, project, task, payment)
      || ' = ' || concat_ws(' ', records, calls, input, output, micros, priced, unpriced) as line from usage_rollup`)
  )
    .map(({ line }) => line as string)
    .toSorted();

test("roll-ups are the sum of what counts, after any batches, moves and channels in any order", { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      await empty();
      const told: Fact[] = [];
      const standing = new Map<string, SessionPlace>(sessionIds.map((id) => [id, { agentId: "ag_1" }]));
      const totals = new Map<string, unknown>();
      for (const { facts, moves } of steps) {
        for (const [id, to] of Object.entries(moves)) standing.set(id, to);
        const fresh = facts.map(({ sessionId, minute, kind, channel, model, task, payment, cost, input, output }) =>
          used(
            sessionId,
            new Date(Date.UTC(2026, 10, 18) + minute * 60_000).toISOString(),
            {
              channel,
              tokens: { input, output, cacheRead: 0, cacheWrite: 0 },
              ...(model ? { model } : {}),
              ...(payment ? { payment } : {}),
              ...(cost === undefined ? {} : { costMicros: cost }),
            },
            { kind, ...(task ? { task } : {}) },
          ),
        );
        told.push(...facts);
        for (const [id, sum] of await book(fresh, standing)) totals.set(id, sum);
        expect(await storedRows()).toEqual(expectedRows(told, standing));
      }
      const kept = await rows(
        "select session_id as id, sum(calls)::int as calls, sum(input)::int as input from usage_session group by 1 order by 1",
      );
      expect(
        [...totals]
          .map(([id, sum]) => ({ id, calls: (sum as { calls: number }).calls, input: (sum as { tokens: { input: number } }).tokens.input }))
          .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      ).toEqual(kept);
    }),
    { seed: 20_261_121, numRuns: 60 },
  );
});
