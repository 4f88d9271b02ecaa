import { z } from "zod";
import { instant } from "./common.ts";

/* How the server's own parts and what it is connected to stand. */

export const componentKind = z.enum(["database", "jobs", "stream", "ingest", "push", "integration", "host"]);
export type ComponentKind = z.infer<typeof componentKind>;

/** `unknown`: there is nothing yet to judge from, such as a webhook without a delivery. */
export const componentState = z.enum(["up", "degraded", "down", "unknown"]);
export type ComponentState = z.infer<typeof componentState>;

export const healthComponent = z.object({
  /** `database`, `push:Apple`, `github:gh_…`, `host:h_…`. */
  id: z.string(),
  kind: componentKind,
  name: z.string(),
  state: componentState,
  /** What that rests on, in words. */
  words: z.string(),
  /** Since when it is in this state, to the minute. */
  since: instant,
  /** Of the last look: how long it took to answer, in milliseconds. */
  latencyMs: z.number().nonnegative().optional(),
  /** Its last sign of life. */
  lastAt: instant.optional(),
  lastError: z.object({ at: instant, message: z.string() }).optional(),
  /**
   * Of the last 24 hours, or since it was first looked at: whole millionths of the minutes in which it was looked at and
   * up or degraded. A minute without a look counts against it. Null where it was never judged. `minutes`: of how many.
   */
  uptime: z.object({ ppm: z.number().int().min(0).max(1_000_000).nullable(), minutes: z.number().int().nonnegative() }),
  checkedAt: instant,
});
export type HealthComponent = z.infer<typeof healthComponent>;

/** A line that a process wrote to its log at least once since it started; only its fixed words, never what they were about. */
export const logTrouble = z.object({
  level: z.enum(["warn", "error", "fatal"]),
  message: z.string(),
  count: z.number().int().positive(),
  lastAt: instant,
});
export type LogTrouble = z.infer<typeof logTrouble>;

export const healthReport = z.object({
  asOf: instant,
  /** The process that answered; behind several of them each answer may be another's. */
  process: z.object({
    version: z.string(),
    startedAt: instant,
    /** Resident set, in bytes. */
    memoryBytes: z.number().int().nonnegative(),
    /** Open apps. */
    streams: z.number().int().nonnegative(),
    /** Warnings and errors in its log, most recent first; at most 50. */
    troubles: z.array(logTrouble).max(50),
  }),
  /** Worst first. Empty in the first minute of a new database. */
  components: z.array(healthComponent),
});
export type HealthReport = z.infer<typeof healthReport>;
