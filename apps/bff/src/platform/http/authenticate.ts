import { createMiddleware } from "hono/factory";
import type { Caller, Env } from "./env.ts";

export type Identify = (credentials: { authorization?: string; cookie?: string }) => Promise<Caller>;

/** Finds out who calls, once; routes judge by guard. */
export const authenticate = (options: { identify: Identify }) =>
  createMiddleware<Env>(async (c, next) => {
    const authorization = c.req.header("authorization");
    const cookie = c.req.header("cookie");
    c.set("caller", await options.identify({ ...(authorization ? { authorization } : {}), ...(cookie ? { cookie } : {}) }));
    await next();
  });
