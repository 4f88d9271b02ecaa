import { usageQuery, type UsageSummary } from "@beckon/contracts/usage";
import { openPglite } from "@beckon/bff/platform/db/pglite.ts";
import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { createUsageService } from "@beckon/bff/usage/usage.service.ts";
import type { Engine } from "./bff.ts";
import type { Add } from "./figures.ts";
import { callsOf, fillUsage, type UsageSize } from "./usage-fill.ts";

const until = new Date("2026-11-21T10:07:00Z");
const [day, week] = ["2026-11-20T10:07:00Z", "2026-11-14T10:07:00Z"];
const agent = `ag_${"7".padStart(22, "0")}`;

/** What the fleet's and the usage's pages ask for. */
const questions: Record<string, Record<string, string>> = {
  "30 days by agent": { groupBy: "agent" },
  "30 days by model": { groupBy: "model" },
  "30 days by project": { groupBy: "project" },
  "30 days by task": { groupBy: "task" },
  "30 days by session": { groupBy: "session" },
  "30 days by day in Berlin": { groupBy: "day", tz: "Europe/Berlin" },
  "30 days by day in Kathmandu": { groupBy: "day", tz: "Asia/Kathmandu" },
  "7 days by hour": { groupBy: "hour", limit: "200", from: week },
  "24 hours by agent": { groupBy: "agent", from: day },
  "24 hours by session": { groupBy: "session", from: day },
  "an agent's 30 days by day": { groupBy: "day", tz: "Europe/Berlin", agent },
  "an agent's sessions": { groupBy: "session", agent },
  "a task": { task: "T-57" },
};

type Options = { engine: Engine; size: UsageSize; times: number; atMost?: number };

/** Times the summaries over what `size` books, as their service answers them, in ms; `atMost` is the pages' budget. */
export const measureUsage = async (add: Add, { engine, size, times, atMost }: Options): Promise<Record<string, number[]>> => {
  const database = engine.databaseUrl
    ? await openPostgres({ url: engine.databaseUrl, logger: createLogger("silent") })
    : await openPglite({});
  const all: Record<string, number[]> = {};
  try {
    await database.migrate();
    await fillUsage(database, size, until);
    const calls = callsOf(size).toLocaleString("en");
    const usage = createUsageService({
      database,
      clock: () => until,
      audit: { append: async () => undefined },
      onlyDemo: async () => false,
    });
    for (const [name, asked] of Object.entries(questions)) {
      const query = usageQuery.parse(asked);
      const values = (all[name] = [] as number[]);
      for (let time = -3; time < times; time += 1) {
        const began = performance.now();
        const answer: UsageSummary = await usage.summary(query);
        if (answer.calls === 0) throw new Error(`${name}: nothing was found`);
        if (time >= 0) values.push(performance.now() - began);
      }
      add({
        name: `${name}, ${calls} calls, ${engine.name}`,
        unit: "ms",
        values,
        ...(atMost === undefined ? {} : { budget: { of: "p95", atMost } as const }),
        note: `${size.agents} agents`,
      });
    }
    return all;
  } finally {
    await database.close();
  }
};
