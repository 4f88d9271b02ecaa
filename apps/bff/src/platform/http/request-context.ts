import { randomUUID } from "node:crypto";
import { createMiddleware } from "hono/factory";
import type { Logger } from "../logger.ts";
import type { Env } from "./env.ts";

const nobody = { kind: "nobody" } as const;

/**
 * A request id on every answer and in every log line of that request. The caller is nobody until found.
 * The id goes straight to Node's answer where there is one: `c.header` would make a Headers object of each.
 */
export const requestContext = (options: { logger: Logger }) =>
  createMiddleware<Env>((c, next) => {
    const requestId = `req_${randomUUID().replaceAll("-", "")}`;
    c.set("requestId", requestId);
    c.set("logger", options.logger);
    c.set("caller", nobody);
    if (c.env?.outgoing) c.env.outgoing.setHeader("x-request-id", requestId);
    else c.header("x-request-id", requestId);
    return next();
  });
