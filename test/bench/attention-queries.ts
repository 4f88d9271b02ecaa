import { attentionQuery, attentionWaitQuery } from "@beckon/contracts/attention";
import { createAttentionService } from "@beckon/bff/attention/attention.service.ts";
import { noRates, type AttentionDeps } from "@beckon/bff/attention/attention.types.ts";
import { findRequests } from "@beckon/bff/decisions/decisions.repository.ts";
import { openPglite } from "@beckon/bff/platform/db/pglite.ts";
import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { fillAttention } from "./attention-fill.ts";
import type { Engine } from "./bff.ts";
import type { Add } from "./figures.ts";
import { timed } from "./stats.ts";

const until = new Date("2026-11-21T10:07:00Z");
const caller = { kind: "device", deviceId: "dev_1", deviceName: "Phone", personId: "pe_1", personName: "Ada", role: "owner" } as const;
const windows = { week: "2026-11-15T00:00:00Z", "90 days": "2026-08-24T00:00:00Z", year: "2025-11-21T10:07:00Z" };

/** Times what the Attention page asks for over a year of requests, as its service answers, in ms; the page's budget is 100. */
export const measureAttention = async (
  add: Add,
  { engine, requests, times }: { engine: Engine; requests: number; times: number },
): Promise<void> => {
  const database = engine.databaseUrl
    ? await openPostgres({ url: engine.databaseUrl, logger: createLogger("silent") })
    : await openPglite({});
  try {
    await database.migrate();
    await fillAttention(database, { requests, until });
    const service = createAttentionService({
      database,
      clock: () => until,
      jobs: { schedule: () => undefined } as unknown as AttentionDeps["jobs"],
      agents: { find: async () => [], onlyDemo: async () => false, projectOfRun: async () => undefined },
      decisions: { findAll: findRequests, all: async () => [] },
      rules: { forHabit: async () => ({ refusal: "too_wide" }) },
      devicesOf: async () => [{ id: "dev_1", name: "Phone" }],
      rates: async () => noRates,
      agentRates: async () => new Map(),
      shownBefore: async () => [],
      reviews: async () => [],
    });
    await service.pack();
    for (const [name, from] of Object.entries(windows)) {
      const query = attentionQuery.parse({ from, tz: "Europe/Berlin" });
      const questions: Record<string, () => Promise<unknown>> = {
        summary: () => service.summary(caller, query),
        habits: () => service.habits(query),
        rows: () => service.rows(caller, attentionWaitQuery.parse({ from })),
        hours: () => service.hours(database.db, { from: new Date(from), to: until, demo: false }),
      };
      for (const [what, ask] of Object.entries(questions)) {
        await timed(3, ask);
        add({
          name: `${what} of a ${name}, ${requests.toLocaleString("en")} requests, ${engine.name}`,
          unit: "ms",
          values: await timed(times, ask),
          budget: { of: "p95", atMost: 100 },
        });
      }
    }
  } finally {
    await database.close();
  }
};
