import { createTestApp } from "../support/test-app.ts";
import type { Engine } from "./bff.ts";
import { fillBusy, openEngine, until } from "./busy-fill.ts";
import type { Add } from "./figures.ts";
import { timed } from "./stats.ts";

/** Times a scrape whose reading is not kept any more, as the route answers it; and one within seconds, which is. */
export const measureMetrics = async (add: Add, { engine, times }: { engine: Engine; times: number }): Promise<void> => {
  const database = await openEngine(engine);
  await fillBusy(database);
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
    await timed(3, fresh);
    const note = "500 agents, 30 days behind them";
    add({ name: `GET /metrics, ${engine.name}`, unit: "ms", values: await timed(times, fresh), budget: { of: "p95", atMost: 100 }, note });
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
