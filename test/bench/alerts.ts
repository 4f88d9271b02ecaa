import { createTestApp } from "../support/test-app.ts";
import type { Engine } from "./bff.ts";
import { fillBusy, openEngine, until } from "./busy-fill.ts";
import type { Add } from "./figures.ts";
import { timed } from "./stats.ts";

const everyMs = 30_000;

/** Milliseconds of processor time of this process; the embedded engine's are among them. */
const processorTime = async (run: () => Promise<unknown>): Promise<number> => {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};

/** Times one look at all rules, with all that is written of it: with nothing to look at, then with much. */
export const measureAlerts = async (add: Add, { engine, times }: { engine: Engine; times: number }): Promise<void> => {
  const database = await openEngine(engine);
  let now = until.getTime() - 86_400_000;
  const app = await createTestApp({ database, clock: () => new Date(now) });
  const look = async () => {
    now += everyMs;
    if (!(await app.services.alerts.evaluate())) throw new Error("somebody else has looked");
  };
  try {
    await timed(5, look);
    const idle = { of: "p95", atMost: 50 } as const;
    add({ name: `One look, idle, ${engine.name}`, unit: "ms", values: await timed(times, look), budget: idle, note: "nothing to look at" });
    const minutes: number[] = [];
    for (let minute = 0; minute < times; minute += 1) minutes.push(await processorTime(() => timed(2, look)));
    // A four-hundredth of one core.
    const little = { of: "median", atMost: 150 } as const;
    add({ name: `Processor time a minute, idle, ${engine.name}`, unit: "ms", values: minutes, budget: little, note: "two looks" });

    await fillBusy(database);
    now = until.getTime();
    await timed(5, look);
    const values = await timed(times, look);
    const { firing } = await app.services.alerts.states(database.db);
    if (firing.length < 3) throw new Error(`only ${firing.length} alerts fire`);
    const note = `500 agents, 30 days behind them; ${firing.length} alerts of ${firing.reduce((sum, { count }) => sum + count, 0)} subjects fire`;
    const spent: number[] = [];
    for (let n = 0; n < times; n += 1) spent.push(await processorTime(look));
    add({ name: `Processor time of one look, ${engine.name}`, unit: "ms", values: spent, note });
    add({ name: `One look at all rules, ${engine.name}`, unit: "ms", values, budget: { of: "p95", atMost: 50 }, note });
  } finally {
    await app.close();
  }
};
