import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import type { Env } from "./env.ts";

const forever = "public, max-age=31536000, immutable";

/** Paths that belong to the server; all else without a file is a page of the app. */
const serverPaths = /^\/(api|otlp|hooks|docs|\.well-known)(\/|$)|^\/(openapi\.json|health|ready|metrics|mcp)$/;

/** The built app: hashed assets for ever, everything else asked for anew; precompressed beside each file. */
export const staticFiles = (options: { root: string }) => {
  const files = serveStatic<Env>({
    root: options.root,
    precompressed: true,
    onFound: (path, c) => c.header("cache-control", path.includes("/assets/") ? forever : "no-cache"),
  });
  const page = serveStatic<Env>({
    root: options.root,
    path: "index.html",
    precompressed: true,
    onFound: (_path, c) => c.header("cache-control", "no-cache"),
  });
  return new Hono<Env>()
    .get("*", async (c, next) => (serverPaths.test(c.req.path) ? next() : files(c, next)))
    .get("*", async (c, next) => {
      if (serverPaths.test(c.req.path) || /\.[a-z0-9]{2,5}$/i.test(c.req.path)) return next();
      return page(c, next);
    });
};

/** CSP hashes of the inline styles of a page, so that its first paint needs no second request. */
export const inlineStyleHashes = (file: string): string[] => {
  if (!existsSync(file)) return [];
  const styles = readFileSync(file, "utf8").matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g);
  return [...styles].map(
    ([, css]) =>
      `sha256-${createHash("sha256")
        .update(css as string)
        .digest("base64")}`,
  );
};
