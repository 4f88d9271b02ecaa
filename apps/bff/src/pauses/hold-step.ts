import type { Work } from "../platform/db/database.ts";
import { changePause, markHeld } from "./pauses.repository.ts";
import { pauseTopic, type PausesDeps } from "./pauses.types.ts";
import type { Wanted } from "./wanted.ts";

/** How long a held step stands without a sign, and how often one is given. */
const leaseMs = 90_000;
const signMs = 20_000;

export type Step = {
  owner: { id: string };
  session: string;
  /** What it is about to do, for people. */
  step: string;
  /** It asks again when it is told to: a lost connection is not the end of its patience. */
  returns: boolean;
  /** How long this call may be held, in milliseconds; without it for as long as the client does. */
  waitMs?: number | undefined;
  /** Aborts when the client has gone; asked for only where it is held. */
  hungUp: () => AbortSignal;
};

/** `go`: nobody wants it to stop, or no longer. `pending`: it shall ask again. */
export type Held = "go" | "pending";

/** Holds one step of a run for as long as a person wants the run to stand still. */
export const holdStep =
  (deps: PausesDeps & { wanted: Wanted; stopping: AbortSignal }) =>
  async ({ owner, session, step, returns, waitMs, hungUp }: Step): Promise<Held> => {
    const { clock, waiters, wanted, stopping } = deps;
    await wanted.ready();
    const id = wanted.of(owner.id, session);
    if (id === undefined) return "go";
    const signal = hungUp();
    const either = AbortSignal.any([signal, stopping]);
    const since = clock().getTime();
    const deadline = waitMs === undefined ? Number.POSITIVE_INFINITY : performance.now() + waitMs;
    for (;;) {
      const waiter = waiters.arm(id);
      try {
        if (!(await mark(deps, { id, step: step.slice(0, 200) }))) return "go";
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
    if (!signal.aborted) await change(deps, id, { state: "requested", heldAt: null, step: null, leaseUntil: null });
    else
      await change(
        deps,
        id,
        letGo(clock(), `Its hook stopped waiting after ${words(clock().getTime() - since)}: its own time was over, or it was interrupted.`),
      );
    return "go";
  };

const words = (ms: number) => (ms < 90_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`);

export const letGo = (now: Date, note: string) => ({ state: "let_go" as const, endedAt: now, note, leaseUntil: null });

const mark = (deps: PausesDeps, { id, step }: { id: string; step: string }): Promise<boolean> =>
  deps.database.transaction(async (work) => {
    const now = deps.clock();
    const held = await markHeld(work.db, { id, step, now, leaseUntil: new Date(now.getTime() + leaseMs) });
    if (held?.first) await tell(deps, work, held.row);
    return held !== undefined;
  });

/** Changes it while it is not over, and tells everybody. */
export const change = (deps: PausesDeps, id: string, to: Parameters<typeof changePause>[2]): Promise<boolean> =>
  deps.database.transaction(async (work) => {
    const row = await changePause(work.db, id, to);
    if (row) await tell(deps, work, row);
    return row !== undefined;
  });

/** The apps read it with its session. */
export const tell = async ({ feed }: Pick<PausesDeps, "feed">, work: Work, row: { id: string; sessionId: string }): Promise<void> => {
  await feed.append(work, { kind: "session", entityId: row.sessionId });
  work.wake({ topic: pauseTopic, key: row.id });
};
