import type { TelemetryKind } from "@beckon/bff/integrations/otlp/otlp.types.ts";
import { toJson } from "@beckon/bff/integrations/otlp/testing/encode-json.ts";
import { toProtobuf } from "@beckon/bff/integrations/otlp/testing/encode-protobuf.ts";
import type { Request } from "@beckon/bff/integrations/otlp/testing/telemetry-request.ts";
import { afterEach, expect, test } from "vitest";
import { toCounters, toEvents } from "./support/otlp-day.ts";
import { createTestApp, origin, type TestApp } from "./support/test-app.ts";
import { expectLedger } from "./support/usage-check.ts";
import { createUsageDay, inBatches, ledgerOf, type UsageFact } from "./support/usage-day.ts";

const seed = 20_261_121;
const day = "2026-11-20T00:00:00.000Z";
const window = { from: day, to: "2026-11-21T00:00:00.000Z" };
let app: TestApp | undefined;
afterEach(() => app?.close());

const open = async () => {
  app = await createTestApp({ clock: () => new Date("2026-11-21T06:00:00Z") });
  const { token } = await app.token("agent", "Day");
  const { app: routes } = app;
  const send = async (kind: TelemetryKind, requests: Request[], encoding: "json" | "x-protobuf") => {
    const body =
      encoding === "json"
        ? toJson(kind, requests, { integersAsText: false, upperHex: true, extraFields: true })
        : toProtobuf(kind, requests);
    const answer = await routes.request(`${origin}/otlp/v1/${kind}`, {
      method: "POST",
      headers: { host: new URL(origin).host, authorization: `Bearer ${token}`, "content-type": `application/${encoding}` },
      body: new Uint8Array(body),
    });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(encoding === "json" ? "{}" : "");
  };
  return { send, script: await app.token("admin", "Script") };
};

test("50 sessions with 20,000 calls as events, three in ten told twice, in no order, in both encodings: the generator's own ledger, exactly", async () => {
  const { send, script } = await open();
  const facts = createUsageDay({ seed, day });
  for (const [index, batch] of inBatches(facts, { seed, duplicates: 0.3, most: 1_000 }).entries())
    await send("logs", toEvents(batch), index % 2 ? "json" : "x-protobuf");
  await expectLedger(script, facts, window);
});

test("the same by counters of two processes for each session, in both temporalities and both encodings, three in ten told twice, in no order", async () => {
  const { send, script } = await open();
  const facts = createUsageDay({ seed, day, calls: 8_000 }).filter(({ vendor }) => vendor === "claude-code");
  const requests = [...Map.groupBy(facts, ({ session }) => session).values()].flatMap((own, index) =>
    toCounters(own, { seed: seed + index, temporality: index % 2 ? 1 : 2 }),
  );
  for (const [index, batch] of inBatches(requests, { seed, duplicates: 0.3, most: 40 }).entries())
    await send("metrics", batch, index % 2 ? "json" : "x-protobuf");
  for (const [groupBy, keyOf] of [
    ["model", ({ model }: UsageFact) => model],
    ["agent", ({ agent }: UsageFact) => agent],
  ] as const) {
    const { body } = await script("GET", `/api/usage/summary?from=${window.from}&to=${window.to}&groupBy=${groupBy}&limit=200`);
    const counted = body.groups
      .filter(({ n }: { n: number }) => n > 0)
      .map(({ tokens, cost }: any) => ({ ...tokens, micros: cost.apiEquivalent.micros }));
    const told = Object.values(ledgerOf(facts, keyOf)).map(({ calls: _, unpriced: __, ...line }) => line);
    const sorted = (lines: { input: number }[]) => lines.toSorted((a, b) => a.input - b.input);
    expect(sorted(counted)).toEqual(sorted(told));
  }
});
