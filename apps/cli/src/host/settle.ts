import { leaderOfRecord } from "./acting.ts";
import type { Acting } from "./acting.ts";
import { endMembers } from "./end-members.ts";
import type { Watched } from "./machine.ts";

const graceMs = 3_000;

/** Sees to what a process leaves when it has ended: what still belongs to it is ended, its worktree removed or kept. */
export function createSettling(acting: Acting) {
  const running = new Map<Watched, Promise<void>>();
  const settle = async (watched: Watched): Promise<void> => {
    const { machine, table, wait, worktrees } = acting;
    await endMembers({ table, leader: leaderOfRecord(watched.record), graceMs, wait });
    const { worktree } = watched.record;
    const kept = worktree && (await worktrees.remove(worktree));
    const problem =
      kept === undefined
        ? {}
        : { problem: [watched.record.problem, `its worktree ${worktree?.path} is kept: ${kept}`].filter(Boolean).join("; ") };
    machine.change(watched, { ...problem, settled: true });
  };
  return {
    begin: (watched: Watched): void => {
      if (watched.record.settled || running.has(watched)) return;
      // What fails here, such as a full disk, is tried again by the next runner.
      running.set(
        watched,
        settle(watched)
          .catch(() => undefined)
          .finally(() => running.delete(watched)),
      );
    },
    /** Done when this one is settled. */
    of: (watched: Watched): Promise<void> => running.get(watched) ?? Promise.resolve(),
    all: (): Promise<unknown> => Promise.all(running.values()),
  };
}
export type Settling = ReturnType<typeof createSettling>;
