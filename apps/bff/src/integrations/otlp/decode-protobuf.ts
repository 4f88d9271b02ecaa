import { protobuf } from "./load-protobuf.ts";
import { createBudget, type Budget } from "./budget.ts";
import { noValue, temporalityOf } from "./decode-json.ts";
import { OtlpRefusal } from "./otlp.errors.ts";
import type { Attributes, LogRecord, Metric, Origin, Point, Span, Telemetry, TelemetryKind } from "./otlp.types.ts";
import { anyValue, createAttributes, eachField, endOf, id, nano, signed64, text, type Reader } from "./protobuf-values.ts";

/*
 * Read field by field, by the numbers of the protocol, straight into records: a decoder that makes
 * every message an object first would need gigabytes for a body that names millions of empty ones.
 */

type Part = { reader: Reader; end: number; budget: Budget };
type RecordPart = Part & { origin: Origin; telemetry: Telemetry };

/** An OTLP request as protobuf; one that cannot be read to its end is refused as a whole. Pure. */
export const decodeProtobuf = (kind: TelemetryKind, body: Buffer): Telemetry => {
  const telemetry: Telemetry = { logs: [], points: [], spans: [], rejected: 0 };
  const reader = protobuf().Reader.create(body);
  const take = { logs: takeLog, metrics: takeMetric, traces: takeSpan }[kind];
  try {
    const budget = createBudget();
    eachField(reader, body.length, (tag) => {
      if (tag !== 10) return false;
      takeResource({ reader, end: endOf(reader, body.length), budget, telemetry, take });
      return true;
    });
  } catch (error) {
    if (error instanceof OtlpRefusal) throw error;
    throw new OtlpRefusal(400, "the body is no protobuf of this kind");
  }
  return telemetry;
};

type ResourcePart = Part & { telemetry: Telemetry; take: (part: RecordPart) => void };

/** ResourceLogs and its like: 1 resource, 2 scopes. The resource may come after what it is of. */
const takeResource = ({ reader, end, budget, telemetry, take }: ResourcePart) => {
  const scopes: [start: number, end: number][] = [];
  let resource: Attributes = createAttributes().attributes;
  eachField(reader, end, (tag) => {
    if (tag !== 10 && tag !== 18) return false;
    const partEnd = endOf(reader, end);
    if (tag === 10) resource = readAttributes({ reader, end: partEnd, budget, field: 10 });
    else {
      budget.value();
      scopes.push([reader.pos, partEnd]);
      reader.skip(partEnd - reader.pos);
    }
    return true;
  });
  for (const [start, scopeEnd] of scopes) {
    reader.pos = start;
    takeScope({ reader, end: scopeEnd, budget, telemetry, take, resource });
  }
  reader.pos = end;
};

/** ScopeLogs and its like: 1 scope, 2 records. */
const takeScope = ({ reader, end, budget, telemetry, take, resource }: ResourcePart & { resource: Attributes }) => {
  const scope = { name: "", version: "" };
  const origin: Origin = { resource, scope };
  eachField(reader, end, (tag) => {
    if (tag !== 10 && tag !== 18) return false;
    const partEnd = endOf(reader, end);
    if (tag === 18) take({ reader, end: partEnd, budget, telemetry, origin });
    else
      eachField(reader, partEnd, (inner) => {
        if (inner === 10) scope.name = text(reader);
        else if (inner === 18) scope.version = text(reader);
        else return false;
        return true;
      });
    return true;
  });
};

const readAttributes = ({ reader, end, budget, field }: Part & { field: number }): Attributes => {
  const { attributes, take } = createAttributes();
  eachField(reader, end, (tag) => tag === field && take(reader, endOf(reader, end), { budget }));
  return attributes;
};

/** LogRecord: 1 time, 5 body, 6 attributes, 9 trace, 10 span, 11 observed, 12 event name. */
const takeLog = ({ reader, end, budget, telemetry, origin }: RecordPart) => {
  budget.record();
  const { attributes, take } = createAttributes();
  const record: LogRecord = {
    ...origin,
    timeNano: 0n,
    observedNano: 0n,
    eventName: "",
    body: undefined,
    attributes,
    traceId: "",
    spanId: "",
  };
  eachField(reader, end, (tag) => {
    if (tag === 9) record.timeNano = nano(reader);
    else if (tag === 42) record.body = anyValue(reader, endOf(reader, end), budget);
    else if (tag === 50) take(reader, endOf(reader, end), { budget });
    else if (tag === 74) record.traceId = id(reader);
    else if (tag === 82) record.spanId = id(reader);
    else if (tag === 89) record.observedNano = nano(reader);
    else if (tag === 98) record.eventName = text(reader);
    else return false;
    return true;
  });
  telemetry.logs.push(record);
};

/** Span: 1 trace, 2 span, 4 parent, 5 name, 7 start, 8 end, 9 attributes, 15 status (2 message, 3 code). */
const takeSpan = ({ reader, end, budget, telemetry, origin }: RecordPart) => {
  budget.record();
  const { attributes, take } = createAttributes();
  const span: Span = {
    ...origin,
    ...{ name: "", traceId: "", spanId: "", parentSpanId: "", startNano: 0n, endNano: 0n, attributes, failed: false, message: "" },
  };
  eachField(reader, end, (tag) => {
    if (tag === 10) span.traceId = id(reader);
    else if (tag === 18) span.spanId = id(reader);
    else if (tag === 34) span.parentSpanId = id(reader);
    else if (tag === 42) span.name = text(reader);
    else if (tag === 57) span.startNano = nano(reader);
    else if (tag === 65) span.endNano = nano(reader);
    else if (tag === 74) take(reader, endOf(reader, end), { budget });
    else if (tag === 122)
      eachField(reader, endOf(reader, end), (inner) => {
        if (inner === 18) span.message = text(reader);
        else if (inner === 24) span.failed = reader.uint32() === 2;
        else return false;
        return true;
      });
    else return false;
    return true;
  });
  telemetry.spans.push(span);
};

/** By the field of Metric that holds the points: 5 gauge, 7 sum, 9 histogram, 10 exponential histogram. */
const shapes: Record<number, { kind: Metric["kind"]; sum: number; attributes: number }> = {
  42: { kind: "gauge", sum: 0, attributes: 58 },
  58: { kind: "sum", sum: 0, attributes: 58 },
  74: { kind: "histogram", sum: 41, attributes: 74 },
  82: { kind: "histogram", sum: 41, attributes: 10 },
};

/** Metric: 1 name, 3 unit, then its data: 1 points, 2 temporality, 3 monotonic. Name and temporality may come after the points. */
const takeMetric = ({ reader, end, budget, telemetry, origin }: RecordPart) => {
  const metric: Metric = { name: "", unit: "", kind: "gauge", monotonic: false, temporality: "unspecified" };
  eachField(reader, end, (tag) => {
    const shape = shapes[tag];
    if (shape) takePoints({ reader, end: endOf(reader, end), budget, telemetry, origin, metric, shape });
    else if (tag === 10) metric.name = text(reader);
    else if (tag === 26) metric.unit = text(reader);
    else return false;
    return true;
  });
};

type PointsPart = RecordPart & { metric: Metric; shape: (typeof shapes)[number] };

const takePoints = ({ reader, end, budget, telemetry, origin, metric, shape }: PointsPart) => {
  metric.kind = shape.kind;
  metric.monotonic = shape.kind === "histogram";
  eachField(reader, end, (tag) => {
    if (tag === 10) {
      budget.record();
      const point = readPoint({ reader, end: endOf(reader, end), budget, origin, metric, shape });
      if (point) telemetry.points.push(point);
    } else if (tag === 16 && shape.kind !== "gauge") metric.temporality = temporalityOf(reader.uint32());
    else if (tag === 24 && shape.kind === "sum") metric.monotonic = reader.bool();
    else return false;
    return true;
  });
};

/** NumberDataPoint: 2 start, 3 time, 4 double, 6 integer, 8 flags. Histograms: 5 sum, 10 flags. */
const readPoint = ({
  reader,
  end,
  budget,
  origin,
  metric,
  shape,
}: Part & { origin: Origin; metric: Metric; shape: PointsPart["shape"] }) => {
  const { attributes, take } = createAttributes();
  let startNano = 0n;
  let timeNano = 0n;
  let value: number | undefined;
  let flags = 0;
  const histogram = shape.kind === "histogram";
  eachField(reader, end, (tag) => {
    if (tag === 17) startNano = nano(reader);
    else if (tag === 25) timeNano = nano(reader);
    else if (tag === shape.attributes) take(reader, endOf(reader, end), { budget });
    else if (tag === (histogram ? shape.sum : 33)) value = reader.double();
    else if (tag === 49 && !histogram) value = signed64(reader);
    else if (tag === (histogram ? 80 : 64)) flags = reader.uint32();
    else return false;
    return true;
  });
  if (value === undefined || (flags & noValue) !== 0) return undefined;
  return { ...origin, metric, attributes, startNano, timeNano, value } satisfies Point;
};
