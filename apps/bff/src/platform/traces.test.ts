import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type TestApp } from "../../../../test/support/test-app.ts";
import { openTraces, type Traces } from "./traces.ts";

type Span = {
  name: string;
  kind: number;
  traceId: string;
  parentSpanId?: string;
  status: { code?: number };
  attributes: { key: string; value: object }[];
};

const spans: Span[] = [];
const collector = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const body = JSON.parse(Buffer.concat(chunks).toString());
    for (const resource of body.resourceSpans) for (const scope of resource.scopeSpans) spans.push(...scope.spans);
    response.end("{}");
  });
});
let traces: Traces;
let app: TestApp;
const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";

beforeAll(async () => {
  await new Promise<void>((listening) => collector.listen(0, "127.0.0.1", listening));
  traces = await openTraces({ url: `http://127.0.0.1:${(collector.address() as AddressInfo).port}/v1/traces`, version: "1" });
  app = await createTestApp({ traces });
  const owner = await app.pair();
  await owner("GET", "/api/agents/ag_0000000000000000000000/nothing?q=a-secret", undefined, {
    traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
  });
  await owner("GET", "/api/decision-requests/dr_0000000000000000000000", undefined, { traceparent: "rubbish" });
  await traces.job("push.deliver", async () => undefined);
  await traces.job("push.deliver", () => Promise.reject(new Error("no"))).catch(() => undefined);
  await traces.close();
});
afterAll(async () => {
  await app.close();
  collector.close();
});

const named = (name: string) => spans.filter((span) => span.name === name);

test("a request is a span by the name of its route, with its id and status, and nothing of its address", () => {
  const [span] = named("GET /api/decision-requests/:id");
  expect(span).toMatchObject({ kind: 2 });
  expect(span!.attributes).toContainEqual({ key: "http.response.status_code", value: { intValue: 404 } });
  expect(span!.attributes).toContainEqual({ key: "beckon.request_id", value: { stringValue: expect.stringMatching(/^req_/) } });
  expect(JSON.stringify(spans)).not.toMatch(/dr_0000|a-secret/);
});

test("it stands under the caller's span where that says so rightly, and by itself otherwise", () => {
  expect(spans.filter((span) => span.traceId === traceId)).toMatchObject([{ parentSpanId: "00f067aa0ba902b7" }]);
  expect(named("GET /api/decision-requests/:id")[0]!.parentSpanId ?? "").toBe("");
});

test("a job is a span, and one that failed says so", () => {
  expect(named("job push.deliver").map(({ status }) => status.code ?? 0)).toEqual([0, 2]);
});
