import type { AlertsDeps } from "./alerts.types.ts";
import { evaluateQueue, intervalMs } from "./alerts.types.ts";
import { apply } from "./apply.ts";
import { readAll, type AllReadings } from "./readings/read-all.ts";
import { rulesNow } from "./rules.ts";
import { insertEvaluation, isDue, takeSlot, type LatestReading } from "./watch.repository.ts";

const mostReadings = { each: 50, all: 500 };

/**
 * One look at all rules, if nobody has looked in this interval yet; says whether it was this one. Who moves the clock on
 * writes everything in the same transaction, and asks for the next look in it: however many processes try, each interval is
 * evaluated once, and what a process that dies had not committed is as if it had not begun.
 */
export const evaluate = (deps: AlertsDeps) => async (): Promise<boolean> => {
  const { database, clock, jobs } = deps;
  const begun = performance.now();
  const now = clock();
  const slot = Math.floor(now.getTime() / intervalMs);
  if (!(await isDue(database.db, { slot, at: now }))) return false;
  const rules = await rulesNow(database.db);
  const readings = await readAll(deps, database.db, { rules, now });
  return database.transaction(async (work) => {
    if (!(await takeSlot(work.db, { slot, at: now, readings: latest(readings) }))) return false;
    await apply(deps, work, { rules, readings, now, slot });
    await insertEvaluation(work.db, {
      ...{ slot, at: now, by: deps.processName, tookMs: Math.round(performance.now() - begun) },
      unread: [...readings].flatMap(([kind, all]) => (all === null ? [kind] : [])),
    });
    await jobs.enqueue(work, evaluateQueue, { slot: slot + 1 }, { startAfter: new Date((slot + 1) * intervalMs) });
    return true;
  });
};

/** Farther than this clocks are not apart: the interval has other ends then. */
const mostEarlyMs = 60_000;

/**
 * The look that was asked for. Jobs begin by the database's clock: where this machine's is behind, it is too early, and it is
 * asked for again when it will not be; else nobody would ask for the next.
 */
export const evaluateDue =
  (deps: AlertsDeps, look: () => Promise<boolean>) =>
  async ({ slot }: { slot?: number }): Promise<void> => {
    if ((await look()) || slot === undefined) return;
    const earlyMs = slot * intervalMs - deps.clock().getTime();
    if (earlyMs <= 0 || earlyMs > mostEarlyMs) return;
    const startAfter = new Date(slot * intervalMs + earlyMs);
    await deps.database.transaction((work) => deps.jobs.enqueue(work, evaluateQueue, { slot }, { startAfter }));
  };

const latest = (readings: AllReadings): LatestReading[] =>
  [...readings]
    .flatMap(([kind, all]) => (all ?? []).slice(0, mostReadings.each).map(({ subject, value }) => ({ kind, subject, value })))
    .slice(0, mostReadings.all);
