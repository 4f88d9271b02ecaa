import { randomUUID } from "node:crypto";
import { checkSuiteCompleted } from "@beckon/bff/integrations/github/fixtures/checks.ts";
import { reviewRequested } from "@beckon/bff/integrations/github/fixtures/work.ts";
import { signatureOf } from "@beckon/bff/integrations/github/signature.ts";
import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { expect, inject, test } from "vitest";
import { createDatabase } from "../support/postgres-database.ts";
import { createTestApp, type Call } from "../support/test-app.ts";

test("two processes are told of one run, one suspension, one delivery and one review at once: each is there once", async () => {
  await using server = await createDatabase(inject("postgres").port);
  const open = async () => {
    const database = await openPostgres({ url: server.url, logger: createLogger("silent") });
    await database.migrate();
    return createTestApp({ database });
  };
  const apps = [await open(), await open()] as const;
  try {
    const owner = await apps[0].pair();
    const { token } = await apps[0].token();
    const both = <T>(call: (as: Call, index: number) => Promise<T>) =>
      Promise.all(Array.from({ length: 8 }, (_, index) => call(apps[index % 2 ? 1 : 0].nobody, index)));
    const authorization = { authorization: `Bearer ${token}` };

    const stages = ["build", "test", "deploy"].map((name) => ({ name, status: "running" }));
    const reports = await both((as, index) =>
      as(
        "PUT",
        "/api/workflows/one",
        { name: "One", stages: index % 2 ? stages : stages.toReversed(), ...(index === 5 ? { status: "succeeded" } : {}) },
        authorization,
      ),
    );
    expect(reports.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
    const { items } = (await owner("GET", "/api/workflows")).body;
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ status: "succeeded", stages: [{ status: "running" }, {}, {}] });

    await apps[0].nobody("PUT", "/api/workflows/two", { name: "Two" }, authorization);
    const asked = await both((as) => as("POST", "/api/workflows/two/suspend", { waitsFor: "person", what: "Go on?" }, authorization));
    expect(asked.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(asked.map(({ body }) => body.suspension.requestId)).size).toBe(1);
    expect((await owner("GET", "/api/decision-requests?status=pending")).body.items).toHaveLength(1);

    const { secret } = (await owner("POST", "/api/github/hooks", { name: "shop" })).body;
    const send = (as: Call, event: string, payload: object, id: string) => {
      const body = JSON.stringify(payload);
      return as("POST", "/hooks/github", body, {
        "x-github-event": event,
        "x-github-delivery": id,
        "x-hub-signature-256": signatureOf(secret, body),
      });
    };
    const id = randomUUID();
    const taken = await both((as) => send(as, "check_suite", checkSuiteCompleted, id));
    expect(taken.filter(({ status }) => status === 202)).toHaveLength(1);
    await both((as) => send(as, "pull_request", reviewRequested, randomUUID()));
    expect((await owner("GET", "/api/coordination/records?type=review&from=2026-11-01T00:00:00Z")).body.items).toHaveLength(1);
    expect((await owner("GET", "/api/github/hooks")).body.items[0].processing.n).toBe(9);
    expect((await owner("GET", "/api/workflows/summary")).body.runs).toMatchObject({ succeeded: 1, failed: 1, suspended: 1 });
  } finally {
    for (const app of apps) await app.close();
  }
});
