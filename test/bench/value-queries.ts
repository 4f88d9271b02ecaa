import { openPglite } from "@beckon/bff/platform/db/pglite.ts";
import { openPostgres } from "@beckon/bff/platform/db/postgres.ts";
import { createLogger } from "@beckon/bff/platform/logger.ts";
import { createTestApp } from "../support/test-app.ts";
import type { Engine } from "./bff.ts";
import type { Add } from "./figures.ts";
import { fillValue, type ValueSize } from "./value-fill.ts";

const until = new Date("2026-11-21T10:00:00Z");
const tz = "Europe/Berlin";
const quarterMs = 900_000;

/** What the place Value asks for. */
const questions: Record<string, { path: string; days: number; more?: Record<string, string> }> = {
  "a year": { path: "summary", days: 365 },
  "a quarter": { path: "summary", days: 91 },
  "a year by agent": { path: "summary", days: 365, more: { groupBy: "agent" } },
  "a year by role": { path: "summary", days: 365, more: { groupBy: "role" } },
  "a year by model": { path: "summary", days: 365, more: { groupBy: "model" } },
  "a year by project": { path: "summary", days: 365, more: { groupBy: "project" } },
  "a year by type of task": { path: "summary", days: 365, more: { groupBy: "taskType" } },
  "a year of one role": { path: "summary", days: 365, more: { role: "builder" } },
  "the model's input of a year": { path: "inputs", days: 365 },
  "a year week by week": { path: "trend", days: 365 },
  "three scenarios of a year": { path: "scenarios", days: 365 },
};

/** Those that are also asked right after an outcome was corrected, when nothing that was made of all of them before is true. */
const asPeopleCorrect = new Set(["a quarter", "a year", "a year by agent", "a year week by week"]);

const terms = {
  rate: { p10: 80_000_000, p50: 100_000_000, p90: 140_000_000 },
  realisation: { p10: 400_000, p50: 600_000, p90: 800_000 },
  plans: [{ name: "Max", monthlyMicros: 200_000_000, share: 1_000_000, since: "2025-01-01" }],
  infrastructurePerMonthMicros: 90_000_000,
  setUp: { micros: 12_000_000_000, since: "2026-01-01" },
  people: 4,
  hoursPerPersonDay: 8_000,
};

type Options = { engine: Engine; size: ValueSize; times: number };

/** Times the answers of the API over a year of cost and so many outcomes, in ms; no two of them ask for the same window. */
export const measureValueQueries = async (add: Add, { engine, size, times }: Options): Promise<void> => {
  const database = engine.databaseUrl
    ? await openPostgres({ url: engine.databaseUrl, logger: createLogger("silent") })
    : await openPglite({});
  await database.migrate();
  await fillValue(database, size, until);
  const app = await createTestApp({ database, clock: () => until });
  try {
    const script = await app.token("admin");
    const set = await script("PUT", "/api/value/assumptions", { version: 0, terms });
    if (set.status !== 201) throw new Error(JSON.stringify(set.body));
    const ask = async (path: string) => {
      const began = performance.now();
      const { status, body } = await script("GET", path);
      if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
      return performance.now() - began;
    };
    const baseline: number[] = [];
    for (let time = 0; time < times; time += 1) baseline.push(await ask("/api/value/assumptions?limit=1"));
    add({ name: `one row, by the same way, ${engine.name}`, unit: "ms", values: baseline });
    let corrected = 0;
    const correct = () =>
      database.executeSql(
        `update outcome set p50 = p50 + 250, p90 = p90 + 250 where id = 'oc_' || lpad('${1 + ((corrected += 1) % size.outcomes)}', 22, '0')`,
      );
    for (const [name, { path, days, more = {} }] of Object.entries(questions))
      for (const before of [undefined, ...(asPeopleCorrect.has(name) ? [correct] : [])]) {
        const values: number[] = [];
        for (let time = -2; time < times; time += 1) {
          await before?.();
          const from = new Date(until.getTime() - days * 86_400_000 - (time + 2) * quarterMs).toISOString();
          const ms = await ask(`/api/value/${path}?${new URLSearchParams({ from, to: until.toISOString(), tz, ...more })}`);
          if (time >= 0) values.push(ms);
        }
        add({
          name: `${name}${before ? ", an outcome just corrected" : ""}, ${size.outcomes.toLocaleString("en")} outcomes, ${engine.name}`,
          unit: "ms",
          values,
          budget: { of: "p95", atMost: 100 },
          note: `${size.agents} agents, ${size.days} days`,
        });
      }
  } finally {
    await app.close();
  }
};
