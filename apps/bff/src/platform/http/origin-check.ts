import { createMiddleware } from "hono/factory";
import { defineError } from "../errors.ts";
import type { Env } from "./env.ts";

const crossOrigin = defineError({ code: "access.cross_origin", status: 403, title: "This comes from another site" });
const notJson = defineError({ code: "request.unsupported_media_type", status: 415, title: "Send application/json" });

const safe = new Set(["GET", "HEAD", "OPTIONS"]);

/** The names this machine has for itself mean one origin; any other origin means itself alone. */
const originsOf = (publicOrigin: string): Set<string> => {
  const { protocol, hostname, port, origin } = new URL(publicOrigin);
  const names = ["localhost", "127.0.0.1", "[::1]"];
  if (!names.includes(hostname)) return new Set([origin]);
  return new Set(names.map((name) => `${protocol}//${name}${port ? `:${port}` : ""}`));
};

/**
 * Refuses writes that another site makes a browser send. Cookies go along by themselves, an
 * Authorization header does not: whoever sends one is asked for the content type only.
 * Browsers say the truth in `Sec-Fetch-Site` and `Origin`, and pages cannot change either.
 */
export const originCheck = (options: { publicOrigin: string; exempt?: (path: string) => boolean }) => {
  const allowed = originsOf(options.publicOrigin);

  return createMiddleware<Env>(async (c, next) => {
    if (safe.has(c.req.method) || options.exempt?.(c.req.path)) return next();
    if (!/^(bearer|capability) /i.test(c.req.header("authorization") ?? "")) {
      const site = c.req.header("sec-fetch-site");
      const origin = c.req.header("origin");
      // Neither header and no cookie: a program without a session, which nobody can borrow.
      const program = site === undefined && origin === undefined && c.req.header("cookie") === undefined;
      if (!program && (site === undefined ? origin === undefined || !allowed.has(origin) : site !== "same-origin"))
        throw crossOrigin({
          detail: `Open the app at ${options.publicOrigin}. Programs send the header Origin: ${options.publicOrigin}, or a token.`,
        });
    }
    if (hasBody((name) => c.req.header(name)) && !/^application\/json(; *charset="?utf-8"?)?$/i.test(c.req.header("content-type") ?? ""))
      throw notJson();
    return next();
  });
};

const hasBody = (header: (name: string) => string | undefined) =>
  header("content-type") !== undefined || header("transfer-encoding") !== undefined || (header("content-length") ?? "0") !== "0";
