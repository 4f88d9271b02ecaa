import { price, priceList, usageSummary } from "@beckon/contracts/usage";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type Call, type TestApp } from "../../../../test/support/test-app.ts";

const now = new Date("2026-11-21T10:00:00Z");
let app: TestApp;
let owner: Call;
let agent: Call & { id: string };
beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  owner = await app.pair();
  agent = await app.token("agent", "Builder");
});
afterAll(() => app.close());

let ids = 0;
const called = (session: string, model: string, data: object = {}) => ({
  id: `call:${(ids += 1)}`,
  source: "test",
  at: "2026-11-21T09:00:00Z",
  session,
  kind: "model.called",
  data: { model, tokens: { input: 1_000_000, output: 0 }, ...data },
});
const send = async (...signals: object[]) => {
  const answer = await agent("POST", "/api/signals", { signals });
  expect(answer).toMatchObject({ status: 200, body: { accepted: signals.length } });
};
const cost = async (query: string) => {
  const answer = await owner("GET", `/api/usage/summary?${query}`);
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return usageSummary.parse(answer.body).cost;
};
const settled = { micros: null, n: 0, unknown: 0 };

test("an owner's price holds for what is booked from then on, the agent's own word before it; both are in the audit", async () => {
  await send(called("s1", "house-1"));
  expect(await cost("model=house-1")).toMatchObject({ apiEquivalent: { micros: null, n: 0, unknown: 1 } });

  const path = `/api/prices/${encodeURIComponent("house-*")}`;
  const set = await owner("PUT", path, { input: 7_000_000, output: 1, since: "2026-11-21T00:00:00Z" });
  expect(price.parse(set.body)).toMatchObject({ model: "house-*", input: 7_000_000, setBy: { kind: "person" } });
  await send(called("s1", "house-1"), called("s1", "house-1", { costMicros: 5 }));
  expect(await cost("model=house-1")).toMatchObject({ apiEquivalent: { micros: 7_000_005, n: 2, unknown: 1 } });

  expect(priceList.parse((await owner("GET", "/api/prices")).body)).toMatchObject({
    items: [{ model: "house-*" }],
    table: expect.stringMatching(/^genai-prices@\d/),
  });
  expect((await owner("DELETE", path)).status).toBe(204);
  expect(await owner("DELETE", path)).toMatchObject({ status: 404, body: { code: "usage.price_not_found" } });
  await send(called("s1", "house-1"));
  expect(await cost("model=house-1")).toMatchObject({ apiEquivalent: { micros: 7_000_005, n: 2, unknown: 2 } });

  const { items } = (await owner("GET", "/api/audit")).body;
  expect(items.slice(0, 2)).toMatchObject([
    { action: "price.removed", subject: set.body.id, detail: { model: "house-*" } },
    { action: "price.set", subject: set.body.id, detail: { model: "house-*", input: 7_000_000 } },
  ]);
});

test("a model whose name has a slash has a price too", async () => {
  const set = await owner("PUT", `/api/prices/${encodeURIComponent("our/house é")}`, { input: 1, output: 1 });
  expect(set).toMatchObject({ status: 200, body: { model: "our/house é" } });
});

test("billed, covered by a plan and API-equivalent are three columns; what nobody said is in the last alone", async () => {
  await send(
    called("told-tokens", "m", { costMicros: 10, payment: "tokens" }),
    called("told-plan", "m", { costMicros: 200, payment: "plan" }),
    called("told-nothing", "m", { costMicros: 3_000 }),
  );
  expect(await cost("model=m")).toEqual({
    billed: { micros: 10, n: 1, unknown: 0 },
    plan: { micros: 200, n: 1, unknown: 0 },
    apiEquivalent: { micros: 3_210, n: 3, unknown: 0 },
    paymentUnknown: 1,
  });
  // Later the run says how it is paid, and what it had booked goes to that column.
  await send({ ...called("told-nothing", "m"), kind: "session.described", data: { payment: "plan" } });
  expect(await cost("model=m")).toEqual({
    billed: { micros: 10, n: 1, unknown: 0 },
    plan: { micros: 3_200, n: 2, unknown: 0 },
    apiEquivalent: { micros: 3_210, n: 3, unknown: 0 },
    paymentUnknown: 0,
  });
  // A person says of the whole agent: that goes before everything.
  const [{ id }] = (await owner("GET", "/api/agents")).body.items;
  expect((await owner("PATCH", `/api/agents/${id}`, { payment: "tokens", role: "builder" })).status).toBe(200);
  await send(
    called("told-tokens", "m", { costMicros: 1 }),
    called("told-plan", "m", { costMicros: 1 }),
    called("told-nothing", "m", { costMicros: 1 }),
  );
  expect(await cost("model=m&role=builder")).toMatchObject({ billed: { micros: 3_213, n: 6 }, plan: settled, paymentUnknown: 0 });
});

test("unknown models are named, and what nobody can price is no zero", async () => {
  await send(called("s2", "nobody-knows", { task: "T" }), called("s2", "nobody-knows"));
  const { body } = await owner("GET", "/api/usage/summary?groupBy=model&limit=200");
  expect(body.unknownModels[0]).toBe("house-1");
  expect(body.unknownModels).toContain("nobody-knows");
  expect(body.groups.find(({ key }: { key: string }) => key === "nobody-knows")).toMatchObject({
    calls: 2,
    tokens: { input: 2_000_000 },
    cost: { apiEquivalent: { micros: null, n: 0, unknown: 2 } },
  });
});

test("only owners set prices, and nothing but what the contract names", async () => {
  const operator = await app.pair({ role: "operator" });
  expect((await operator("PUT", "/api/prices/m", { input: 1, output: 1 })).status).toBe(403);
  for (const body of [
    { input: 1 },
    { input: -1, output: 1 },
    { input: 0.5, output: 1 },
    { input: 1, output: 1, extra: 1 },
    { input: 1e13, output: 1 },
  ])
    expect((await owner("PUT", "/api/prices/m", body)).status).toBe(422);
});
