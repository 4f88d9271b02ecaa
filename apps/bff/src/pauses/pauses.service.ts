import type { Session, SessionPause } from "@beckon/contracts/agents";
import type { Actor } from "@beckon/contracts/access";
import { actorOf } from "../access/callers.ts";
import type { Db, Work } from "../platform/db/database.ts";
import type { Caller } from "../platform/http/env.ts";
import { newId } from "../platform/ids.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import { askedAnew, change, holdStep, letGo, tell, withdrawStep, type Held, type Step } from "./hold-step.ts";
import { cannotPause, noSession, notPaused } from "./pauses.errors.ts";
import {
  activePauses,
  changePause,
  deletePauses,
  insertPause,
  lapsedPauses,
  latestPauses,
  lockActiveOf,
  lockPause,
  prunePauses,
  type PauseRow,
} from "./pauses.repository.ts";
import { toPause, type PausesDeps, type Within } from "./pauses.types.ts";
import { createWanted } from "./wanted.ts";

const keptMs = 30 * 86_400_000;

export type PausesService = {
  /** @throws 404 no such session, 409 it cannot be held. Twice is once: `made` says whether it is new. */
  request(caller: Caller, sessionId: string, within?: Within): Promise<{ pause: SessionPause; made: boolean }>;
  /** The same by another word than a caller's: what the server was told to do by itself. */
  requestAs(actor: Actor, sessionId: string, within?: Within): Promise<{ pause: SessionPause; made: boolean }>;
  /** @throws 404 no such session, 409 it is not paused. */
  resume(caller: Caller, sessionId: string, within?: Within): Promise<SessionPause>;
  /** Locks a wish until the transaction ends; what comes of it is known only then. */
  lock(work: Work, id: string): Promise<SessionPause | undefined>;
  /** Ends a wish while nothing is held by it; `note` says why. */
  takeBack(work: Work, id: string, note: string): Promise<void>;
  /** Holds a step of a run while somebody wants it to stand still. */
  hold(step: Step): Promise<Held>;
  /** The agent ended the hook that was held with this key. */
  withdraw(owner: { id: string }, asked: { key: string; reason: string }): Promise<void>;
  /** What a program is told with its sign of life. */
  commands(ownerId: string, session: string | undefined): Promise<{ id: string; kind: "pause" }[]>;
  /** The newest of each of these sessions. */
  latest(db: Db, sessionIds: readonly string[]): Promise<ReadonlyMap<string, SessionPause>>;
  /** These sessions with what people want of them. */
  beside(sessions: Session[]): Promise<Session[]>;
  sweep(): Promise<void>;
  forget(work: Work, sessionIds: readonly string[]): Promise<void>;
  /** Before the server closes its connections: lets all go that it holds. */
  stop(): Promise<void>;
};

/** Runs that people stop at their next step, and let go on. */
export const createPausesService = (deps: PausesDeps & { jobs: Jobs }): PausesService => {
  const { database, clock, audit, agents, jobs } = deps;
  const stopping = new AbortController();
  const wanted = createWanted(deps);
  const hold = holdStep({ ...deps, wanted, stopping: stopping.signal });
  const underWay = new Set<Promise<unknown>>();

  const latest: PausesService["latest"] = async (db, sessionIds) =>
    new Map((await latestPauses(db, sessionIds)).map((row) => [row.sessionId, toPause(row)]));
  const sweep = async (): Promise<void> => {
    const now = clock();
    // Its hook, or the server that held it, is gone without a word. What was wanted is wanted still.
    for (const { id } of await lapsedPauses(database.db, now)) await change(deps, id, askedAnew, { lapsedAt: now });
    const open = await activePauses(database.db);
    const sessions = await agents.findSessions(
      database.db,
      open.map(({ sessionId }) => sessionId),
    );
    // What is not found any more is forgotten, and has ended long since.
    const running = new Set(sessions.flatMap(({ id, endedAt }) => (endedAt === undefined ? [id] : [])));
    for (const { id, sessionId } of open) if (!running.has(sessionId)) await change(deps, id, letGo(now, "The run ended."));
  };
  jobs.schedule("pauses.sweep", "* * * * *", sweep);
  jobs.schedule("pauses.prune", "37 4 * * *", () => prunePauses(database.db, new Date(clock().getTime() - keptMs)));

  const requestAs: PausesService["requestAs"] = async (actor, sessionId, within) => {
    const [session] = await agents.findSessions(database.db, [sessionId]);
    const ownerId = (await agents.ownersOfSessions(database.db, [sessionId])).get(sessionId);
    if (!session || ownerId === undefined) throw noSession();
    if (session.endedAt !== undefined) throw cannotPause({ detail: "The run has ended." });
    if (!session.canPause)
      throw cannotPause({
        detail:
          "Nothing of this run waits for Beckon before it acts: it has no hook that could hold it, or none of its hooks has been heard of yet.",
      });
    const now = clock();
    const row: PauseRow = {
      id: newId("pa", now.getTime()),
      sessionId,
      ownerId,
      sessionKey: session.key,
      state: "requested",
      at: now,
      by: actor.name ?? "a person",
      heldAt: null,
      step: null,
      hold: null,
      endedAt: null,
      note: null,
      leaseUntil: null,
    };
    const { pause, made } = await database.transaction(async (work) => {
      const made = await insertPause(work.db, row);
      if (made) {
        await audit.append(work, { actor, action: "session.pause_requested", subject: sessionId, detail: { pause: row.id } });
        await tell(deps, work, row);
      }
      const pause = made ? row : await lockActiveOf(work.db, sessionId);
      if (!pause) throw cannotPause({ detail: "Somebody let it go on at this very moment." });
      await within?.(work, toPause(pause));
      return { pause, made };
    });
    if (made) wanted.put(row);
    return { pause: toPause(pause), made };
  };

  return {
    request: (caller, sessionId, within) => requestAs(actorOf(caller), sessionId, within),
    requestAs,
    resume: async (caller, sessionId, within) => {
      const actor = actorOf(caller);
      const pause = await database.transaction(async (work) => {
        const active = await lockActiveOf(work.db, sessionId);
        const row =
          active &&
          (await changePause(work.db, active.id, {
            state: "resumed",
            endedAt: clock(),
            note: `by ${actor.name ?? "a person"}`,
            hold: null,
            leaseUntil: null,
          }));
        if (!row) return undefined;
        await audit.append(work, { actor, action: "session.resumed", subject: sessionId, detail: { pause: row.id } });
        await tell(deps, work, row);
        await within?.(work, toPause(row));
        return row;
      });
      if (pause) {
        wanted.put(pause);
        return toPause(pause);
      }
      const [session] = await agents.findSessions(database.db, [sessionId]);
      throw session ? notPaused() : noSession();
    },
    lock: async (work, id) => {
      const row = await lockPause(work.db, id);
      return row && toPause(row);
    },
    takeBack: async (work, id, note) => {
      const row = await lockPause(work.db, id);
      const ended = row?.state === "requested" ? await changePause(work.db, id, letGo(clock(), note)) : undefined;
      if (!ended) return;
      await tell(deps, work, ended);
      work.afterCommit(() => wanted.put(ended));
    },
    hold: (asked) => {
      const held = hold(asked).finally(() => underWay.delete(held));
      underWay.add(held);
      return held;
    },
    withdraw: withdrawStep(deps),
    commands: async (ownerId, session) => {
      await wanted.ready();
      const id = session === undefined ? undefined : wanted.of(ownerId, session);
      return id === undefined ? [] : [{ id, kind: "pause" }];
    },
    latest,
    beside: async (sessions) => {
      const found = await latest(
        database.db,
        sessions.map(({ id }) => id),
      );
      return sessions.map((session) => {
        const pause = found.get(session.id);
        return pause ? { ...session, pause } : session;
      });
    },
    sweep,
    forget: (work, sessionIds) => deletePauses(work.db, sessionIds),
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(underWay);
    },
  };
};
