import { session } from "@beckon/contracts/agents";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type Call, type TestApp } from "../../../../../test/support/test-app.ts";

/* A service that tells its calls by spans with a conversation, and the same tokens by counters without one. */

const now = new Date("2026-11-21T03:00:00Z");
let app: TestApp;
let owner: Call;
beforeAll(async () => {
  app = await createTestApp({ clock: () => now });
  owner = await app.pair();
  // Four dollars a million tokens in, forty out.
  await owner("PUT", "/api/prices/house", { input: 4_000_000, output: 40_000_000, since: "2026-11-01T00:00:00Z" });
});
afterAll(() => app.close());

const about = { "gen_ai.request.model": "house", "gen_ai.provider.name": "openai" };
const pairs = (values: Record<string, string | number>) =>
  Object.entries(values).map(([key, value]) => ({ key, value: typeof value === "number" ? { intValue: value } : { stringValue: value } }));
const resource = (service: string) => ({ attributes: pairs({ "service.name": service, "service.instance.id": "i1" }) });
const nanos = (second: number) => `17952271${String(56 + second)}000000000`;

const counters = (service: string, calls: number) => ({
  resourceMetrics: [
    {
      resource: resource(service),
      scopeMetrics: [
        {
          metrics: [
            {
              ...{ name: "gen_ai.client.token.usage", unit: "{token}" },
              histogram: {
                aggregationTemporality: 2,
                dataPoints: Object.entries({ input: 1_000, output: 100 }).map(([type, sum]) => ({
                  ...{ startTimeUnixNano: nanos(0), timeUnixNano: nanos(calls), sum: sum * calls, count: calls },
                  attributes: pairs({ ...about, "gen_ai.token.type": type }),
                })),
              },
            },
          ],
        },
      ],
    },
  ],
});

const span = (service: string, call: number) => ({
  resourceSpans: [
    {
      resource: resource(service),
      scopeSpans: [
        {
          spans: [
            {
              ...{ traceId: "0a".repeat(16), spanId: Buffer.from(`${service}${call}`).toString("hex").slice(-16), name: "chat house" },
              ...{ startTimeUnixNano: nanos(0), endTimeUnixNano: nanos(call) },
              attributes: pairs({
                ...about,
                ...{ "gen_ai.operation.name": "chat", "gen_ai.agent.name": "Writer", "gen_ai.conversation.id": `${service}-c1` },
                ...{ "gen_ai.usage.input_tokens": 1_000, "gen_ai.usage.output_tokens": 100 },
              }),
            },
          ],
        },
      ],
    },
  ],
});

const teller = (agent: Call) => async (kind: "metrics" | "traces", body: object) =>
  expect(await agent("POST", `/otlp/v1/${kind}`, body)).toMatchObject({ status: 200 });

/** What each run of the service has used, by its key. */
const usedBy = async (service: string) => {
  const { body } = await owner("GET", "/api/sessions");
  const own = (body.items as unknown[]).map((each) => session.parse(each)).filter(({ key }) => key.includes(service));
  return Object.fromEntries(own.map(({ key, usage }) => [key, { calls: usage.calls, tokens: usage.tokens, micros: usage.costMicros }]));
};

const none = { cacheRead: 0, cacheWrite: 0 };
const told = (calls: number, micros: number | null) => ({ calls, tokens: { input: 1_000 * calls, output: 100 * calls, ...none }, micros });

test("counters that came before the spans do not stay counted beside them", async () => {
  const tell = teller(await app.token("agent", "counter"));
  await tell("metrics", counters("counter", 1));
  expect(await usedBy("counter")).toMatchObject({ "service:counter:i1": { calls: 0, tokens: { input: 1_000, output: 100 } } });
  await tell("traces", span("counter", 1));
  const once = { "counter-c1": told(1, 8_000), "service:counter:i1": told(0, 0) };
  expect(await usedBy("counter")).toEqual(once);
  await tell("metrics", counters("counter", 2));
  expect(await usedBy("counter")).toEqual(once);
  await tell("traces", span("counter", 2));
  expect(await usedBy("counter")).toEqual({ ...once, "counter-c1": told(2, 16_000) });
  const agents = (await owner("GET", "/api/agents")).body.items as { name: string }[];
  expect(agents.map(({ name }) => name).toSorted()).toEqual(["Writer", "counter"]);
});

test("counters that come after the spans count nothing, and make no run of their own", async () => {
  const tell = teller(await app.token("agent", "spanner"));
  await tell("traces", span("spanner", 1));
  await tell("metrics", counters("spanner", 1));
  await tell("traces", span("spanner", 2));
  expect(await usedBy("spanner")).toEqual({ "spanner-c1": told(2, 16_000) });
});

test("what only counters tell stays", async () => {
  await teller(await app.token("agent", "quiet"))("metrics", counters("quiet", 3));
  expect(await usedBy("quiet")).toMatchObject({ "service:quiet:i1": { tokens: { input: 3_000, output: 300 } } });
});
