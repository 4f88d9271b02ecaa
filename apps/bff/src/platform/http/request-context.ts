import { randomUUID } from "node:crypto";
import { createMiddleware } from "hono/factory";
import type { Logger } from "../logger.ts";
import type { Env } from "./env.ts";

const nobody = { kind: "nobody" } as const;

/** What a trace, or a log line, may say of a request: never its address as it was, which can hold somebody's names. */
export type Answered = { method: string; route: string; status: number; requestId: string };
export type TraceRequest = (parent: string | undefined, run: () => Promise<Answered>) => Promise<void>;

/**
 * A request id on every answer and in every log line of that request. The caller is nobody until found.
 * The id goes straight to Node's answer where there is one: `c.header` would make a Headers object of each.
 */
export const requestContext = (options: { logger: Logger; traced?: TraceRequest }) => {
  const { logger, traced } = options;
  const told = traced !== undefined || logger.isLevelEnabled("info");
  return createMiddleware<Env>((c, next) => {
    const requestId = `req_${randomUUID().replaceAll("-", "")}`;
    c.set("requestId", requestId);
    c.set("logger", logger);
    c.set("caller", nobody);
    if (c.env?.outgoing) c.env.outgoing.setHeader("x-request-id", requestId);
    else c.header("x-request-id", requestId);
    if (!told) return next();
    const begun = performance.now();
    const run = async (): Promise<Answered> => {
      await next();
      const answered = { method: c.req.method, route: c.req.routePath, status: c.res.status, requestId };
      logger.info({ ...answered, ms: Math.round((performance.now() - begun) * 10) / 10 }, "request");
      return answered;
    };
    return traced ? traced(c.req.header("traceparent"), run) : run().then(() => undefined);
  });
};
