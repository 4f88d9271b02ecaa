import type { Clock } from "@beckon/bff/platform/clock.ts";
import type { JobHandler, Jobs } from "@beckon/bff/platform/jobs/jobs.ts";

type Waiting = { queue: string; data: object; at: number; attempt: number };

/**
 * Jobs that run when a test says so, one after the other, by the test's own clock. What they share
 * with the real ones: written after commit, tried again after a failure up to the queue's limit.
 */
export const createManualJobs = (clock: Clock) => {
  const handlers = new Map<string, { handler: JobHandler<never>; retryLimit: number }>();
  let waiting: Waiting[] = [];

  const runOne = async (job: Waiting) => {
    const { handler, retryLimit } = handlers.get(job.queue) as { handler: JobHandler<never>; retryLimit: number };
    try {
      await handler(job.data as never, { id: "job", attempt: job.attempt, lastAttempt: job.attempt > retryLimit });
    } catch (error) {
      if (job.attempt <= retryLimit)
        waiting.push({ ...job, attempt: job.attempt + 1, at: clock().getTime() + Math.min(600_000, 1_000 * 2 ** job.attempt) });
      else throw error;
    }
  };

  const takeDue = () => {
    const now = clock().getTime();
    const due = waiting.filter(({ at }) => at <= now);
    waiting = waiting.filter(({ at }) => at > now);
    return due;
  };

  const jobs: Jobs = {
    handle: (queue, { retryLimit = 10 }, handler) => void handlers.set(queue, { handler: handler as JobHandler<never>, retryLimit }),
    schedule: (queue, _cron, handler) => void handlers.set(queue, { handler: handler as JobHandler<never>, retryLimit: 0 }),
    enqueue: async (work, queue, data, { startAfter } = {}) => {
      work.afterCommit(() => void waiting.push({ queue, data, at: startAfter?.getTime() ?? clock().getTime(), attempt: 1 }));
    },
    prepare: async () => undefined,
    start: async () => undefined,
    stop: async () => undefined,
    running: () => true,
  };

  return {
    jobs,
    /** One job of this queue, now. */
    run: (queue: string, data: object = {}) => runOne({ queue, data, at: 0, attempt: 1 }),
    /** All that is due now, and what follows from it without delay. */
    drain: async () => {
      for (let due = takeDue(); due.length > 0; due = takeDue()) for (const job of due) await runOne(job);
    },
    /** The same, but all that is due runs side by side. */
    drainTogether: async () => {
      await Promise.all(takeDue().map(runOne));
    },
    /** When the jobs that are not due yet will be. */
    later: () => waiting.map(({ at }) => new Date(at)).toSorted((a, b) => a.getTime() - b.getTime()),
  };
};
export type ManualJobs = ReturnType<typeof createManualJobs>;
