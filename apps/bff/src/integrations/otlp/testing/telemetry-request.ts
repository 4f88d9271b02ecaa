import type { Value } from "../otlp.types.ts";

/* OTLP requests in a neutral form, for tests that send them in both encodings. */

export type Attribute = [key: string, value: Value | undefined | Integer];
/** A 64-bit integer as decimal text, which plain values cannot tell from text. */
export type Integer = { int: string };
export type Log = {
  time: bigint;
  observed: bigint;
  eventName: string;
  body: string | undefined;
  attributes: Attribute[];
  traceId: string;
  spanId: string;
};
export type Point = { start: bigint; time: bigint; value: number; integer: boolean; attributes: Attribute[]; flags: number };
export type Metric = {
  name: string;
  unit: string;
  shape: "sum" | "gauge" | "histogram" | "exponentialHistogram";
  temporality: 0 | 1 | 2;
  monotonic: boolean;
  points: Point[];
};
export type Span = {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  start: bigint;
  end: bigint;
  attributes: Attribute[];
  code: 0 | 1 | 2;
  message: string;
};
export type Request = {
  resource: Attribute[];
  scope: { name: string; version: string };
  logs: Log[];
  metrics: Metric[];
  spans: Span[];
};

export const isInteger = (value: unknown): value is Integer =>
  typeof value === "object" && value !== null && "int" in value && Object.keys(value).length === 1;
