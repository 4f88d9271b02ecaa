import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type TestApp } from "./support/test-app.ts";
import { expectLedger } from "./support/usage-check.ts";
import { createUsageDay, inBatches, toSignals } from "./support/usage-day.ts";

const seed = 20_261_121;
const day = "2026-11-20T00:00:00.000Z";
let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ clock: () => new Date("2026-11-21T06:00:00Z") });
});
afterAll(() => app.close());

test("50 sessions with 20,000 calls, three in ten told twice, in no order: the generator's own ledger, exactly", async () => {
  const facts = createUsageDay({ seed, day });
  const agent = await app.token("agent", "Day");
  let duplicates = 0;
  for (const batch of inBatches(toSignals(facts), { seed, duplicates: 0.3, most: 1_000 }))
    duplicates += (await app.services.signals.append({ id: agent.id, name: "Day" }, batch)).duplicates;
  expect(duplicates).toBeGreaterThan(5_000);
  const script = await app.token("admin", "Script");
  await expectLedger(script, facts, { from: day, to: "2026-11-21T00:00:00.000Z" });
});
