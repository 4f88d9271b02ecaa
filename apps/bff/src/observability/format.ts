import type { MetricValue, Registry } from "prom-client";
import { metricNames, metricOf } from "./catalogue.ts";
import { isSpread, type Sample, type Values } from "./observability.types.ts";

export type Format = "text" | "openmetrics";

/** What a registry asks of a metric; prom-client's own types want a class of its own. */
type Told = { name: string; help: string; type: string; values: MetricValue<string>[] };
const registered = (told: Told) => {
  const metric = { name: told.name, help: told.help, type: told.type, get: async () => ({ ...told, name: metric.name }) };
  return metric;
};

/** All of it as Prometheus reads it. A registry is made for each answer: writing OpenMetrics changes the names in it. */
export const written = async (
  format: Format,
  { values, node }: { values: Values; node: Registry },
): Promise<{ body: string; contentType: string }> => {
  const { Registry } = await import("prom-client");
  const registry: Registry = new Registry();
  if (format === "openmetrics") registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as never);
  for (const name of metricNames) {
    const samples = values[name];
    if (!samples || samples.length === 0) continue;
    const { help, type, buckets = [] } = metricOf(name);
    registry.registerMetric(registered({ name, help, type, values: samples.flatMap((sample) => lines(name, buckets, sample)) }) as never);
  }
  for (const { name, help, type, values: own } of (await node.getMetricsAsJSON()) as unknown as (Omit<Told, "type"> & { type: string })[])
    registry.registerMetric(registered({ name, help, type, values: own }) as never);
  return { body: await registry.metrics(), contentType: registry.contentType };
};

/** A histogram's buckets say how many lie up to their bound. */
const lines = (name: string, buckets: readonly number[], sample: Sample): MetricValue<string>[] => {
  const { labels } = sample;
  if (!isSpread(sample)) return [{ labels, value: sample.value }] as MetricValue<string>[];
  let count = 0;
  const upTo = sample.counts.map((own, index) => {
    count += own;
    return {
      metricName: `${name}_bucket`,
      labels: { ...labels, le: buckets[index] === undefined ? "+Inf" : String(buckets[index]) },
      value: count,
    };
  });
  return [
    ...upTo,
    { metricName: `${name}_sum`, labels, value: sample.sum },
    { metricName: `${name}_count`, labels, value: count },
  ] as unknown as MetricValue<string>[];
};

/** OpenMetrics for whoever asks for it, and prefers it to the text format. */
export const formatFor = (accept: string | undefined): Format => {
  const weighed = (accept ?? "").split(",").map((part) => {
    const [type = "", ...parameters] = part.trim().toLowerCase().split(";");
    const weight = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find((found) => found !== undefined);
    return { type: type.trim(), weight: weight === undefined ? 1 : Number(weight) };
  });
  const best = (names: readonly string[]) => Math.max(0, ...weighed.filter(({ type }) => names.includes(type)).map(({ weight }) => weight));
  const openmetrics = best(["application/openmetrics-text"]);
  return openmetrics > 0 && openmetrics >= best(["text/plain"]) ? "openmetrics" : "text";
};
