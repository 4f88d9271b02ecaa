import protobuf from "protobufjs";
import type { TelemetryKind } from "../otlp.types.ts";
import { isInteger, type Attribute, type Request } from "./telemetry-request.ts";

/*
 * By protobufjs' own reflection over the field numbers, so that the decoder is not tested against
 * itself.
 */

type Json = Record<string, unknown>;

const field = (id: number, type: string, rule?: "repeated") => ({ id, type, ...(rule ? { rule } : {}) });

/** The messages by their field numbers, fields that are only skipped included. */
const root = protobuf.Root.fromJSON({
  nested: {
    Any: {
      oneofs: { value: { oneof: ["string", "bool", "int", "double", "list", "map", "bytes"] } },
      fields: {
        string: field(1, "string"),
        bool: field(2, "bool"),
        int: field(3, "int64"),
        double: field(4, "double"),
        list: field(5, "List"),
        map: field(6, "Map"),
        bytes: field(7, "bytes"),
      },
    },
    List: { fields: { values: field(1, "Any", "repeated") } },
    Map: { fields: { values: field(1, "Pair", "repeated") } },
    Pair: { fields: { key: field(1, "string"), value: field(2, "Any") } },
    Resource: { fields: { attributes: field(1, "Pair", "repeated"), dropped: field(2, "uint32") } },
    Scope: { fields: { name: field(1, "string"), version: field(2, "string"), attributes: field(3, "Pair", "repeated") } },
    Log: {
      fields: {
        time: field(1, "fixed64"),
        severity: field(2, "int32"),
        severityText: field(3, "string"),
        body: field(5, "Any"),
        attributes: field(6, "Pair", "repeated"),
        flags: field(8, "fixed32"),
        traceId: field(9, "bytes"),
        spanId: field(10, "bytes"),
        observed: field(11, "fixed64"),
        eventName: field(12, "string"),
      },
    },
    Span: {
      fields: {
        traceId: field(1, "bytes"),
        spanId: field(2, "bytes"),
        parentSpanId: field(4, "bytes"),
        name: field(5, "string"),
        kind: field(6, "int32"),
        start: field(7, "fixed64"),
        end: field(8, "fixed64"),
        attributes: field(9, "Pair", "repeated"),
        status: field(15, "Status"),
        flags: field(16, "fixed32"),
      },
    },
    Status: { fields: { message: field(2, "string"), code: field(3, "int32") } },
    Metric: {
      oneofs: { data: { oneof: ["gauge", "sum", "histogram", "exponentialHistogram"] } },
      fields: {
        name: field(1, "string"),
        description: field(2, "string"),
        unit: field(3, "string"),
        gauge: field(5, "Numbers"),
        sum: field(7, "Numbers"),
        histogram: field(9, "Histograms"),
        exponentialHistogram: field(10, "Exponentials"),
      },
    },
    Numbers: { fields: { points: field(1, "Number", "repeated"), temporality: field(2, "int32"), monotonic: field(3, "bool") } },
    Number: {
      oneofs: { value: { oneof: ["double", "int"] } },
      fields: {
        start: field(2, "fixed64"),
        time: field(3, "fixed64"),
        double: field(4, "double"),
        int: field(6, "sfixed64"),
        attributes: field(7, "Pair", "repeated"),
        flags: field(8, "uint32"),
      },
    },
    Histograms: { fields: { points: field(1, "Histogram", "repeated"), temporality: field(2, "int32") } },
    Histogram: {
      fields: {
        start: field(2, "fixed64"),
        time: field(3, "fixed64"),
        count: field(4, "fixed64"),
        sum: field(5, "double"),
        buckets: { ...field(6, "fixed64", "repeated"), options: { packed: true } },
        bounds: { ...field(7, "double", "repeated"), options: { packed: true } },
        attributes: field(9, "Pair", "repeated"),
        flags: field(10, "uint32"),
      },
    },
    Exponentials: { fields: { points: field(1, "Exponential", "repeated"), temporality: field(2, "int32") } },
    Exponential: {
      fields: {
        attributes: field(1, "Pair", "repeated"),
        start: field(2, "fixed64"),
        time: field(3, "fixed64"),
        count: field(4, "fixed64"),
        sum: field(5, "double"),
        flags: field(10, "uint32"),
      },
    },
    ...Object.fromEntries(
      ["Log", "Metric", "Span"].flatMap((record) => [
        [`${record}Scope`, { fields: { scope: field(1, "Scope"), records: field(2, record, "repeated"), schemaUrl: field(3, "string") } }],
        [`${record}Resource`, { fields: { resource: field(1, "Resource"), scopes: field(2, `${record}Scope`, "repeated") } }],
        [`${record}Request`, { fields: { resources: field(1, `${record}Resource`, "repeated") } }],
      ]),
    ),
  },
} as Parameters<typeof protobuf.Root.fromJSON>[0]);

const Long = protobuf.util.Long as unknown as { fromString(text: string, unsigned: boolean): unknown };
const long = (value: bigint | string, unsigned = false) => Long.fromString(String(value), unsigned);

const anyProto = (value: Attribute[1]): Json => {
  if (value === undefined) return {};
  if (isInteger(value)) return { int: long(value.int) };
  if (typeof value === "string") return { string: value };
  if (typeof value === "boolean") return { bool: value };
  if (typeof value === "number") return { double: value };
  if (Array.isArray(value)) return { list: { values: value.map((each) => anyProto(each)) } };
  return { map: { values: Object.entries(value).map(([key, each]) => ({ key, value: anyProto(each) })) } };
};

const attributesProto = (attributes: Attribute[]) => attributes.map(([key, value]) => ({ key, value: anyProto(value) }));
const bytes = (hex: string) => Buffer.from(hex, "hex");

const recordsProto = (kind: TelemetryKind, request: Request): Json[] => {
  if (kind === "logs")
    return request.logs.map((log) => ({
      time: long(log.time, true),
      severity: 9,
      severityText: "INFO",
      ...(log.body === undefined ? {} : { body: { string: log.body } }),
      attributes: attributesProto(log.attributes),
      flags: 1,
      traceId: bytes(log.traceId),
      spanId: bytes(log.spanId),
      observed: long(log.observed, true),
      eventName: log.eventName,
    }));
  if (kind === "traces")
    return request.spans.map((span) => ({
      ...{ traceId: bytes(span.traceId), spanId: bytes(span.spanId), parentSpanId: bytes(span.parentSpanId), name: span.name, kind: 3 },
      ...{ start: long(span.start, true), end: long(span.end, true), attributes: attributesProto(span.attributes) },
      ...{ status: { code: span.code, message: span.message }, flags: 1 },
    }));
  return request.metrics.map((metric) => ({
    name: metric.name,
    description: "described",
    unit: metric.unit,
    [metric.shape]: {
      temporality: metric.shape === "gauge" ? 0 : metric.temporality,
      ...(metric.shape === "sum" ? { monotonic: metric.monotonic } : {}),
      points: metric.points.map((point) => ({
        start: long(point.start, true),
        time: long(point.time, true),
        ...(metric.shape === "sum" || metric.shape === "gauge"
          ? point.integer
            ? { int: long(BigInt(point.value)) }
            : { double: point.value }
          : { sum: point.value, count: 3, ...(metric.shape === "histogram" ? { buckets: [1, 2], bounds: [10] } : {}) }),
        attributes: attributesProto(point.attributes),
        flags: point.flags,
      })),
    },
  }));
};

const recordNames = { logs: "Log", metrics: "Metric", traces: "Span" } as const;

export const toProtobuf = (kind: TelemetryKind, requests: Request[]): Buffer => {
  const type = root.lookupType(`${recordNames[kind]}Request`);
  const resources = requests.map((request) => ({
    resource: { attributes: attributesProto(request.resource), dropped: 1 },
    scopes: [{ scope: request.scope, records: recordsProto(kind, request), schemaUrl: "https://example.test/schema" }],
  }));
  return Buffer.from(type.encode(type.create({ resources })).finish());
};
