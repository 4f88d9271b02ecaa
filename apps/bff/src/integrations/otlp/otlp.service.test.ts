import type { Signal } from "@beckon/contracts/signals";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase } from "../../../../../test/support/pglite-template.ts";
import type { Database, Work } from "../../platform/db/database.ts";
import { decodeJson } from "./decode-json.ts";
import { decodeProtobuf } from "./decode-protobuf.ts";
import { createOtlpService, type Owner, type SignalIntake } from "./otlp.service.ts";
import { toJson } from "./testing/encode-json.ts";
import { toProtobuf } from "./testing/encode-protobuf.ts";
import { only, requestsOf, usageOf } from "./testing/replay.ts";
import type { Metric, Request } from "./testing/telemetry-request.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const now = new Date("2026-11-21T03:00:00Z");
let owners = 0;

/** A service with an intake that keeps facts as the real one does: derived in a transaction, each once. `fail` makes it lose the next. */
const open = () => {
  owners += 1;
  const owner: Owner = { id: `tok_${owners}`, name: "laptop" };
  const kept = new Map<string, Signal>();
  let failing = false;
  const keep = (signals: readonly Signal[]) => {
    if (failing) throw new Error("the database is away");
    for (const one of signals) if (!kept.has(one.id)) kept.set(one.id, one);
  };
  const intake: SignalIntake = {
    append: async (_, signals) => keep(signals),
    appendDerived: (_, derive) => database.transaction(async (work: Work) => keep(await derive(work))),
  };
  const otlp = createOtlpService({ signals: intake });
  return {
    take: (kind: "logs" | "metrics" | "traces", requests: Request[], encoding: "json" | "protobuf" = "json") =>
      otlp.take(owner, encoding === "json" ? decodeJson(kind, toJson(kind, requests)) : decodeProtobuf(kind, toProtobuf(kind, requests)), {
        now,
      }),
    takeBody: (kind: "logs" | "metrics" | "traces", body: unknown) =>
      otlp.take(owner, decodeJson(kind, Buffer.from(JSON.stringify(body))), { now }),
    prune: (at: Date) => database.transaction((work) => otlp.prune(work, at)),
    signals: () => [...kept.values()],
    fail: (value: boolean) => void (failing = value),
    usage: () => {
      const counted = only([...kept.values()], "usage.counted");
      const sum = (of: (data: (typeof counted)[number]["data"]) => number) => counted.reduce((total, { data }) => total + of(data), 0);
      return {
        input: sum(({ tokens }) => tokens.input),
        output: sum(({ tokens }) => tokens.output),
        cacheRead: sum(({ tokens }) => tokens.cacheRead),
        micros: sum(({ costMicros }) => costMicros ?? 0),
      };
    },
  };
};

const minute = 60_000_000_000n;
const begin = 1_795_227_156_000_000_000n;

type Told = { type?: string; start?: number; minute: number; value: number; session?: string };

const claude = (name: "token" | "cost", temporality: 1 | 2, points: Told[]): Request => {
  const metric: Metric = {
    ...{
      name: name === "cost" ? "claude_code.cost.usage" : "claude_code.token.usage",
      unit: "",
      shape: "sum",
      temporality,
      monotonic: true,
    },
    points: points.map(({ type = "output", start = 0, minute: at, value, session = "s1" }) => ({
      ...{ start: begin + BigInt(start) * minute, time: begin + BigInt(at) * minute, value, integer: false, flags: 0 },
      attributes: [["session.id", session], ["model", "claude-x"], ...(name === "token" ? [["type", type]] : [])] as Request["resource"],
    })),
  };
  return { resource: [["service.name", "claude-code"]], scope: { name: "", version: "" }, logs: [], spans: [], metrics: [metric] };
};

test("deltas add up, each once, in either encoding", async () => {
  const one = open();
  const first = claude("token", 1, [
    { minute: 1, value: 640 },
    { type: "input", minute: 1, value: 812 },
  ]);
  await one.take("metrics", [first]);
  await one.take("metrics", [first, first], "protobuf");
  await one.take(
    "metrics",
    [claude("token", 1, [{ start: 1, minute: 2, value: 640 }]), claude("cost", 1, [{ minute: 1, value: 0.0421 }])],
    "protobuf",
  );
  expect(one.usage()).toEqual({ input: 812, output: 1_280, cacheRead: 0, micros: 42_100 });
});

test("a point that is told twice in one request is one point", async () => {
  const one = open();
  const request = claude("token", 1, [{ minute: 1, value: 640 }]);
  await one.take("metrics", [request, request]);
  expect(one.usage().output).toBe(640);
});

test("counters that stand count by what they grew; money by its rounded stand, so that it adds up", async () => {
  const one = open();
  for (const [at, value] of [
    [1, 0.000_000_4],
    [2, 0.000_000_8],
    [3, 0.000_001_2],
    [4, 0.280_608],
  ] as const)
    await one.take("metrics", [claude("cost", 2, [{ minute: at, value }])]);
  expect(one.usage().micros).toBe(280_608);
  expect(only(one.signals(), "usage.counted").every(({ data }) => data.channel === "metric" && (data.costMicros ?? 0) > 0)).toBe(true);
});

test("runs of a counter before and after restarts, told in any order, twice, in both encodings, add up exactly", async () => {
  const run = fc.array(fc.nat(500), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(run, { minLength: 1, maxLength: 3 }),
      fc.infiniteStream(fc.nat()),
      fc.boolean(),
      async (runs, choices, together) => {
        const one = open();
        const points = runs.flatMap((growths, index) => {
          let value = 0;
          return growths.map((growth, at): Told => ({ start: index * 10, minute: index * 10 + at + 1, value: (value += growth) }));
        });
        const total = runs.flat().reduce((sum, growth) => sum + growth, 0);
        const shuffled = [...points, ...points]
          .map((point) => ({ point, order: choices.next().value }))
          .toSorted((a, b) => a.order - b.order);
        const requests = shuffled.map(({ point }) => claude("token", 2, [point]));
        if (together) await one.take("metrics", requests, "protobuf");
        else for (const [index, request] of requests.entries()) await one.take("metrics", [request], index % 2 ? "json" : "protobuf");
        expect(one.usage().output).toBe(total);
      },
    ),
    { numRuns: 25 },
  );
});

test("a counter that stands lower later, though it tells of no restart, counts from zero", async () => {
  const one = open();
  for (const [at, value] of [
    [1, 100],
    [2, 150],
    [3, 30],
    [4, 45],
  ] as const)
    await one.take("metrics", [claude("token", 2, [{ minute: at, value }])]);
  expect(one.usage().output).toBe(195);
});

test("when the signals are not kept the stand is not either: a retry counts it all", async () => {
  const one = open();
  const request = claude("token", 2, [{ minute: 1, value: 100 }]);
  one.fail(true);
  await expect(one.take("metrics", [request])).rejects.toMatchObject({
    status: 503,
    retryAfter: 5,
    cause: { message: "the database is away" },
  });
  one.fail(false);
  await one.take("metrics", [request]);
  expect(one.usage().output).toBe(100);
});

test("one owner's counter is not another's", async () => {
  const [one, other] = [open(), open()];
  const request = claude("token", 2, [{ minute: 1, value: 100 }]);
  await one.take("metrics", [request]);
  await other.take("metrics", [request]);
  expect([one.usage().output, other.usage().output]).toEqual([100, 100]);
});

test("Gemini's input is counted without what came from the cache, growth by growth", async () => {
  const one = open();
  const gemini = (at: number, input: number, cache: number): Request => ({
    ...claude("token", 2, []),
    resource: [["service.name", "gemini-cli"]],
    metrics: [
      {
        ...{ name: "gemini_cli.token.usage", unit: "", shape: "sum", temporality: 2, monotonic: true },
        points: [
          ["input", input],
          ["output", 10 * at],
          ["cache", cache],
          ["thought", at],
        ].map(([type, value]) => ({
          ...{ start: begin, time: begin + BigInt(at) * minute, value: value as number, integer: true, flags: 0 },
          attributes: [
            ["session.id", "s1"],
            ["model", "g"],
            ["type", type as string],
          ],
        })),
      },
    ],
  });
  await one.take("metrics", [gemini(1, 100, 60)]);
  await one.take("metrics", [gemini(2, 250, 60), gemini(1, 100, 60)]);
  await one.take("metrics", [gemini(3, 250, 60)], "protobuf");
  expect(one.usage()).toEqual({ input: 190, output: 33, cacheRead: 60, micros: 0 });
});

test("a conversation that is left out stays so in later requests", async () => {
  const one = open();
  // One record at a time, as if each had come by itself.
  for (const { kind, body } of requestsOf("codex", "tui-allow"))
    for (const resource of (body as any).resourceLogs ?? [])
      for (const scope of resource.scopeLogs)
        for (const record of scope.logRecords)
          await one.takeBody(kind, { resourceLogs: [{ ...resource, scopeLogs: [{ ...scope, logRecords: [record] }] }] });
  expect(usageOf(one.signals(), "event")).toMatchObject({ calls: 2, input: 5_720, output: 1_280 });
  expect(new Set(one.signals().map(({ session }) => session))).toEqual(new Set(["01a1fbe9-fa67-7a93-8a31-df2c79fd877d"]));
});

test("a service's counters are not added to the calls that its spans tell", async () => {
  const one = open();
  const service: Request = { ...claude("token", 1, []), resource: [["service.name", "planner"]] };
  const metrics = (at: number): Request => ({
    ...service,
    metrics: [
      {
        ...{ name: "gen_ai.client.token.usage", unit: "{token}", shape: "histogram", temporality: 2, monotonic: true },
        points: [
          {
            ...{ start: begin, time: begin + BigInt(at) * minute, value: 100 * at, integer: false, flags: 0 },
            attributes: [["gen_ai.token.type", "output"]],
          },
        ],
      },
    ],
  });
  await one.take("metrics", [metrics(1)]);
  expect(one.usage().output).toBe(100);
  const span = {
    name: "chat",
    traceId: "0a".repeat(16),
    spanId: "0b".repeat(8),
    parentSpanId: "",
    start: begin,
    end: begin + minute,
    code: 0 as const,
    message: "",
  };
  const attributes = [
    ["gen_ai.operation.name", "chat"],
    ["gen_ai.conversation.id", "c1"],
    ["gen_ai.usage.output_tokens", { int: "100" }],
  ] as Request["resource"];
  await one.take("traces", [{ ...service, spans: [{ ...span, attributes }] }]);
  await one.take("metrics", [metrics(2)]);
  expect(one.usage().output).toBe(100);
  expect(usageOf(one.signals(), "span")).toMatchObject({ calls: 1, output: 100 });
});

test("what nothing was told of for long is forgotten; what is still told of is not", async () => {
  const one = open();
  const request = claude("token", 2, [{ minute: 1, value: 100 }]);
  await one.take("metrics", [request]);
  await one.prune(new Date(now.getTime() + 39 * 86_400_000));
  await one.take("metrics", [claude("token", 2, [{ minute: 2, value: 110 }])]);
  expect(one.usage().output).toBe(110);
  await one.prune(new Date(now.getTime() + 41 * 86_400_000));
  await one.take("metrics", [claude("token", 2, [{ minute: 3, value: 120 }])]);
  expect(one.usage().output).toBe(230);
});
