import type { Alert, AlertDetail, AlertRule, Silence } from "@beckon/contracts/alerts";
import { alertKindNames } from "@beckon/contracts/alert-kinds";
import type { Db } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { backlog } from "../platform/jobs/backlog.ts";
import { acknowledge, assign, snooze } from "./acts.ts";
import { alertNotFound } from "./alerts.errors.ts";
import { findAlertRows, listFiring, pruneAlerts, replicaAlerts } from "./alerts.repository.ts";
import { evaluateQueue, type AlertsDeps, type AlertsOptions } from "./alerts.types.ts";
import { evaluate, evaluateDue } from "./evaluate.ts";
import { createKeep } from "./readings/keep.ts";
import { toAlerts, toDetail, toSilence } from "./present.ts";
import { resetRule, rulesNow, setRule } from "./rules.ts";
import { pending, search } from "./search.ts";
import { createSilence, editSilence, endSilence } from "./silencing.ts";
import { findSilences, listSilences, pruneSilences } from "./silences.repository.ts";
import { countPending, latestEvaluations, pruneEvaluations, readClock } from "./watch.repository.ts";

export type { AlertsOptions };

const dayMs = 86_400_000;
const keptMs = 90 * dayMs;
/** What a phone's replica holds of what is over. */
const replica = { alerts: 200, ms: 7 * dayMs };

/** What is wrong by rules that people set, said once; each verb is a file beside this one. */
export const createAlertsService = (options: AlertsOptions) => {
  const { database, clock, jobs, feed } = options;
  const deps: AlertsDeps = { ...options, backlog, processName: newId("bff", clock().getTime()), kept: createKeep() };
  const look = evaluate(deps);
  jobs.handle(evaluateQueue, { retryLimit: 2, retryDelay: 1, expireInSeconds: 60 }, evaluateDue(deps, look));
  // Begins the row of looks, and again where it was broken off: each look asks for the next.
  jobs.schedule("alerts.keep", "* * * * *", async () => void (await look()));
  jobs.schedule("alerts.prune", "11 4 * * *", async () => {
    const ago = (ms: number) => new Date(clock().getTime() - ms);
    await pruneEvaluations(database.db, ago(dayMs));
    await database.transaction(async (work) => {
      const gone = await pruneAlerts(work.db, ago(keptMs));
      const over = await pruneSilences(work.db, ago(keptMs));
      await feed.append(work, ...gone.map((entityId) => ({ kind: "alert" as const, entityId, deleted: true })));
      await feed.append(work, ...over.map((entityId) => ({ kind: "silence" as const, entityId, deleted: true })));
    });
  });

  const silences = async (db: Db): Promise<Silence[]> => (await listSilences(db, clock())).map(toSilence);
  return {
    evaluate: look,
    search: search(deps),
    pending: () => pending(database.db),
    read: (id: string): Promise<AlertDetail> =>
      database.snapshot(async (db) => {
        const [row] = await findAlertRows(db, [id]);
        if (!row) throw alertNotFound();
        return toDetail(db, row);
      }),
    acknowledge: acknowledge(deps),
    snooze: snooze(deps),
    assign: assign(deps),
    rules: {
      list: (): Promise<AlertRule[]> => rulesNow(database.db),
      /** All rules as they stand, for what is made of them. */
      now: rulesNow,
      set: setRule(deps),
      reset: resetRule(deps),
    },
    silences: {
      list: () => silences(database.db),
      create: createSilence(deps),
      edit: editSilence(deps),
      end: endSilence(deps),
    },

    /** For monitoring, without measuring anew: what the last look read, and when it was; of a kind with many subjects a part. */
    readings: async (db: Db) => {
      const last = await readClock(db);
      return { at: last?.at ?? null, readings: last?.readings ?? [] };
    },
    /** How alerts stand, by kind and severity; pending ones are subjects that have not fired yet. */
    states: async (db: Db) => ({
      firing: (await listFiring(db)).map(({ id, kind, severity, count, acknowledged, snoozed, silenceId, inhibitedBy }) => ({
        ...{ id, kind, severity, count },
        state: inhibitedBy
          ? ("inhibited" as const)
          : silenceId
            ? ("silenced" as const)
            : acknowledged || snoozed
              ? ("acknowledged" as const)
              : ("firing" as const),
      })),
      pending: await countPending(db),
    }),
    /** The latest looks, newest first: for health. */
    evaluations: (db: Db, most: number) => latestEvaluations(db, most),

    /** For the feed. */
    feed: {
      find: async (db: Db, ids: readonly string[]): Promise<Alert[]> => toAlerts(db, await findAlertRows(db, ids)),
      recent: async (db: Db): Promise<Alert[]> =>
        toAlerts(db, await replicaAlerts(db, new Date(clock().getTime() - replica.ms), replica.alerts)),
      rules: async (db: Db, kinds: readonly string[] = alertKindNames): Promise<AlertRule[]> =>
        (await rulesNow(db)).filter(({ kind }) => kinds.includes(kind)),
      silences,
      findSilences: async (db: Db, ids: readonly string[]): Promise<Silence[]> => (await findSilences(db, ids)).map(toSilence),
    },
  };
};
export type AlertsService = ReturnType<typeof createAlertsService>;
