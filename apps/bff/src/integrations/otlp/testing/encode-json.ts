import type { TelemetryKind } from "../otlp.types.ts";
import { isInteger, type Attribute, type Request } from "./telemetry-request.ts";

type Json = Record<string, unknown>;

/** One way of JSON to say the same: integers and times as text or as numbers, hex in either case. */
export type Style = { integersAsText: boolean; upperHex: boolean; extraFields: boolean };

const anyJson = (value: Attribute[1], style: Style): Json => {
  if (value === undefined) return {};
  if (isInteger(value))
    return { intValue: style.integersAsText || !Number.isSafeInteger(Number(value.int)) ? value.int : Number(value.int) };
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return { doubleValue: Number.isFinite(value) ? value : String(value) };
  if (Array.isArray(value)) return { arrayValue: { values: value.map((each) => anyJson(each, style)) } };
  return { kvlistValue: { values: Object.entries(value).map(([key, each]) => ({ key, value: anyJson(each, style) })) } };
};

const attributesJson = (attributes: Attribute[], style: Style) => attributes.map(([key, value]) => ({ key, value: anyJson(value, style) }));
const hexJson = (id: string, { upperHex }: Style) => (upperHex ? id.toUpperCase() : id);
const extra = ({ extraFields }: Style): Json =>
  extraFields ? { fieldOfTomorrow: { nested: [1, { deep: null }] }, droppedAttributesCount: 0 } : {};

const recordsJson = (kind: TelemetryKind, request: Request, style: Style): Json[] => {
  if (kind === "logs")
    return request.logs.map((log) => ({
      timeUnixNano: String(log.time),
      observedTimeUnixNano: String(log.observed),
      eventName: log.eventName,
      ...(log.body === undefined ? {} : { body: { stringValue: log.body } }),
      attributes: attributesJson(log.attributes, style),
      traceId: hexJson(log.traceId, style),
      spanId: hexJson(log.spanId, style),
      ...extra(style),
    }));
  if (kind === "traces")
    return request.spans.map((span) => ({
      name: span.name,
      traceId: hexJson(span.traceId, style),
      spanId: hexJson(span.spanId, style),
      parentSpanId: hexJson(span.parentSpanId, style),
      kind: 3,
      startTimeUnixNano: String(span.start),
      endTimeUnixNano: String(span.end),
      attributes: attributesJson(span.attributes, style),
      status: { code: span.code, message: span.message },
      ...extra(style),
    }));
  return request.metrics.map((metric) => ({
    name: metric.name,
    unit: metric.unit,
    ...extra(style),
    [metric.shape]: {
      ...(metric.shape === "gauge" ? {} : { aggregationTemporality: metric.temporality }),
      ...(metric.shape === "sum" ? { isMonotonic: metric.monotonic } : {}),
      dataPoints: metric.points.map((point) => ({
        startTimeUnixNano: String(point.start),
        timeUnixNano: String(point.time),
        ...(metric.shape === "sum" || metric.shape === "gauge"
          ? point.integer
            ? { asInt: style.integersAsText ? String(point.value) : point.value }
            : { asDouble: point.value }
          : { sum: point.value, count: "3", bucketCounts: ["1", "2"], explicitBounds: [10] }),
        attributes: attributesJson(point.attributes, style),
        ...(point.flags ? { flags: point.flags } : {}),
        ...extra(style),
      })),
    },
  }));
};

const names = {
  logs: ["resourceLogs", "scopeLogs", "logRecords"],
  metrics: ["resourceMetrics", "scopeMetrics", "metrics"],
  traces: ["resourceSpans", "scopeSpans", "spans"],
} as const;

const plainStyle: Style = { integersAsText: true, upperHex: false, extraFields: false };

export const toJson = (kind: TelemetryKind, requests: Request[], style: Style = plainStyle): Buffer => {
  const [resources, scopes, records] = names[kind];
  return Buffer.from(
    JSON.stringify({
      [resources]: requests.map((request) => ({
        resource: { attributes: attributesJson(request.resource, style) },
        [scopes]: [{ scope: request.scope, [records]: recordsJson(kind, request, style) }],
        ...extra(style),
      })),
    }),
  );
};
