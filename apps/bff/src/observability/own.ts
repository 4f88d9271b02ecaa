import type { Registry } from "prom-client";
import type { Values } from "./observability.types.ts";
import type { ObservabilityOptions } from "./parts.ts";

type OwnParts = Pick<ObservabilityOptions, "database" | "timings" | "openStreams" | "checks" | "version">;

/** Names of prom-client's own that break the rules for names, or say nothing of a server that is well. */
const unwanted = /^nodejs_(active_(handles|requests|resources)(_total)?|version_info)$/;

/** What prom-client tells of a Node process: memory, CPU, event loop, garbage collection. */
export const collectNode = async (): Promise<Registry> => {
  const { collectDefaultMetrics, Registry } = await import("prom-client");
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const { name } of registry.getMetricsAsArray()) if (unwanted.test(name)) registry.removeSingleMetric(name);
  return registry;
};

/** What is of this process alone. */
export const ownValues = async (
  { database, timings, openStreams, checks, version }: OwnParts,
  { signals, reading, now }: { signals: number; reading: { at: Date; tookMs: number }; now: Date },
): Promise<Values> => {
  const begun = performance.now();
  const answers = await Promise.all(
    checks().map(async ({ name, run }) => {
      const ok = await Promise.resolve()
        .then(run)
        .then(
          () => true,
          () => false,
        );
      return { name, ok, seconds: (performance.now() - begun) / 1_000 };
    }),
  );
  const ping = answers.find(({ name }) => name === "database");
  const one = (value: number) => [{ labels: {}, value }];
  return {
    beckon_process_info: [{ labels: { version, engine: database.engine }, value: 1 }],
    beckon_process_ready: answers.map(({ name, ok }) => ({ labels: { check: name }, value: ok ? 1 : 0 })),
    ...(ping?.ok ? { beckon_process_database_ping_seconds: one(ping.seconds) } : {}),
    beckon_process_streams: one(openStreams()),
    beckon_process_signals_total: one(signals),
    beckon_process_reading_age_seconds: one(Math.max(0, now.getTime() - reading.at.getTime()) / 1_000),
    beckon_process_reading_duration_seconds: one(reading.tookMs / 1_000),
    beckon_process_http_request_duration_seconds: timings
      .read()
      .map(({ method, route, status, counts, sum }) => ({ labels: { method, route, status }, counts, sum })),
  };
};
