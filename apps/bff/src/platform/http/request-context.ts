import { randomUUID } from "node:crypto";
import { createMiddleware } from "hono/factory";
import type { Logger } from "../logger.ts";
import type { Env } from "./env.ts";

/** A request id on every answer and in every log line of that request. The caller is nobody until found. */
export const requestContext = (options: { logger: Logger }) =>
  createMiddleware<Env>(async (c, next) => {
    const requestId = `req_${randomUUID().replaceAll("-", "")}`;
    c.set("requestId", requestId);
    c.set("logger", options.logger);
    c.set("caller", { kind: "nobody" });
    c.header("x-request-id", requestId);
    await next();
  });
