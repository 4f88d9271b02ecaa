import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { outboxStep, type SendResult } from "./outbox-step.ts";
import type { OutboxEntry } from "./outbox-types.ts";

const entry: OutboxEntry = {
  key: "0199aaaa-0000-7000-8000-000000000000",
  requestId: "dr_1",
  input: { option: "approve" },
  createdAt: "2026-11-21T09:00:00.000Z",
  attempts: 0,
  progress: "waiting",
};
const row = { id: "dr_1", status: "decided", options: [], decision: { option: "deny" } };
const at = { now: 1_000_000, random: () => 1 };
const step = (result: SendResult, from: OutboxEntry = entry) => outboxStep(from, result, at);
const problem = (code: string, more: object = {}) => ({ code, title: "No", ...more });

describe("an answer after one try", () => {
  test("is done by the resolved row of its own request, and by nothing less", () => {
    expect(step({ status: 200, body: row })).toEqual({ do: "done", row });
    for (const body of [undefined, "<html>", {}, { ...row, id: "dr_2" }, { ...row, status: "pending" }, [row]])
      expect(step({ status: 200, body })).toMatchObject({ do: "keep" });
  });

  test("is refused with what stands instead", () => {
    const refused = step({ status: 409, body: problem("decision.already_decided", { decisionRequest: row }) });
    expect(refused).toMatchObject({
      do: "refuse",
      entry: { progress: "refused", problem: { code: "decision.already_decided", standing: row } },
    });
    expect(step({ status: 410, body: problem("decision.expired") })).toMatchObject({
      do: "refuse",
      entry: { problem: { code: "decision.expired" } },
    });
    expect(step({ status: 403, body: problem("decision.passkey_required") })).toMatchObject({ do: "refuse" });
  });

  test("never shows another request as the one that stands", () => {
    const refused = step({ status: 409, body: problem("decision.already_decided", { decisionRequest: { ...row, id: "dr_2" } }) });
    expect(refused).toMatchObject({ do: "refuse", entry: { problem: { title: "No" } } });
    expect(refused).not.toHaveProperty("entry.problem.standing");
  });

  test("waits when something that is not our server answers", () => {
    for (const status of [302, 400, 403, 404, 409, 502]) expect(step({ status, body: "<html>proxy</html>" })).toMatchObject({ do: "keep" });
  });

  test("waits for as long as the server asks, and else at most five minutes", () => {
    expect(step({ status: 429, body: problem("http.too_many"), retryAfter: 7 })).toMatchObject({
      do: "keep",
      stop: true,
      entry: { notBefore: at.now + 7_000 },
    });
    expect(step({ status: 503, body: problem("http.down") }, { ...entry, attempts: 40 })).toMatchObject({
      entry: { notBefore: at.now + 300_000 },
    });
  });

  test("stays when the session is lost, and says so", () => {
    expect(step({ status: 401, body: problem("access.no_session") })).toMatchObject({ do: "keep", stop: true, sessionLost: true });
  });

  test("goes once more by the session when the notification's proof is spent", () => {
    const fromNotification = { ...entry, capability: "cap" };
    const again = step({ status: 401, body: problem("access.revoked") }, fromNotification);
    expect(again).toMatchObject({ do: "again" });
    expect(again).not.toHaveProperty("entry.capability");
    expect(step({ status: 409, body: problem("decision.already_decided") }, fromNotification)).toMatchObject({ do: "refuse" });
  });
});

const anyResult: fc.Arbitrary<SendResult> = fc.record(
  {
    status: fc.oneof(fc.constant(0), fc.integer({ min: 100, max: 599 })),
    body: fc.oneof(
      fc.anything(),
      fc.constant(row),
      fc.record({
        code: fc.string(),
        title: fc.anything(),
        detail: fc.anything(),
        decisionRequest: fc.oneof(fc.constant(row), fc.anything()),
      }),
    ),
    retryAfter: fc.integer({ min: 0, max: 3_600 }),
  },
  { requiredKeys: ["status"] },
);

test("whatever comes back, an answer is done, refused or still there", () => {
  fc.assert(
    fc.property(anyResult, fc.nat(50), fc.option(fc.string(), { nil: undefined }), (result, attempts, capability) => {
      const before: OutboxEntry = { ...entry, attempts, ...(capability === undefined ? {} : { capability }) };
      const next = outboxStep(before, result, { now: 0 });
      if (next.do === "done") {
        expect(result.status).toBeGreaterThanOrEqual(200);
        expect(result.status).toBeLessThan(300);
        return;
      }
      // The same answer to the same request under the same key, whatever else changed.
      expect(next.entry).toMatchObject({ key: before.key, requestId: before.requestId, input: before.input, createdAt: before.createdAt });
      if (next.do === "refuse") expect(next.entry.problem?.code).toBeTypeOf("string");
      if (next.do === "keep") expect(next.entry.notBefore).toBeLessThanOrEqual(3_600_000);
      if (next.do === "again") expect(before.capability).toBeDefined();
    }),
    { numRuns: 2_000 },
  );
});
