import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db/database.ts";
import type { Logger } from "../platform/logger.ts";
import { genesis, sealRows } from "./audit-chain.ts";
import { auditRows, auditWriters, insertSeals, lastAuditSeq, lastSeal } from "./audit-seals.repository.ts";

const batch = 500;
/** What is written within it is sealed together. */
const pauseMs = 1_000;
const afterFailureMs = 30_000;
const writersPatience = { everyMs: 25, times: 80 };

/**
 * Seals what was written to the audit, a moment later: a chain that each writer had to extend itself would make all of
 * them wait for each other. Numbers become visible out of their order; so a seal is given only when every transaction
 * that may still hold a lower one has ended. From then on whatever appears below the last seal was put in by somebody
 * else. Nothing is held in memory but the timer: each start seals what was left.
 */
export const createSealing = (deps: { database: Database; clock: Clock; logger: Pick<Logger, "warn"> }) => {
  const { database, clock, logger } = deps;
  let started = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();

  const writersEnded = async (): Promise<boolean> => {
    let waitingFor = await auditWriters(database.db);
    for (let tried = 0; waitingFor.length > 0 && tried < writersPatience.times; tried += 1) {
      await sleep(writersPatience.everyMs);
      const writing = new Set(await auditWriters(database.db));
      waitingFor = waitingFor.filter((id) => writing.has(id));
    }
    return waitingFor.length === 0;
  };

  /** One server at a time; answers whether all that stood was sealed. */
  const sealAll = (): Promise<boolean> =>
    database.exclusively("audit_seal", async () => {
      const upTo = await lastAuditSeq(database.db);
      let last = (await lastSeal(database.db)) ?? { nr: 0, seq: 0, hash: genesis };
      if (upTo <= last.seq) return true;
      if (!(await writersEnded())) return false;
      for (;;) {
        const rows = await auditRows(database.db, { after: last.seq, upTo, limit: batch });
        const seals = sealRows(last, rows, clock());
        const newest = seals.at(-1);
        if (!newest) return true;
        await insertSeals(database.db, seals);
        last = newest;
      }
    });

  const seal = (): Promise<boolean> => {
    const mine = running.then(sealAll);
    running = mine.catch(() => undefined);
    return mine;
  };

  const again = (ms: number): void => {
    if (started) timer ??= setTimeout(() => void pass(), ms).unref();
  };

  const pass = async (): Promise<void> => {
    timer = undefined;
    try {
      if (!(await seal())) again(pauseMs);
    } catch (error) {
      logger.warn({ err: error }, "the audit could not be sealed");
      again(afterFailureMs);
    }
  };

  return {
    /** Something was written. */
    soon: (): void => again(pauseMs),
    /** Now, whatever there is; false where a transaction that writes did not end in time. */
    seal,
    start: (): void => {
      started = true;
      void pass();
    },
    /** Before the process ends: what was to be sealed in a moment. */
    stop: async (): Promise<void> => {
      started = false;
      const waiting = timer !== undefined;
      clearTimeout(timer);
      timer = undefined;
      await (waiting ? pass() : running);
    },
  };
};
export type Sealing = ReturnType<typeof createSealing>;
