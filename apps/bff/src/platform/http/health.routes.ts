import { Hono } from "hono";
import { describe } from "./describe.ts";
import type { Env } from "./env.ts";

export type Check = { name: string; run: () => Promise<void> | void };

/** `/health`: the process lives (touches nothing). `/ready`: database, jobs and stream answer; 503 says which does not. */
export const healthRoutes = (options: { checks: Check[]; version: string }) =>
  new Hono<Env>()
    .get("/health", describe({ tag: "Health", summary: "The process lives", answers: { 200: { description: "It does" } } }), (c) =>
      c.json({ status: "ok", version: options.version }, 200),
    )
    .get(
      "/ready",
      describe({
        tag: "Health",
        summary: "The server can work",
        answers: { 200: { description: "Everything answers" }, 503: { description: "What does not" } },
      }),
      async (c) => {
        const checks = await Promise.all(
          options.checks.map(async ({ name, run }) => {
            try {
              await run();
              return { name, ok: true };
            } catch {
              return { name, ok: false };
            }
          }),
        );
        const ok = checks.every((check) => check.ok);
        return c.json({ status: ok ? "ready" : "not ready", checks }, ok ? 200 : 503);
      },
    );
