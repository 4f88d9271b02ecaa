import { Hono, type Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Clock } from "../../platform/clock.ts";
import { DomainError } from "../../platform/errors.ts";
import { tokenOf } from "../../platform/http/caller-token.ts";
import { describe } from "../../platform/http/describe.ts";
import type { Env } from "../../platform/http/env.ts";
import { guard } from "../../platform/http/guard.ts";
import { clip } from "../clean.ts";
import { contentTypes, exportAnswer, statusAnswer, type Encoding } from "./answers.ts";
import { most } from "./budget.ts";
import { decodeJson } from "./decode-json.ts";
import { decodeProtobuf } from "./decode-protobuf.ts";
import { OtlpRefusal } from "./otlp.errors.ts";
import type { OtlpService } from "./otlp.service.ts";
import type { Telemetry, TelemetryKind } from "./otlp.types.ts";
import type { Room } from "../../platform/http/body-room.ts";
import { createTelemetryRooms, readBody } from "./read-body.ts";

type Options = { otlp: OtlpService; clock: Clock };

const kinds: readonly TelemetryKind[] = ["logs", "metrics", "traces"];

/** `POST /otlp/v1/{logs,metrics,traces}`: OTLP over HTTP, answered in the encoding of the request, errors too. */
export const otlpRoutes = ({ otlp, clock }: Options) => {
  const rooms = createTelemetryRooms();
  const routes = new Hono<Env>().onError(toStatus);
  for (const kind of kinds)
    routes.post(
      `/otlp/v1/${kind}`,
      describe({
        tag: "Telemetry",
        summary: `Take OpenTelemetry ${kind}`,
        description:
          "OTLP/HTTP as JSON or protobuf, gzip or plain, at most 8 MiB unpacked. What agents are known to tell becomes signals; all else is taken and dropped. Errors are google.rpc.Status in the encoding of the request. `X-Beckon-Agent` and `X-Beckon-Host` name the agent and its machine.",
        answers: { 200: { description: "Taken and durable; partialSuccess says what could not be read" } },
      }),
      guard({ tokens: ["agent", "host", "admin"] }),
      async (c) => {
        const room = rooms();
        try {
          const telemetry = await read(c, kind, room);
          await otlp.take(tokenOf(c.get("caller")), telemetry, contextOf(c, clock()));
          const rejected = { count: telemetry.rejected, message: telemetry.rejected === 0 ? "" : "could not be read" };
          return answer(c, 200, exportAnswer(kind, encodingOf(c), rejected));
        } finally {
          room.release();
        }
      },
    );
  return routes;
};

/** The media type, without its parameters. */
const mediaType = (c: Context<Env>) => (c.req.header("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase();

const encodingOf = (c: Context<Env>): Encoding => (mediaType(c) === contentTypes.protobuf ? "protobuf" : "json");

const read = async (c: Context<Env>, kind: TelemetryKind, room: Room): Promise<Telemetry> => {
  const type = mediaType(c);
  if (type !== contentTypes.json && type !== contentTypes.protobuf)
    throw new OtlpRefusal(415, `send ${contentTypes.json} or ${contentTypes.protobuf}`);
  const packing = (c.req.header("content-encoding") ?? "identity").trim().toLowerCase();
  if (packing !== "gzip" && packing !== "identity" && packing !== "") throw new OtlpRefusal(415, "send it plain, or with gzip");
  if (Number(c.req.header("content-length") ?? 0) > most.bytes) throw new OtlpRefusal(413, `more than ${most.bytes} bytes`);
  const body = await readBody(c.req.raw.body, { gzip: packing === "gzip", room });
  return type === contentTypes.json ? decodeJson(kind, body) : decodeProtobuf(kind, body);
};

const contextOf = (c: Context<Env>, now: Date) => {
  const agentName = clip(c.req.header("x-beckon-agent"), 120);
  const host = clip(c.req.header("x-beckon-host"), 120);
  return { now, ...(agentName ? { agentName } : {}), ...(host ? { host } : {}) };
};

const answer = (c: Context<Env>, status: number, body: Uint8Array | string) =>
  c.body(body as string, status as ContentfulStatusCode, { "content-type": contentTypes[encodingOf(c)], "cache-control": "no-store" });

/** Errors as clients of OTLP read them; only where a retry may succeed do they hear of one. */
const toStatus = (error: Error, c: Context<Env>) => {
  const failed = (err: unknown) => c.get("logger").error({ err, requestId: c.get("requestId"), path: c.req.path }, "telemetry failed");
  // Of a body that was not read to its end the rest still comes: the next request needs another connection.
  c.header("connection", "close");
  if (error instanceof OtlpRefusal) {
    if (error.cause !== undefined) failed(error.cause);
    if (error.retryAfter !== undefined) c.header("retry-after", String(error.retryAfter));
    return answer(c, error.status, statusAnswer(error.status, encodingOf(c), error.message));
  }
  if (error instanceof DomainError) return answer(c, error.status, statusAnswer(error.status, encodingOf(c), error.message));
  failed(error);
  return answer(c, 500, statusAnswer(500, encodingOf(c), "the server failed"));
};
