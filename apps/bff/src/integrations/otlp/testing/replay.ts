import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { signal, type Signal } from "@beckon/contracts/signals";
import { expect } from "vitest";
import type { Counter } from "../counters.ts";
import { decodeJson } from "../decode-json.ts";
import { decodeProtobuf } from "../decode-protobuf.ts";
import type { Telemetry, TelemetryKind } from "../otlp.types.ts";
import type { Context } from "../teller.ts";
import { toReadings } from "../to-signals.ts";

const context: Context = { now: new Date("2026-11-21T03:00:00Z") };

/** The requests of a captured run: one a line, in their own order. */
export const requestsOf = (vendor: string, run: string): { kind: TelemetryKind; body: unknown }[] =>
  readFileSync(fileURLToPath(new URL(`../../${vendor}/fixtures/otlp-${run}.jsonl`, import.meta.url)), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { kind: TelemetryKind; body: unknown });

/** The body of a captured protobuf request, as it came. */
export const bodyOf = (vendor: string, name: string): Buffer =>
  gunzipSync(readFileSync(fileURLToPath(new URL(`../../${vendor}/fixtures/otlp-${name}.bin.gz`, import.meta.url))));

/** What requests say: each fact once, held against its contract; without what is of a hidden conversation. */
export const readAll = (requests: readonly Telemetry[], given: Context = context) => {
  const facts = new Map<string, Signal>();
  const hidden = new Set<string>();
  const counters: Counter[] = [];
  let repeated = 0;
  for (const reading of requests.flatMap((request) => toReadings(request, given))) {
    for (const session of reading.hidden ?? []) hidden.add(session);
    counters.push(...(reading.counters ?? []));
    for (const one of reading.signals) {
      // Nothing is undefined, nothing is cut off or added: what is stored is what is meant.
      expect(signal.parse(one)).toEqual(one);
      expect(JSON.parse(JSON.stringify(one))).toStrictEqual(one);
      if (facts.has(one.id)) repeated += 1;
      else facts.set(one.id, one);
    }
  }
  const signals = [...facts.values()].filter(({ session }) => !hidden.has(session ?? ""));
  return { signals, counters, hidden: [...hidden], repeated };
};

export const replay = (vendor: string, run: string, given?: Context) =>
  readAll(
    requestsOf(vendor, run).map(({ kind, body }) => decodeJson(kind, Buffer.from(JSON.stringify(body)))),
    given,
  );

export const replayProtobuf = (vendor: string, run: string) =>
  readAll((["traces", "logs", "metrics"] as const).map((kind) => decodeProtobuf(kind, bodyOf(vendor, `${run}-${kind}`))));

type Called = Extract<Signal, { kind: "model.called" }>;

/** Calls of one channel, added up. */
export const usageOf = (signals: readonly Signal[], channel: "event" | "span") => {
  const calls = signals.filter((one): one is Called => one.kind === "model.called" && one.data.channel === channel);
  const sum = (of: (call: Called) => number) => calls.reduce((total, call) => total + of(call), 0);
  return {
    calls: calls.length,
    input: sum(({ data }) => data.tokens.input),
    output: sum(({ data }) => data.tokens.output),
    cacheRead: sum(({ data }) => data.tokens.cacheRead),
    cacheWrite: sum(({ data }) => data.tokens.cacheWrite),
    micros: sum(({ data }) => data.costMicros ?? 0),
  };
};

export const kindsOf = (signals: readonly Signal[]): Record<string, number> =>
  Object.fromEntries(
    [...Map.groupBy(signals, ({ kind }) => kind)]
      .map(([kind, list]) => [kind, list.length] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  );

export const only = <K extends Signal["kind"]>(signals: readonly Signal[], kind: K) =>
  signals.filter((one): one is Extract<Signal, { kind: K }> => one.kind === kind);

/** One log record of a vendor, as JSON would bring it. */
export const logOf = (
  resource: Record<string, unknown>,
  attributes: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Telemetry =>
  decodeJson(
    "logs",
    Buffer.from(
      JSON.stringify({
        resourceLogs: [
          {
            resource: { attributes: pairs(resource) },
            scopeLogs: [{ logRecords: [{ timeUnixNano: "1795227156641000000", attributes: pairs(attributes), ...more }] }],
          },
        ],
      }),
    ),
  );

/** One span; its attributes as JSON would bring them. */
export const spanOf = (
  resource: Record<string, unknown>,
  span: { attributes: Record<string, unknown> } & Record<string, unknown>,
): Telemetry =>
  decodeJson(
    "traces",
    Buffer.from(
      JSON.stringify({
        resourceSpans: [
          {
            resource: { attributes: pairs(resource) },
            scopeSpans: [
              {
                spans: [
                  {
                    ...{ traceId: "0a".repeat(16), spanId: "0b".repeat(8), name: "span" },
                    ...{ startTimeUnixNano: "1795227156000000000", endTimeUnixNano: "1795227157500000000" },
                    ...span,
                    attributes: pairs(span.attributes),
                  },
                ],
              },
            ],
          },
        ],
      }),
    ),
  );

const pairs = (values: Record<string, unknown>) =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value:
      typeof value === "number"
        ? Number.isInteger(value)
          ? { intValue: value }
          : { doubleValue: value }
        : typeof value === "boolean"
          ? { boolValue: value }
          : { stringValue: value },
  }));
