import { bodyLimit as countedLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import type { Env } from "./env.ts";
import { tooLarge } from "./problem.ts";

/**
 * Refuses bodies over `maxBytes`. A body whose length is told is judged by that: Node lets no more
 * through, and to look at the body itself would cost a web stream per request. Others are counted.
 */
export const bodyLimit = (options: { maxBytes: number; exempt: (path: string) => boolean }) => {
  const counted = countedLimit({ maxSize: options.maxBytes, onError: tooLarge });
  return createMiddleware<Env>(async (c, next) => {
    if (options.exempt(c.req.path)) return next();
    const told = c.req.header("content-length");
    if (told === undefined || c.req.header("transfer-encoding") !== undefined) return counted(c, next);
    return Number(told) > options.maxBytes ? tooLarge(c) : next();
  });
};
