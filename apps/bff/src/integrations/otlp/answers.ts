import { protobuf } from "./load-protobuf.ts";
import type { TelemetryKind } from "./otlp.types.ts";

export type Encoding = "json" | "protobuf";

export const contentTypes = { json: "application/json", protobuf: "application/x-protobuf" } as const;

const rejectedNames = { logs: "rejectedLogRecords", metrics: "rejectedDataPoints", traces: "rejectedSpans" } as const;

/** An `Export…ServiceResponse`: empty (`{}`, no bytes) when all was taken, else how many were not, and why. */
export const exportAnswer = (
  kind: TelemetryKind,
  encoding: Encoding,
  rejected: { count: number; message: string },
): Uint8Array | string => {
  const { count, message } = rejected;
  if (encoding === "json")
    return JSON.stringify(count === 0 ? {} : { partialSuccess: { [rejectedNames[kind]]: String(count), errorMessage: message } });
  const writer = protobuf().Writer.create();
  // 1 partial_success { 1 rejected, 2 error_message }
  if (count > 0) writer.uint32(10).fork().uint32(8).int64(count).uint32(18).string(message).ldelim();
  return writer.finish();
};

/** What google.rpc calls the ways to fail, by HTTP status. */
const codes: Record<number, number> = { 400: 3, 401: 16, 403: 7, 404: 5, 413: 8, 415: 3, 429: 8, 503: 14 };
const unknownCode = 2;

/** A `google.rpc.Status` { 1 code, 2 message }. */
export const statusAnswer = (status: number, encoding: Encoding, message: string): Uint8Array | string => {
  const code = codes[status] ?? unknownCode;
  if (encoding === "json") return JSON.stringify({ code, message });
  return protobuf().Writer.create().uint32(8).int32(code).uint32(18).string(message).finish();
};
