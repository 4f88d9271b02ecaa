import { createMiddleware } from "hono/factory";
import { routePath } from "hono/route";
import type { Env } from "./env.ts";

/** How long answers of one route took to begin: how many lie in each bucket, the last beyond all bounds. */
export type Timing = { method: string; route: string; status: string; counts: number[]; sum: number };
export type Timings = { note(of: Pick<Timing, "method" | "route" | "status">, seconds: number): void; read(): readonly Timing[] };

/** More routes than there are: what a mistake would make of them stays bounded. */
const most = 1_000;
const methods = new Set(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]);

/** Seconds: what is there at once, what people do not notice, and what they wait for. */
export const requestBounds = [0.005, 0.025, 0.1, 0.5, 2.5, 10] as const;

/** Kept in this process since its start, as cheap as it can be: it is done thousands of times a second. */
export const createTimings = (bounds: readonly number[]): Timings => {
  const known = new Map<string, Timing>();
  return {
    note: ({ method, route, status }, seconds) => {
      const key = `${method} ${route} ${status}`;
      let timing = known.get(key);
      if (!timing) {
        if (known.size >= most) return;
        known.set(key, (timing = { method, route, status, counts: Array.from({ length: bounds.length + 1 }, () => 0), sum: 0 }));
      }
      let bucket = 0;
      while (bucket < bounds.length && seconds > (bounds[bucket] as number)) bucket += 1;
      timing.counts[bucket] = (timing.counts[bucket] as number) + 1;
      timing.sum += seconds;
    },
    read: () => [...known.values()],
  };
};

/** Times every answer until it begins, under the route's own path: what callers write into a path is in no label. */
export const timed = ({ timings, isCommon }: { timings: Timings; isCommon: (path: string) => boolean }) =>
  createMiddleware<Env>(async (c, next) => {
    const begun = performance.now();
    await next();
    timings.note(
      {
        method: methods.has(c.req.method) ? c.req.method : "other",
        route: isCommon(c.req.path) ? c.req.path : routePath(c, -1),
        status: `${Math.floor(c.res.status / 100)}xx`,
      },
      (performance.now() - begun) / 1_000,
    );
  });
