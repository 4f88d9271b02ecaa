import { sql } from "drizzle-orm";
import { fromDrizzle, PgBoss } from "pg-boss";
import type { Clock } from "../clock.ts";
import { rowsOf, type Database, type Work } from "../db/database.ts";
import type { Logger } from "../logger.ts";
import { createAlarm } from "./alarm.ts";
import { settleClock } from "./clock-back.ts";

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

/** Runs the work of one job, and may note how it went. */
type Around = (queue: string, run: () => Promise<void>) => Promise<void>;
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
/** How often it is looked for due jobs that nobody has woken a worker for: those of other processes, and those to be tried again. */
const lookSeconds = 2;
/** Every so many looks it is seen whether the database's clock was put back. */
const clockEvery = 30;
/** A worker's own poll; the look, or a wake, is sooner. */
const pollSeconds = 30;
/**
 * What a dead process left under way is taken over when its worker has not been heard for so long, and
 * somebody looks. Embedded there is one process only, which looks when it starts.
 */
const heartbeatSeconds = 10;
const superviseSeconds = { postgres: 10, pglite: 60 };

/**
 * Jobs by pg-boss on either engine. A worker is woken right after the commit that enqueued its job,
 * and at the very second a postponed job falls due; looking for due jobs is only the net under both.
 * One look serves all queues, and a queue has no workers before its first job: sixty queues that poll
 * for themselves keep an idle machine busy, and make a start wait.
 */
export const createJobs = (options: { database: Database; clock: Clock; logger: Logger; around?: Around }): Jobs => {
  const { database, logger, clock, around = (_, run) => run() } = options;
  const registrations = new Map<string, Registration>();
  const workers = new Map<string, Promise<string[]>>();
  const wake = (queue: string) => {
    const registration = registrations.get(queue);
    if (!working || !registration) return;
    const there = workers.get(queue);
    if (!there) workers.set(queue, begin(registration));
    else void there.then((ids) => ids.forEach((id) => boss.notifyWorker(id)));
  };
  /** What they do first is to look for a job. */
  const begin = ({ queue, options: { concurrency = 1 }, handler }: Registration) =>
    Promise.all(Array.from({ length: concurrency }, () => work(queue, handler))).catch((error: unknown) => {
      workers.delete(queue);
      logger.error({ err: error, queue }, "workers could not begin; it is tried again");
      return [];
    });
  const alarm = createAlarm({ clock, ring: wake });
  let prepared = false;
  let working = false;
  let started = false;
  let look: NodeJS.Timeout | undefined;
  let looks = 0;

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
    // Two first starts at once would both make the store's schema, and each queue.
    await database.exclusively("jobs", async () => {
      await boss.start();
      const known = new Set((await boss.getQueues()).map(({ name }) => name));
      for (const registration of registrations.values()) if (!known.has(registration.queue)) await createQueue(registration);
    });
    prepared = true;
  };

  const createQueue = async ({ queue, options: queueOptions }: Registration) => {
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
    // Looked up now, as the store does for those it finds: on one connection, a first look-up from within a transaction would wait for itself.
    await boss.findJobs(queue, { id: nobody });
  };

  const start = async () => {
    await prepare();
    // Embedded, nobody else can be at work: what was under way when the last process died starts again.
    if (database.engine === "pglite")
      await database.executeSql("update jobs.job set state = 'retry', start_after = now() where state = 'active'");
    const schedules = new Map((await boss.getSchedules()).map(({ name, cron }) => [name, cron]));
    for (const { queue, cron } of registrations.values()) if (cron && schedules.get(queue) !== cron) await boss.schedule(queue, cron);
    working = true;
    await lookForDue();
    lookAgain();
    started = true;
    await armAlarms();
  };

  /** Jobs that are due, whoever wrote them, wake their workers. */
  const lookForDue = async () => {
    if (looks++ % clockEvery === 0 && (await settleClock(database))) logger.warn("the database's clock was put back; jobs wait anew");
    const due = sql`select distinct name from jobs.job where state < 'active' and start_after <= now()`;
    for (const { name } of rowsOf<{ name: string }>(await database.db.execute(due))) wake(name);
  };
  const lookAgain = () => {
    look = setTimeout(() => {
      lookForDue()
        .catch((error: unknown) => working && logger.error({ err: error }, "due jobs could not be looked for; it is tried again"))
        .finally(() => working && lookAgain());
    }, lookSeconds * 1_000);
  };

  /** One worker: after each job it looks for the next at once, so that a burst, or a backlog, waits for no poll. */
  const work = async (queue: string, handler: JobHandler<never>) => {
    let again = () => {};
    const worker = await boss.work(queue, { pollingIntervalSeconds: pollSeconds, batchSize: 1, includeMetadata: true }, async ([job]) => {
      if (!job) return;
      again();
      await around(queue, () =>
        handler(job.data as never, { id: job.id, attempt: job.retryCount + 1, lastAttempt: job.retryCount >= job.retryLimit }),
      );
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
      void registrations.set(queue, { queue, options: queueOptions, handler: handler as JobHandler<never> }),
    schedule: (queue, cron, handler) => void registrations.set(queue, { queue, options: { retryLimit: 2 }, handler, cron }),
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
      working = false;
      clearTimeout(look);
      alarm.clear();
      await boss.stop({ graceful: true, timeout: 5_000, close: false });
    },
    running: () => started,
  };
};
