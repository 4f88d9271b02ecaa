import { createMiddleware } from "hono/factory";
import { defineError } from "../errors.ts";
import type { Env } from "./env.ts";

const wrongHost = defineError({ code: "access.wrong_host", status: 421, title: "This server does not answer to that name" });

/** Asked by machines that reach the server under any name; they tell nothing and change nothing. */
const open = new Set(["/health", "/ready", "/metrics"]);

/**
 * Answers only to the server's own names: a site whose name is made to point here (DNS rebinding)
 * would else be "same origin" to a browser. A bearer is exempt: it is no browser's cookie,
 * and agents in containers know the machine by other names.
 */
export const hostCheck = (options: { publicOrigin: string; port: number }) => {
  const allowed = new Set([
    new URL(options.publicOrigin).host,
    ...["localhost", "127.0.0.1", "[::1]"].flatMap((name) => [`${name}:${options.port}`, ...(options.port === 80 ? [name] : [])]),
  ]);

  return createMiddleware<Env>(async (c, next) => {
    const host = (c.req.header("host") ?? new URL(c.req.url).host).toLowerCase();
    if (!allowed.has(host) && !open.has(c.req.path) && !/^bearer /i.test(c.req.header("authorization") ?? ""))
      throw wrongHost({
        detail: `Open ${options.publicOrigin}, or start the server with BECKON_PUBLIC_ORIGIN set to the address that you use.`,
      });
    return next();
  });
};
