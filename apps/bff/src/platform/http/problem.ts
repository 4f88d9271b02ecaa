import type { Problem } from "@beckon/contracts/common";
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { DomainError } from "../errors.ts";
import type { Env } from "./env.ts";

const titles: Record<number, string> = {
  400: "The request cannot be read",
  401: "Sign in first",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  413: "The body is too large",
  415: "Send application/json",
  429: "Too many tries",
};
const codes: Record<number, string> = {
  400: "request.malformed",
  401: "access.unauthorized",
  403: "access.forbidden",
  404: "request.not_found",
  405: "request.method_not_allowed",
  413: "request.too_large",
  415: "request.unsupported_media_type",
  429: "request.too_many",
};

const send = (
  c: Context<Env>,
  problem: Omit<Problem, "type" | "requestId"> & Record<string, unknown>,
  headers: Record<string, string> = {},
) =>
  c.json(
    { type: `https://beckon.invalid/problems/${problem.code}`, ...problem, requestId: c.get("requestId") },
    problem.status as ContentfulStatusCode,
    { "content-type": "application/problem+json", "cache-control": "no-store", ...headers },
  );

/** The one place that makes `application/problem+json`. What is unknown becomes a 500 without details. */
export const toProblem = (error: unknown, c: Context<Env>) => {
  if (error instanceof DomainError) {
    const { status, code, message: title, detail, extra } = error;
    return send(c, { status, code, title, ...(detail ? { detail } : {}), ...extra }, error.headers);
  }
  if (error instanceof HTTPException && error.status < 500) {
    return send(c, { status: error.status, code: codes[error.status] ?? "request.refused", title: titles[error.status] ?? "Refused" });
  }
  // Hung up before its body was there: nobody reads the answer, and nothing failed here.
  if (c.req.raw.signal.aborted) return send(c, { status: 400, code: "request.aborted", title: "The request was not finished" });
  c.get("logger").error({ err: error, requestId: c.get("requestId"), path: c.req.routePath }, "request failed");
  return send(c, { status: 500, code: "server.failed", title: "The server failed", detail: "It is logged under this request id." });
};

export const notFound = (c: Context<Env>) => send(c, { status: 404, code: "request.not_found", title: "There is nothing at this address" });

export const tooLarge = (maxBytes: number) => (c: Context<Env>) =>
  send(c, { status: 413, code: "request.too_large", title: "The body is too large", detail: `At most ${maxBytes / 1_048_576} MiB.` });
