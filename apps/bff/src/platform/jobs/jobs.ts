import { sql } from "drizzle-orm";
import { fromDrizzle, PgBoss } from "pg-boss";
import type { Clock } from "../clock.ts";
import { rowsOf, type Database, type Work } from "../db/database.ts";
import type { Logger } from "../logger.ts";
import { createAlarm } from "./alarm.ts";

export type JobHandler<T> = (data: T, info: { id: string; attempt: number; lastAttempt: boolean }) => Promise<void>;

export type QueueOptions = {
  /** How many run side by side in one process. */
  concurrency?: number;
  retryLimit?: number;
  /** Seconds before the first retry; doubles with jitter. */
  retryDelay?: number;
  retryDelayMax?: number;
  /** A job that runs longer than this many seconds is given to another worker. */
  expireInSeconds?: number;
};

type Registration = { queue: string; options: QueueOptions; handler: JobHandler<never>; cron?: string };

export type Jobs = {
  /** Names a queue and who works it; before `start`. */
  handle<T extends object>(queue: string, options: QueueOptions, handler: JobHandler<T>): void;
  /** The same, run by the clock of the database's schedule (cron, UTC). */
  schedule(queue: string, cron: string, handler: () => Promise<void>): void;
  /** Written in the caller's transaction: it exists if, and only if, that commits. Runs at once after commit. */
  enqueue<T extends object>(work: Work, queue: string, data: T, options?: { startAfter?: Date; singletonKey?: string }): Promise<void>;
  /** Makes the store, without working it. */
  prepare(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  running(): boolean;
};

const nobody = "00000000-0000-0000-0000-000000000000";
const pollSeconds = 2;
/** For the second and further workers of a queue, and for the clock's own: the first, or a wake, is sooner. */
const slowPollSeconds = 30;
/**
 * What a dead process left under way is taken over when its worker has not been heard for so long, and
 * somebody looks. Embedded there is one process only, which looks when it starts.
 */
const heartbeatSeconds = 10;
const superviseSeconds = { postgres: 10, pglite: 60 };

/**
 * Jobs by pg-boss on either engine. A worker is woken right after the commit that enqueued its job,
 * and at the very second a postponed job falls due; polling is only the net under both.
 */
export const createJobs = (options: { database: Database; clock: Clock; logger: Logger }): Jobs => {
  const { database, logger, clock } = options;
  const registrations: Registration[] = [];
  const workers = new Map<string, string[]>();
  const wake = (queue: string) => {
    for (const worker of workers.get(queue) ?? []) boss.notifyWorker(worker);
  };
  const alarm = createAlarm({ clock, ring: wake });
  let prepared = false;
  let started = false;

  const boss = new PgBoss({
    db: { executeSql: database.executeSql as never },
    backend: database.engine,
    schema: "jobs",
    monitorVacuum: false,
    reindex: false,
    superviseIntervalSeconds: superviseSeconds[database.engine],
    monitorIntervalSeconds: superviseSeconds[database.engine] / 2,
    maintenanceIntervalSeconds: 3_600,
  });
  boss.on("error", (error) => logger.error({ err: error }, "job store failed; it is tried again"));

  /** The store and its queues: from here on jobs can be written, by any process that has a worker. */
  const prepare = async () => {
    // Two first starts at once would both make the store's schema.
    await database.exclusively("jobs", () => boss.start());
    for (const { queue, options: queueOptions } of registrations) {
      await boss.createQueue(queue, {
        retryLimit: queueOptions.retryLimit ?? 10,
        retryDelay: queueOptions.retryDelay ?? 1,
        retryDelayMax: queueOptions.retryDelayMax ?? 600,
        retryBackoff: true,
        expireInSeconds: queueOptions.expireInSeconds ?? 60,
        heartbeatSeconds,
        // Longer than the farthest expiry: a postponed job must not be forgotten before its time.
        retentionSeconds: 40 * 86_400,
        deleteAfterSeconds: 86_400,
      });
      // Looked up now: on one connection, a first look-up from within a transaction would wait for itself.
      await boss.findJobs(queue, { id: nobody });
    }
    prepared = true;
  };

  const start = async () => {
    await prepare();
    // Embedded, nobody else can be at work: what was under way when the last process died starts again.
    if (database.engine === "pglite")
      await database.executeSql("update jobs.job set state = 'retry', start_after = now() where state = 'active'");
    for (const { queue, options: queueOptions, handler, cron } of registrations) {
      if (cron) await boss.schedule(queue, cron);
      const poll = (index: number) => (cron || index > 0 ? slowPollSeconds : pollSeconds);
      workers.set(
        queue,
        await Promise.all(Array.from({ length: queueOptions.concurrency ?? 1 }, (_, index) => work(queue, handler, poll(index)))),
      );
    }
    started = true;
    await armAlarms();
  };

  /** One worker: after each job it looks for the next at once, so that a burst, or a backlog, waits for no poll. */
  const work = async (queue: string, handler: JobHandler<never>, pollingIntervalSeconds: number) => {
    let again = () => {};
    const worker = await boss.work(queue, { pollingIntervalSeconds, batchSize: 1, includeMetadata: true }, async ([job]) => {
      if (!job) return;
      again();
      await handler(job.data as never, { id: job.id, attempt: job.retryCount + 1, lastAttempt: job.retryCount >= job.retryLimit });
    });
    again = () => boss.notifyWorker(worker);
    return worker;
  };

  /** Postponed jobs of before this start: their moments are set again. */
  const armAlarms = async () => {
    const rows = rowsOf<{ name: string; at: string | Date }>(
      await database.db.execute(
        sql`select name, start_after as at from jobs.job where state = 'created' and start_after > now() order by start_after limit 5000`,
      ),
    );
    for (const row of rows) alarm.set(row.name, new Date(row.at));
  };

  return {
    handle: (queue, queueOptions, handler) =>
      void registrations.push({ queue, options: queueOptions, handler: handler as JobHandler<never> }),
    schedule: (queue, cron, handler) => void registrations.push({ queue, options: { retryLimit: 2 }, handler, cron }),
    enqueue: async (work, queue, data, { startAfter, singletonKey } = {}) => {
      if (!prepared) throw new Error("the job store is not open yet");
      await boss.send(queue, data, {
        db: fromDrizzle(work.db as never, sql),
        ...(startAfter ? { startAfter } : {}),
        ...(singletonKey ? { singletonKey } : {}),
      });
      work.afterCommit(() => (startAfter ? alarm.set(queue, startAfter) : wake(queue)));
    },
    prepare,
    start,
    stop: async () => {
      started = false;
      alarm.clear();
      await boss.stop({ graceful: true, timeout: 5_000, close: false });
    },
    running: () => started,
  };
};
