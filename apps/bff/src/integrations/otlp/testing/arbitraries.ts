import fc from "fast-check";
import type { Attribute, Log, Metric, Point, Request, Span } from "./telemetry-request.ts";

const nano = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
const hex = (bytes: number) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((id) => Buffer.from(id).toString("hex")) },
    { weight: 1, arbitrary: fc.constant("") },
  );
/** What protobuf can carry: well-formed text. */
const text = fc.string({ unit: "grapheme", maxLength: 20 });
const integer = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((int) => ({ int: String(int) }));
/** JSON has no negative zero. */
const double = fc.double().map((value) => value + 0);
const leaf = fc.oneof(text, fc.boolean(), double, integer, fc.constant(undefined));
const key = fc.oneof(text, fc.constantFrom("__proto__", "constructor", "session.id", "", "int"));
const value = fc.oneof(
  { weight: 6, arbitrary: leaf },
  { weight: 1, arbitrary: fc.array(fc.oneof(text, fc.boolean()), { maxLength: 4 }) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom("a", "b", "c"), text, { maxKeys: 3 }) },
) as fc.Arbitrary<Attribute[1]>;
const attributes = fc.array(fc.tuple(key, value), { maxLength: 6 });

const log: fc.Arbitrary<Log> = fc.record({
  ...{ time: nano, observed: nano, eventName: text, body: fc.option(text, { nil: undefined }) },
  ...{ attributes, traceId: hex(16), spanId: hex(8) },
});

const point: fc.Arbitrary<Point> = fc.boolean().chain((isWhole) =>
  fc.record({
    ...{ start: nano, time: nano, attributes, flags: fc.constantFrom(0, 0, 0, 1, 2) },
    ...{ integer: fc.constant(isWhole), value: isWhole ? fc.maxSafeInteger() : double },
  }),
);

const metric: fc.Arbitrary<Metric> = fc.record({
  ...{ name: text, unit: text, shape: fc.constantFrom("sum", "gauge", "histogram", "exponentialHistogram") },
  ...{ temporality: fc.constantFrom(0, 1, 2), monotonic: fc.boolean(), points: fc.array(point, { maxLength: 4 }) },
});

const span: fc.Arbitrary<Span> = fc.record({
  ...{ name: text, traceId: hex(16), spanId: hex(8), parentSpanId: hex(8), start: nano, end: nano, attributes },
  ...{ code: fc.constantFrom(0, 1, 2), message: text },
});

export const request: fc.Arbitrary<Request> = fc.record({
  resource: attributes,
  scope: fc.record({ name: text, version: text }),
  logs: fc.array(log, { maxLength: 4 }),
  metrics: fc.array(metric, { maxLength: 3 }),
  spans: fc.array(span, { maxLength: 4 }),
});
