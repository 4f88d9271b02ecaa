import { z } from "zod";
import { agentId } from "./agents.ts";
import { instant, text } from "./common.ts";
import { share } from "./coordination.ts";

/* Figures of the work of the team (METRICS "Tasks and workflows"). To-do lists of single runs are not in them. */

/** `from` defaults to 24 hours before `to`, `to` to now. The queue is always that of now. */
export const taskSummaryQuery = z.object({
  from: instant.optional(),
  to: instant.optional(),
  agent: agentId.optional(),
  role: text(60).optional(),
  project: text(200).optional(),
});
export type TaskSummaryQuery = z.infer<typeof taskSummaryQuery>;

const figure = z.object({ value: z.number().nullable(), n: z.number().int() });
const amount = z.number().int();

export const taskSummary = z.object({
  window: z.object({ from: instant, to: instant }),
  asOf: instant,
  demo: z.boolean().optional(),
  /** `oldestAt`: since when the oldest that has not ended is there. */
  queue: z.object({
    pending: amount,
    assigned: amount,
    inProgress: amount,
    blocked: amount,
    oldestAt: instant.nullable(),
    oldestSeconds: z.number().nullable(),
  }),
  /** Of those that ended in the window. */
  ended: z.object({ completed: amount, failed: amount, cancelled: amount, timedOut: amount }),
  /** Completed of those that ended, without the cancelled ones. */
  success: share,
  /** Completed an hour. */
  throughput: figure,
  /** Seconds from start to end, of those that tell both. */
  duration: z.object({ p50: z.number().nullable(), p95: z.number().nullable(), n: amount }),
  /** Percent of the open work that has an agent. */
  distribution: figure,
  /** Jain's index over the open work of each live agent: 1 is even. */
  balance: figure,
});
export type TaskSummary = z.infer<typeof taskSummary>;
