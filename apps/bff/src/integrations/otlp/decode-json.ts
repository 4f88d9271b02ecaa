import { createBudget, most, type Budget } from "./budget.ts";
import { anyValueIn, attributesIn, BrokenRecord, idIn, isObject, listIn, nanoIn, numberIn, objectIn, textIn } from "./json-values.ts";
import { OtlpRefusal } from "./otlp.errors.ts";
import type { Metric, Origin, Point, Telemetry, TelemetryKind } from "./otlp.types.ts";

/** How the parts of a request are called, by what it brings. */
const names = {
  logs: { resources: "resourceLogs", scopes: "scopeLogs", records: "logRecords" },
  metrics: { resources: "resourceMetrics", scopes: "scopeMetrics", records: "metrics" },
  traces: { resources: "resourceSpans", scopes: "scopeSpans", records: "spans" },
} as const;

/**
 * An OTLP request as JSON. Tolerant as the specification asks: numbers or text, unknown fields, empty
 * values; a record that cannot be read is counted in `rejected` and the others stand. Pure.
 */
export const decodeJson = (kind: TelemetryKind, body: Buffer): Telemetry => {
  const request = parse(body);
  const { resources, scopes, records } = names[kind];
  const telemetry: Telemetry = { logs: [], points: [], spans: [], rejected: 0 };
  const budget = createBudget();
  const each = (list: unknown, take: (item: Record<string, unknown>) => void) =>
    tryRecord(telemetry, () => {
      for (const item of listIn(list)) tryRecord(telemetry, () => take(objectIn(item)));
    });
  if (!Array.isArray(request[resources] ?? [])) throw new OtlpRefusal(400, `${resources} is no list`);
  each(request[resources], (resourceItem) => {
    const resource = attributesIn(objectIn(resourceItem.resource).attributes, budget);
    each(resourceItem[scopes], (scopeItem) => {
      const scope = objectIn(scopeItem.scope);
      const origin: Origin = { resource, scope: { name: textIn(scope.name), version: textIn(scope.version) } };
      each(scopeItem[records], (record) => {
        if (kind === "metrics") return takeMetric({ record, origin, budget, telemetry });
        budget.record();
        if (kind === "logs") telemetry.logs.push(logIn(record, origin, budget));
        else telemetry.spans.push(spanIn(record, origin, budget));
      });
    });
  });
  return telemetry;
};

const tryRecord = (telemetry: Telemetry, take: () => void) => {
  try {
    take();
  } catch (error) {
    if (!(error instanceof BrokenRecord)) throw error;
    telemetry.rejected += 1;
  }
};

const parse = (body: Buffer): Record<string, unknown> => {
  if (body.length === 0) return {};
  refuseTooMany(body);
  let request: unknown;
  try {
    request = JSON.parse(body.toString("utf8"));
  } catch {
    throw new OtlpRefusal(400, "the body is no JSON");
  }
  if (!isObject(request)) throw new OtlpRefusal(400, "the body is no JSON object");
  return request;
};

/** Millions of empty brackets would cost a hundred times their size once parsed: counted before. */
const refuseTooMany = (body: Buffer) => {
  let opened = 0;
  for (let at = 0; at < body.length; at += 1) if (body[at] === 0x7b || body[at] === 0x5b) opened += 1;
  if (opened > 2 * most.values) throw new OtlpRefusal(400, "more values than one request may bring");
};

const logIn = (record: Record<string, unknown>, origin: Origin, budget: Budget) => ({
  ...origin,
  timeNano: nanoIn(record.timeUnixNano),
  observedNano: nanoIn(record.observedTimeUnixNano),
  eventName: textIn(record.eventName),
  body: record.body === undefined || record.body === null ? undefined : anyValueIn(record.body, budget),
  attributes: attributesIn(record.attributes, budget),
  traceId: idIn(record.traceId),
  spanId: idIn(record.spanId),
});

const spanIn = (record: Record<string, unknown>, origin: Origin, budget: Budget) => {
  const status = objectIn(record.status);
  return {
    ...origin,
    name: textIn(record.name),
    traceId: idIn(record.traceId),
    spanId: idIn(record.spanId),
    parentSpanId: idIn(record.parentSpanId),
    startNano: nanoIn(record.startTimeUnixNano),
    endNano: nanoIn(record.endTimeUnixNano),
    attributes: attributesIn(record.attributes, budget),
    failed: numberIn(status.code) === 2,
    message: textIn(status.message),
  };
};

type MetricPart = { record: Record<string, unknown>; origin: Origin; budget: Budget; telemetry: Telemetry };

const takeMetric = ({ record, origin, budget, telemetry }: MetricPart) => {
  const found = shapeOf(record);
  if (!found) return;
  const { kind, data } = found;
  const metric: Metric = {
    name: textIn(record.name),
    unit: textIn(record.unit),
    kind,
    monotonic: kind === "histogram" || data.isMonotonic === true,
    temporality: temporalityOf(numberIn(data.aggregationTemporality)),
  };
  for (const item of listIn(data.dataPoints))
    tryRecord(telemetry, () => {
      budget.record();
      const point = pointIn(objectIn(item), { metric, origin, budget });
      if (point) telemetry.points.push(point);
    });
};

const shapeOf = (record: Record<string, unknown>) => {
  for (const key of ["sum", "gauge", "histogram", "exponentialHistogram"] as const)
    if (isObject(record[key])) return { kind: key === "exponentialHistogram" ? ("histogram" as const) : key, data: record[key] };
  return undefined;
};

export const temporalityOf = (code: number | undefined): Metric["temporality"] =>
  code === 1 ? "delta" : code === 2 ? "cumulative" : "unspecified";

/** The lowest bit of the flags: the point says that there is no value. */
export const noValue = 1;

const pointIn = (record: Record<string, unknown>, { metric, origin, budget }: { metric: Metric; origin: Origin; budget: Budget }) => {
  const startNano = nanoIn(record.startTimeUnixNano);
  const timeNano = nanoIn(record.timeUnixNano);
  const told = metric.kind === "histogram" ? record.sum : (record.asDouble ?? record.asInt);
  const attributes = attributesIn(record.attributes, budget);
  if (told === undefined || told === null || ((numberIn(record.flags) ?? 0) & noValue) !== 0) return undefined;
  const value = numberIn(told);
  if (value === undefined) throw new BrokenRecord("a number was expected");
  return { ...origin, metric, attributes, startNano, timeNano, value } satisfies Point;
};
