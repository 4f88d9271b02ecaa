import { randomUUID } from "node:crypto";
import type { Work } from "../platform/db/database.ts";
import { changePause, heldBy, markHeld, type PauseRow } from "./pauses.repository.ts";
import { pauseTopic, toPause, type PausesDeps } from "./pauses.types.ts";
import type { Wanted } from "./wanted.ts";

/** How long a held step stands without a sign, how often one is given, and when another step of the run takes its place. */
const leaseMs = 70_000;
const signMs = 20_000;
const silentMs = 45_000;

export type Step = {
  owner: { id: string };
  session: string;
  /** What it is about to do, for people. */
  step: string;
  /** It asks again when it is told to: a lost connection is not the end of its patience. */
  returns: boolean;
  /** What its call is known by, if it says who it is when it asks again. */
  key?: string | undefined;
  /** How long this call may be held, in milliseconds; without it for as long as the client does. */
  waitMs?: number | undefined;
  /** Aborts when the client has gone; asked for only where it is held. */
  hungUp: () => AbortSignal;
};

/** `go`: nobody wants it to stop, or no longer. `pending`: it shall ask again. */
export type Held = "go" | "pending";

const free = { heldAt: null, step: null, hold: null, leaseUntil: null } as const;
/** Nothing of the run is held, and somebody wants it to be: its next step is. */
export const askedAnew = { state: "requested", ...free } as const;
export const letGo = (now: Date, note: string) => ({ state: "let_go" as const, endedAt: now, note, hold: null, leaseUntil: null });

/** Holds one step of a run for as long as a person wants the run to stand still. */
export const holdStep =
  (deps: PausesDeps & { wanted: Wanted; stopping: AbortSignal }) =>
  async ({ owner, session, step, returns, key, waitMs, hungUp }: Step): Promise<Held> => {
    const { clock, waiters, wanted, stopping } = deps;
    await wanted.ready();
    const id = wanted.of(owner.id, session);
    if (id === undefined) return "go";
    const signal = hungUp();
    const either = AbortSignal.any([signal, stopping]);
    const since = clock().getTime();
    const deadline = waitMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + waitMs;
    const hold = key ?? randomUUID();
    for (;;) {
      const waiter = waiters.arm(id);
      try {
        if (!(await mark(deps, { id, hold, step: step.slice(0, 200) }))) {
          wanted.drop(id);
          return "go";
        }
        if (either.aborted) break;
        await waiter.wait(Math.max(0, Math.min(signMs, deadline - performance.now())), either);
      } finally {
        waiter.disarm();
      }
      if (either.aborted) break;
      if (performance.now() >= deadline) return "pending";
    }
    if (returns) return "pending";
    // This server stops and cannot hold it any longer: the next step is held, here or elsewhere.
    if (!signal.aborted) await change(deps, id, askedAnew, { hold });
    else
      await change(
        deps,
        id,
        letGo(clock(), `Its hook stopped waiting after ${words(clock().getTime() - since)}: its own time was over, or it was interrupted.`),
        // Another step of the run that is held goes on standing still, and nobody is told that it runs.
        { hold },
      );
    return "go";
  };

/** The agent has ended the hook of a step that was held. */
export const withdrawStep =
  (deps: PausesDeps) =>
  async (owner: { id: string }, { key, reason }: { key: string; reason: string }): Promise<void> => {
    const row = await heldBy(deps.database.db, owner.id, key);
    if (row) await change(deps, row.id, letGo(deps.clock(), `Its hook stopped waiting: ${reason}`.slice(0, 500)), { hold: key });
  };

const words = (ms: number) => (ms < 90_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`);

const mark = (deps: PausesDeps, { id, hold, step }: { id: string; hold: string; step: string }): Promise<boolean> =>
  deps.database.transaction(async (work) => {
    const now = deps.clock();
    const after = (ms: number) => new Date(now.getTime() + ms);
    const held = await markHeld(work.db, { id, hold, step, now, leaseUntil: after(leaseMs), silentSince: after(leaseMs - silentMs) });
    if (held?.first) await tell(deps, work, held.row);
    return held !== undefined;
  });

/** Changes it while it is not over, and tells everybody. */
export const change = (deps: PausesDeps, id: string, to: Parameters<typeof changePause>[2], only?: Parameters<typeof changePause>[3]) =>
  deps.database.transaction(async (work): Promise<boolean> => {
    const row = await changePause(work.db, id, to, only);
    if (row) await tell(deps, work, row);
    return row !== undefined;
  });

/** The apps read it with its session. */
export const tell = async ({ feed, changed }: Pick<PausesDeps, "feed" | "changed">, work: Work, row: PauseRow): Promise<void> => {
  await feed.append(work, { kind: "session", entityId: row.sessionId });
  await changed?.(work, toPause(row));
  work.wake({ topic: pauseTopic, key: row.id });
};
