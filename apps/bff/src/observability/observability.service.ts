import type { Registry } from "prom-client";
import { cached, renewed } from "./cached.ts";
import { fold } from "./counting.ts";
import { written, type Format } from "./format.ts";
import { together } from "./labels.ts";
import { collectNode, ownValues } from "./own.ts";
import type { ObservabilityOptions } from "./parts.ts";
import { read } from "./reading.ts";
import { countedSources, keptSums } from "./sources/counted.ts";
import { slowly } from "./sources/slow.ts";

/** Scrapes come every 15 seconds or so, from several servers at once too. */
const readingMs = 4_000;
const slowMs = 60_000;

/** The figures for whoever watches from outside. */
export const createObservabilityService = (options: ObservabilityOptions) => {
  const { database, clock, logger, jobs } = options;
  const sources = countedSources(options);
  const sums = keptSums(options);
  let signals = 0;
  options.signals.onAccepted((_owner, taken) => void (signals += taken.length));
  const slow = renewed(() => slowly(options, database, clock()), { clock, ms: slowMs });
  const reading = cached(
    async () =>
      read(
        { slices: options, database, sources, sums },
        {
          now: clock(),
          slow: await slow.value().catch((error: unknown) => {
            logger.warn({ err: error }, "some figures could not be read; the others are told");
            return undefined;
          }),
        },
      ),
    { clock, ms: readingMs },
  );
  const foldDue = () => fold({ database, sources, now: clock() });
  jobs.schedule("metrics.fold", "*/10 * * * *", foldDue);
  let node: Promise<Registry> | undefined;

  return {
    /** Everything: the system's figures, as every process tells them, and this process's own. */
    metrics: async (format: Format): Promise<{ body: string; contentType: string }> => {
      const system = await reading().finally(slow.renew);
      const own = await ownValues(options, { signals, reading: system, now: clock() });
      node ??= collectNode();
      return written(format, { values: together(system.values, own), node: await node });
    },
    /** Dashboards for Grafana, with the bounds of the alerts as they stand. Asked for once in a while: loaded then. */
    grafana: async () => {
      const { dashboardFiles } = await import("./grafana/dashboards.ts");
      return { items: dashboardFiles(await options.alerts.rules.now(database.db), options.config.publicOrigin) };
    },
    /** The alerts as Prometheus' rules: the plain file, or the Operator's manifest. */
    prometheusRules: async (operator: boolean): Promise<string> => {
      const { ruleFile } = await import("./rules/rule-file.ts");
      return ruleFile({ rules: await options.alerts.rules.now(database.db), origin: options.config.publicOrigin, operator });
    },
    /** What is old enough is counted for the last time. */
    fold: foldDue,
  };
};
export type ObservabilityService = ReturnType<typeof createObservabilityService>;
