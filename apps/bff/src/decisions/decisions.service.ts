import type { DecisionRequest, Snooze } from "@beckon/contracts/decisions";
import type { Db, Work } from "../platform/db/database.ts";
import type { Waiters } from "../platform/http/waiters.ts";
import { decide } from "./decide.ts";
import { countPending, findRequest, findRequests, listPending, listResolved } from "./decisions.repository.ts";
import { expireQueue, type DecisionsDeps } from "./decisions.types.ts";
import { expire, expireDue } from "./expire.ts";
import { forget, withdrawAll } from "./forget.ts";
import { read, search } from "./read.ts";
import { openAsks } from "./open.repository.ts";
import { listAll, listPast, nthNewest } from "./past.repository.ts";
import { request } from "./request.ts";
import { snooze, unsnooze } from "./snooze.ts";
import { findSnooze, findSnoozes, listSnoozes } from "./snoozes.repository.ts";
import { cancel, reportOutcome } from "./withdraw.ts";

/** What a phone's replica holds of the past. */
const replica = { pending: 1_000, resolved: 500, days: 30 };

/** Everything that can happen to a request; each verb is a file beside this one. */
export const createDecisionsService = (deps: DecisionsDeps, waiters: Waiters) => {
  const expireOne = expire(deps);
  const expireAll = expireDue(deps);
  // The first try is at the very moment; a clock that lags behind the database's gets the others.
  deps.jobs.handle<{ requestId: string }>(expireQueue, { concurrency: 2, retryLimit: 10, retryDelay: 1 }, async ({ requestId }) => {
    const stored = await findRequest(deps.database.db, requestId);
    if (stored?.request.status === "pending" && !(await expireOne(requestId))) throw new Error("not due yet by this clock");
  });
  deps.jobs.schedule("decision.sweep", "* * * * *", async () => void (await expireAll()));

  return {
    request: request(deps),
    decide: decide(deps),
    cancel: cancel(deps),
    reportOutcome: reportOutcome(deps),
    snooze: snooze(deps),
    unsnooze: unsnooze(deps),
    read: read(deps, waiters),
    search: search(deps),
    expireDue: expireAll,
    withdrawAll: withdrawAll(deps),
    forget: (work: Work, ownerIds: string[]): Promise<number> => forget(deps, work, ownerIds),

    /** For other slices: the request as it is now, its callback address included. */
    find: (db: Db, id: string) => findRequest(db, id),
    findAll: async (db: Db, ids: string[]): Promise<DecisionRequest[]> => (await findRequests(db, ids)).map(trim),
    /** A new replica's content: all that waits, then the recent past. */
    snapshot: async (db: Db): Promise<DecisionRequest[]> => {
      const since = new Date(deps.clock().getTime() - replica.days * 86_400_000);
      return [...(await listPending(db, replica.pending)), ...(await listResolved(db, since, replica.resolved))].map(trim);
    },
    /** What was asked before and what came of it, without what rules do not look at; oldest first, in pages. */
    past: listPast,
    pastFrom: nthNewest,
    /** All that was ever asked, with what only this slice knows of it; oldest first, in pages. */
    all: listAll,
    /** All that waits for somebody, newest 1,000. */
    pending: (db: Db): Promise<DecisionRequest[]> => listPending(db, replica.pending),
    snoozesOf: (db: Db, personId: string): Promise<Snooze[]> => listSnoozes(db, personId, deps.clock()),
    findSnoozes,
    findSnooze,
    countPending: (db: Db) => countPending(db),
    /** For monitoring: all that waits, in a few words each. */
    open: openAsks,
  };
};
export type DecisionsService = ReturnType<typeof createDecisionsService>;

const longest = 4_000;

/** Leaves long texts of what is settled, and long diffs of all, out of the feed: a phone holds hundreds of these. */
const trim = (full: DecisionRequest): DecisionRequest => {
  const { action, body } = full;
  const longDiff = (action?.diff?.length ?? 0) > longest;
  const longBody = full.status !== "pending" && (body?.length ?? 0) > longest;
  if (!longDiff && !longBody) return full;
  const { diff, ...short } = action ?? { tool: "", diff: undefined };
  return {
    ...full,
    ...(action ? { action: longDiff ? short : { ...short, ...(diff ? { diff } : {}) } } : {}),
    ...(longBody ? { body: `${body?.slice(0, longest)}…` } : {}),
    trimmed: true,
  };
};
