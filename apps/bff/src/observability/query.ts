import { metricOf, type MetricName } from "./catalogue.ts";

/*
 * Queries of dashboards and rules. What is the system's is told by every process: of the same series the largest counts
 * (`max by`), and only then is anything added up.
 */

type Where = Readonly<Record<string, string>>;
type Of = { by?: readonly string[]; where?: Where };

/** A value with `$` in it is a variable of a dashboard, which may stand for several. */
const matching = (where: Where = {}): string => {
  const parts = Object.entries(where).map(([label, value]) => `${label}${/[$|]/.test(value) ? "=~" : "="}"${value}"`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
};
const grouped = (how: string, by: readonly string[], of: string) =>
  by.length === 0 ? `${how}(${of})` : `${how} by (${by.join(", ")}) (${of})`;

const series = (metric: MetricName, where?: Where, suffix = "") => `${metric}${suffix}${matching(where)}`;
const known = (metric: MetricName, extra: readonly string[] = []) => [...extra, ...metricOf(metric).labels];

/** A gauge of the system by some of its labels: the largest of all that tell it. */
export const largest = (metric: MetricName, { by = [], where }: Of = {}): string => grouped("max", by, series(metric, where));

/** A gauge of the system added up over the labels that are not named. */
export const total = (metric: MetricName, { by = [], where }: Of = {}): string =>
  grouped("sum", by, grouped("max", known(metric), series(metric, where)));

/** How much a counter of the system grew in a time, such as `1h`. */
export const growth = (metric: MetricName, over: string, { by = [], where }: Of = {}): string =>
  grouped("sum", by, grouped("max", known(metric), `increase(${series(metric, where)}[${over}])`));

/** A quantile of a histogram of the system, of what was observed in a time. */
export const quantile = (share: number, metric: MetricName, over: string, { by = [], where }: Of = {}): string =>
  `histogram_quantile(${share}, ${grouped(
    "sum",
    ["le", ...by],
    grouped("max", known(metric, ["le"]), `increase(${series(metric, where, "_bucket")}[${over}])`),
  )})`;

/** Of each process by itself. */
export const each = (metric: MetricName, { by = [], where }: Of = {}): string => grouped("max", ["instance", ...by], series(metric, where));

/** A quantile of what each process measures itself. */
export const eachQuantile = (share: number, metric: MetricName, over: string, { by = [], where }: Of = {}): string =>
  `histogram_quantile(${share}, ${grouped("sum", ["le", ...by], `rate(${series(metric, where, "_bucket")}[${over}])`)})`;
