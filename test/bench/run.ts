import { parseArgs } from "node:util";
import { createGrowth } from "./growth.ts";
import { measureAttention } from "./attention-queries.ts";
import { measureUsage } from "./usage-queries.ts";
import { measureValueQueries } from "./value-queries.ts";
import { startPostgres } from "../support/postgres-server.ts";
import { measureAlerts } from "./alerts.ts";
import { measureApp } from "./app.ts";
import { measureBaseline } from "./baseline.ts";
import type { Engine } from "./bff.ts";
import { measureBoard } from "./board.ts";
import { measureCoordination } from "./coordination-queries.ts";
import { createFigures, meetsBudget, toTable } from "./figures.ts";
import { measureEmergency } from "./emergency.ts";
import { measureFleet } from "./fleet-queries.ts";
import { measureHeld } from "./held.ts";
import { measureIngest } from "./ingest.ts";
import { measureLatency } from "./latency.ts";
import { machine } from "./machine.ts";
import { measureMetrics } from "./metrics.ts";
import { measureScreen } from "./screen.ts";
import { measureStart } from "./start.ts";
import { measureValue } from "./value.ts";
import { measureValuePage } from "./value-page.ts";
import { measureWatch } from "./watch.ts";

const usage = `pnpm bench [--only part,part] [--json] [--quick]
Parts: baseline, latency, held, start, ingest, screen, fleet, usage, value, value-queries, value-page, attention, watch, coordination, metrics, alerts, emergency, board, app. Ends with 1 when a figure is over its budget.`;

const { values: options } = parseArgs({
  options: { only: { type: "string" }, json: { type: "boolean" }, quick: { type: "boolean" }, help: { type: "boolean" } },
});
if (options.help) {
  console.log(usage);
  process.exit(0);
}
const quick = options.quick ?? false;
const figures = createFigures(({ name, unit, values }) => console.error(`  ${name}: ${values.median.toFixed(1)} ${unit}`));
const postgres = await startPostgres();
let databases = 0;

/** A database of its own for each measurement. */
const engines = async function* (): AsyncGenerator<Engine> {
  const { default: connect } = await import("postgres");
  const admin = connect(postgres.url(), { max: 1, onnotice: () => undefined });
  const name = `bench_${(databases += 1)}`;
  await admin.unsafe(`create database ${name}`);
  await admin.end();
  yield { name: "Postgres", databaseUrl: postgres.url(name) };
  yield { name: "embedded" };
};

const parts: Record<string, () => Promise<void>> = {
  baseline: () => measureBaseline(figures.of("This machine"), { databaseUrl: postgres.url() }),
  latency: async () => {
    for await (const engine of engines())
      await measureLatency(figures.of("From the agent to the phone, and back"), { engine, times: quick ? 40 : 200 });
  },
  held: async () => {
    for await (const engine of engines())
      await measureHeld(figures.of("Many at once"), { engine, crowd: quick ? 200 : 1_000, seconds: quick ? 5 : 20 });
  },
  start: async () => {
    for await (const engine of engines())
      await measureStart(figures.of("Start and idle"), { engine, times: quick ? 3 : 9, stored: quick ? 500 : 10_000 });
  },
  ingest: async () => {
    for await (const engine of engines())
      await measureIngest(figures.of("What agents report"), {
        engine,
        amounts: quick
          ? { rounds: 1, batches: 10, warmUpSeconds: 2, seconds: 2 }
          : { rounds: 5, batches: 20, warmUpSeconds: 10, seconds: 6 },
      });
  },
  screen: async () => {
    for await (const engine of engines())
      await measureScreen(figures.of("From the agent to the open app"), { engine, times: quick ? 20 : 80 });
  },
  fleet: async () => {
    const add = figures.of("The fleet's pages");
    const growth = createGrowth(add);
    for (const signals of [100_000, quick ? 1_000_000 : 10_000_000])
      for await (const engine of engines()) {
        // The embedded engine is one developer's: it is filled with a tenth.
        const stored = engine.databaseUrl ? signals : Math.min(signals, 1_000_000);
        growth(engine, await measureFleet(add, { engine, signals: stored, times: 40 }));
      }
  },
  usage: async () => {
    const add = figures.of("Usage");
    const growth = createGrowth(add);
    // A model call is about a third of an agent's signals. The embedded engine is one developer's: its budget is for a
    // tenth of the agents, who do as much, and what it takes for all of them is a baseline.
    const fleet = { agents: 200, days: 30 };
    const short = { quarters: 1, calls: 3 };
    const long = { quarters: 32, calls: 9 };
    for (const work of quick ? [short] : [short, long])
      for await (const engine of engines()) {
        const size = { ...fleet, ...(engine.databaseUrl ? {} : { agents: fleet.agents / 10 }), ...work };
        growth(engine, await measureUsage(add, { engine, size, times: 40, atMost: 50 }));
      }
    if (quick) return;
    for await (const engine of engines())
      if (!engine.databaseUrl) await measureUsage(add, { engine, size: { ...fleet, ...long }, times: 40 });
  },
  "value-queries": async () => {
    const size = { agents: 30, days: 365, quarters: 4, calls: 3, outcomes: quick ? 1_000 : 5_000 };
    for await (const engine of engines()) await measureValueQueries(figures.of("Value"), { engine, size, times: quick ? 10 : 25 });
  },
  attention: async () => {
    for await (const engine of engines())
      await measureAttention(figures.of("Attention"), { engine, requests: quick ? 10_000 : 50_000, times: 40 });
  },
  coordination: async () => {
    const add = figures.of("Teamwork");
    const growth = createGrowth(add);
    for (const coordinations of [10_000, quick ? 200_000 : 1_000_000])
      for await (const engine of engines()) {
        const size = { coordinations, agents: 200, partners: 8, days: 30 };
        growth(engine, await measureCoordination(add, { engine, size, times: 40 }));
      }
  },
  metrics: async () => {
    for await (const engine of engines()) await measureMetrics(figures.of("Figures for Prometheus"), { engine, times: quick ? 10 : 40 });
  },
  alerts: async () => {
    for await (const engine of engines()) await measureAlerts(figures.of("Alerts"), { engine, times: quick ? 10 : 40 });
  },
  watch: async () => {
    for await (const engine of engines())
      await measureWatch(figures.of("Task files"), { engine, files: quick ? 2_000 : 10_000, times: quick ? 30 : 100 });
  },
  emergency: async () => {
    for await (const engine of engines())
      await measureEmergency(figures.of("Emergency stop"), { engine, agents: 200, taps: quick ? 2 : 5 });
  },
  board: () => measureBoard(figures.of("The board"), { tasks: 5_000, times: quick ? 3 : 9 }),
  "value-page": () => measureValuePage(figures.of("The Value page"), { outcomes: 5_000, times: quick ? 3 : 9 }),
  value: () => measureValue(figures.of("The range of the value"), { outcomes: 1_000, times: quick ? 5 : 20 }),
  app: () => measureApp(figures.of("The app on a phone"), { coldStarts: quick ? 3 : 9, lighthouseRuns: quick ? 1 : 3 }),
};

const failed: string[] = [];
const chosen = options.only?.split(",") ?? Object.keys(parts);
try {
  for (const name of chosen) {
    const part = parts[name];
    if (!part) throw new Error(`no part is called ${name}. ${usage}`);
    console.error(name);
    // What one part cannot measure takes nothing from the others.
    await part().catch((error: unknown) => {
      console.error(error);
      failed.push(name);
    });
  }
} finally {
  await postgres.stop();
}

const over = figures.all.filter((figure) => !meetsBudget(figure));
if (options.json)
  console.log(
    JSON.stringify({ machine: machine(), figures: figures.all.map((figure) => ({ ...figure, ok: meetsBudget(figure) })) }, null, 2),
  );
else {
  console.log(`\n${Object.values(machine()).join(" · ")}\n\n${toTable(figures.all)}\n`);
  console.log(over.length === 0 ? "Nothing over its budget." : `Over budget: ${over.map(({ name }) => name).join("; ")}`);
}
if (failed.length > 0) console.error(`Not measured to the end: ${failed.join(", ")}`);
process.exit(over.length + failed.length === 0 ? 0 : 1);
