/*
 * OpenTelemetry records as plain values, whichever encoding they came in. Resource and scope are
 * shared by the records under them.
 */

/** 64-bit integers are numbers where they are safe, else decimal text; bytes are base64. What has no value is left out. */
export type Value = string | number | boolean | Value[] | { [key: string]: Value };
export type Attributes = { readonly [key: string]: Value };

export type Origin = { resource: Attributes; scope: { name: string; version: string } };

/** Times are nanoseconds since 1970; 0 is "not told". Ids are lower-case hex. */
export type LogRecord = Origin & {
  timeNano: bigint;
  observedNano: bigint;
  eventName: string;
  body: Value | undefined;
  attributes: Attributes;
  traceId: string;
  spanId: string;
};

export type Metric = {
  name: string;
  unit: string;
  kind: "sum" | "gauge" | "histogram";
  /** Only grows: true for histograms. */
  monotonic: boolean;
  temporality: "delta" | "cumulative" | "unspecified";
};

/** One point of a metric; of a histogram, its sum. */
export type Point = Origin & { metric: Metric; attributes: Attributes; startNano: bigint; timeNano: bigint; value: number };

export type Span = Origin & {
  name: string;
  traceId: string;
  spanId: string;
  /** Empty for a root. */
  parentSpanId: string;
  startNano: bigint;
  endNano: bigint;
  attributes: Attributes;
  failed: boolean;
  message: string;
};

/** The last part of the path: `/otlp/v1/<kind>`. */
export type TelemetryKind = "logs" | "metrics" | "traces";

/** What one request brought. `rejected`: records that could not be read; the others count. */
export type Telemetry = { logs: LogRecord[]; points: Point[]; spans: Span[]; rejected: number };
