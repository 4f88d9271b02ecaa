import { bodyLimit as countedLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import type { Env } from "./env.ts";
import { tooLarge } from "./problem.ts";

type Options = {
  maxBytes: number;
  exempt: (path: string) => boolean;
  /** Who may send more where the length is told: what is not told would be in memory before it is known who sends it. */
  larger: { isFor: (path: string) => boolean; maxBytes: number };
};

/**
 * Refuses bodies over `maxBytes`. A body whose length is told is judged by that: Node lets no more
 * through, and to look at the body itself would cost a web stream per request. Others are counted.
 */
export const bodyLimit = ({ maxBytes, exempt, larger }: Options) => {
  const counted = countedLimit({ maxSize: maxBytes, onError: tooLarge(maxBytes) });
  return createMiddleware<Env>(async (c, next) => {
    if (exempt(c.req.path)) return next();
    const told = c.req.header("content-length");
    if (told === undefined || c.req.header("transfer-encoding") !== undefined) return counted(c, next);
    const most = larger.isFor(c.req.path) ? larger.maxBytes : maxBytes;
    return Number(told) > most ? tooLarge(most)(c) : next();
  });
};
