import { createMiddleware } from "hono/factory";
import type { Caller, Env } from "./env.ts";

export type Identify = (credentials: { authorization?: string; cookie?: string }) => Promise<Caller>;

/** Finds out who calls, once; routes judge by guard. `reporting`: paths whose callers are known by `identifyReporter`. */
export const authenticate = (options: { identify: Identify; identifyReporter?: Identify; reporting?: (path: string) => boolean }) =>
  createMiddleware<Env>(async (c, next) => {
    const authorization = c.req.header("authorization");
    const cookie = c.req.header("cookie");
    const identify = (options.reporting?.(c.req.path) && options.identifyReporter) || options.identify;
    c.set("caller", await identify({ ...(authorization ? { authorization } : {}), ...(cookie ? { cookie } : {}) }));
    return next();
  });
