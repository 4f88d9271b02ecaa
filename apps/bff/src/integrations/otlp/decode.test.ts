import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeJson } from "./decode-json.ts";
import { decodeProtobuf } from "./decode-protobuf.ts";
import { OtlpRefusal } from "./otlp.errors.ts";
import type { TelemetryKind } from "./otlp.types.ts";
import { request } from "./testing/arbitraries.ts";
import { toJson } from "./testing/encode-json.ts";
import { toProtobuf } from "./testing/encode-protobuf.ts";
import type { Request } from "./testing/telemetry-request.ts";

const kinds = ["logs", "metrics", "traces"] as const;
const kind = fc.constantFrom<TelemetryKind>(...kinds);
const json = (value: unknown) => decodeJson("logs", Buffer.from(JSON.stringify(value)));

const bare: Request = { resource: [], scope: { name: "", version: "" }, logs: [], metrics: [], spans: [] };

describe("the same telemetry", () => {
  test("is the same records in either encoding, however JSON puts it", () => {
    const style = fc.record({ integersAsText: fc.boolean(), upperHex: fc.boolean(), extraFields: fc.boolean() });
    fc.assert(
      fc.property(kind, fc.array(request, { maxLength: 3 }), style, (kind, requests, style) => {
        const read = decodeJson(kind, toJson(kind, requests, style));
        expect(read.rejected).toBe(0);
        expect(decodeProtobuf(kind, toProtobuf(kind, requests))).toEqual(read);
      }),
      { numRuns: 400 },
    );
  });

  test("keeps what it says", () => {
    const log = { time: 5n, observed: 6n, eventName: "e", body: "b", traceId: "0a".repeat(16), spanId: "0b".repeat(8) };
    const attributes = [
      ["number", { int: "12" }],
      ["large", { int: "9007199254740993" }],
      ["empty", undefined],
      ["__proto__", "only a key"],
    ] as Request["resource"];
    const requests = [{ ...bare, resource: [["service.name", "x"]] as Request["resource"], logs: [{ ...log, attributes }] }];
    for (const read of [decodeJson("logs", toJson("logs", requests)), decodeProtobuf("logs", toProtobuf("logs", requests))]) {
      const [record] = read.logs;
      expect(record).toMatchObject({ timeNano: 5n, observedNano: 6n, eventName: "e", body: "b", traceId: log.traceId, spanId: log.spanId });
      expect(Object.entries(record?.attributes ?? {})).toEqual([
        ["number", 12],
        ["large", "9007199254740993"],
        ["__proto__", "only a key"],
      ]);
      expect(record?.resource["service.name"]).toBe("x");
    }
  });

  test("a point that says it has no value is none; a histogram is its sum", () => {
    const point = { start: 1n, time: 2n, integer: false, attributes: [] };
    const metric = { name: "m", unit: "t", temporality: 2 as const, monotonic: true };
    const requests: Request[] = [
      {
        ...bare,
        metrics: [
          { ...metric, shape: "sum", points: [{ ...point, value: 1.5, flags: 1 }] },
          { ...metric, shape: "exponentialHistogram", points: [{ ...point, value: 7, flags: 0 }] },
        ],
      },
    ];
    for (const read of [decodeJson("metrics", toJson("metrics", requests)), decodeProtobuf("metrics", toProtobuf("metrics", requests))])
      expect(read.points).toMatchObject([{ value: 7, metric: { kind: "histogram", monotonic: true, temporality: "cumulative" } }]);
  });
});

describe("JSON", () => {
  test("a record that cannot be read does not lose the others", () => {
    const good = { body: { stringValue: "good" } };
    const logRecords = [good, 5, null, { timeUnixNano: "soon" }, { attributes: "none" }, { body: 7 }, good];
    const read = json({ resourceLogs: [{ scopeLogs: [{ logRecords }, { logRecords: 3 }, "x"] }, 9, {}] });
    expect(read.logs.map(({ body }) => body)).toEqual(["good", undefined, undefined, "good"]);
    // Five, the time, the attributes, the list, the scope, the resource; `null` and an odd body are only empty.
    expect(read.rejected).toBe(6);
  });

  test("numbers and text are the same, and what is empty is nothing", () => {
    const attribute = (key: string, value: unknown) => ({ key, value });
    const attributes = [
      attribute("text", { intValue: "12" }),
      attribute("number", { intValue: 12 }),
      attribute("nan", { doubleValue: "NaN" }),
      attribute("empty", {}),
      attribute("none", undefined),
      attribute("wrong", { intValue: "twelve" }),
      { value: { stringValue: "keyless" } },
      "no pair",
    ];
    const [record] = json({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ timeUnixNano: 5, attributes }] }] }] }).logs;
    expect(record?.timeNano).toBe(5n);
    expect({ ...record?.attributes }).toEqual({ text: 12, number: 12, nan: Number.NaN });
  });

  test.each(["", "{}", '{"resourceLogs":null}', '{"resourceLogs":[]}'])("%j is an empty request", (body) => {
    expect(decodeJson("logs", Buffer.from(body))).toEqual({ logs: [], points: [], spans: [], rejected: 0 });
  });

  test.each(["null", "[]", "5", '"x"', "{", "\0", '{"resourceLogs":5}', "[".repeat(100_000)])("body %# is refused", (body) => {
    expect(() => decodeJson("logs", Buffer.from(body))).toThrow(OtlpRefusal);
  });
});

describe("bounds", () => {
  test("more values or records than anybody honest sends are refused before they cost memory", () => {
    expect(() => decodeJson("logs", Buffer.from(`{"resourceLogs":[${"{},".repeat(2_700_000)}{}]}`))).toThrow("more values");
    // 8 MiB of log records without a byte in them.
    const empty = Buffer.alloc(8_388_608).fill(Buffer.from([0x12, 0x00]));
    const nested = (tag: number, inner: Buffer) => Buffer.concat([Buffer.from([tag]), varint(inner.length), inner]);
    const before = process.memoryUsage().heapUsed;
    expect(() => decodeProtobuf("logs", nested(0x0a, nested(0x12, empty)))).toThrow("more than 200000 records");
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(200 * 1_048_576);
  });

  test("values that lie too deep, and attributes beyond the bound, are left out", () => {
    const deep = `${'{"arrayValue":{"values":['.repeat(5_000)}{"stringValue":"bottom"}${"]}}".repeat(5_000)}`;
    const many = Array.from({ length: 400 }, (_, index) => ({ key: `k${index}`, value: { boolValue: true } }));
    const long = [{ key: "long", value: { stringValue: "x".repeat(100_000) } }];
    const records = `{"body":${deep},"attributes":${JSON.stringify(many)}},{"attributes":${JSON.stringify(long)}}`;
    const { logs } = decodeJson("logs", Buffer.from(`{"resourceLogs":[{"scopeLogs":[{"logRecords":[${records}]}]}]}`));
    expect(JSON.stringify(logs[0]?.body)).toBe("[[[[[[[[]]]]]]]]");
    expect(Object.keys(logs[0]?.attributes ?? {})).toHaveLength(256);
    expect(logs[1]?.attributes.long).toHaveLength(65_536);
  });
});

const varint = (value: number): Buffer => {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
};

describe("what nobody meant to send", () => {
  const survives = (kind: TelemetryKind, body: Buffer) => {
    for (const decode of [decodeJson, decodeProtobuf])
      try {
        decode(kind, body);
      } catch (error) {
        expect(error).toBeInstanceOf(OtlpRefusal);
      }
  };

  test("random bytes", () => {
    fc.assert(
      fc.property(kind, fc.uint8Array({ maxLength: 400 }), (kind, bytes) => survives(kind, Buffer.from(bytes))),
      { numRuns: 2_000 },
    );
  });

  test("a right request, cut off or with a byte changed", () => {
    const change = fc.record({ at: fc.nat(), byte: fc.nat(255), cut: fc.boolean() });
    fc.assert(
      fc.property(
        kind,
        fc.array(request, { maxLength: 2 }),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (kind, requests, changes) => {
          for (const body of [toProtobuf(kind, requests), toJson(kind, requests)]) {
            let mutated = Buffer.from(body);
            for (const { at, byte, cut } of changes) {
              if (mutated.length === 0) break;
              if (cut) mutated = mutated.subarray(0, at % mutated.length);
              else mutated[at % mutated.length] = byte;
            }
            survives(kind, mutated);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });

  test("a protobuf request that is cut off is refused, never half taken", () => {
    const whole = toProtobuf("traces", [
      {
        ...bare,
        spans: [
          { name: "n", traceId: "", spanId: "", parentSpanId: "", start: 1n, end: 2n, attributes: [["a", "b"]], code: 0, message: "" },
        ],
      },
    ]);
    for (let length = 1; length < whole.length; length += 1)
      expect(() => decodeProtobuf("traces", whole.subarray(0, length))).toThrow(OtlpRefusal);
    expect(decodeProtobuf("traces", whole).spans).toHaveLength(1);
  });
});
