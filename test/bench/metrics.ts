import { setTimeout as sleep } from "node:timers/promises";
import { createTestApp } from "../support/test-app.ts";
import type { Engine } from "./bff.ts";
import { fillBusy, openEngine, until } from "./busy-fill.ts";
import type { Add } from "./figures.ts";
import { timed } from "./stats.ts";

/** Between two scrapes lie seconds: what the server makes behind the one is done before the next. */
const betweenMs = 300;

/** Times a scrape whose reading is not kept any more, as the route answers it; and one within seconds, which is. */
export const measureMetrics = async (add: Add, { engine, times }: { engine: Engine; times: number }): Promise<void> => {
  const database = await openEngine(engine);
  // The embedded engine is one developer's, with a tenth of that: what it takes is a baseline.
  const agents = engine.databaseUrl ? 500 : 50;
  await fillBusy(database, agents);
  let now = until.getTime();
  const app = await createTestApp({ database, clock: () => new Date(now) });
  try {
    await app.services.observability.fold();
    const scrape = await app.token("metrics");
    const read = async () => {
      const { status } = await scrape("GET", "/metrics");
      if (status !== 200) throw new Error(`GET /metrics: ${status}`);
    };
    const fresh = async () => {
      now += 5_000;
      await read();
    };
    const apart: number[] = [];
    for (let time = -3; time < times; time += 1) {
      await sleep(betweenMs);
      const values = await timed(1, fresh);
      if (time >= 0) apart.push(...values);
    }
    const note = `${agents} agents, 30 days behind them`;
    const budget = engine.databaseUrl ? { budget: { of: "p95", atMost: 100 } as const } : {};
    add({ name: `GET /metrics, ${engine.name}`, unit: "ms", values: apart, ...budget, note });
    add({
      name: `GET /metrics within seconds, ${engine.name}`,
      unit: "ms",
      values: await timed(times, read),
      budget: { of: "p95", atMost: 50 },
      note,
    });
  } finally {
    await app.close();
  }
};
