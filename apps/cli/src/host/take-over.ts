import type { Acting } from "./acting.ts";
import { neverBegan } from "./begin.ts";
import type { Entry } from "./journal.ts";
import { hasEnded } from "./record.ts";
import type { Settling } from "./settle.ts";

/**
 * What the runner before left: what still runs is found again, what ended meanwhile is seen to. What it was about is gone on
 * with by the commands that it had begun; without one nobody waits for it.
 */
export function takeOver(acting: Acting, { settling, unfinished }: { settling: Settling; unfinished: readonly Entry[] }): void {
  const { machine, now } = acting;
  const meant = new Set(unfinished.map(({ command }) => command.processId));
  for (const watched of machine.list()) {
    if (!meant.has(watched.record.id) && !hasEnded(watched.record)) {
      const { again, state } = watched.record;
      if (again || state === "stopping") machine.change(watched, { again: undefined, state: "running" });
      if (state === "starting" && neverBegan(acting, watched))
        machine.change(watched, { state: "failed", problem: "it was never begun", endedAt: now().toISOString() });
    }
    machine.look(watched);
    if (hasEnded(watched.record)) settling.begin(watched);
  }
}
