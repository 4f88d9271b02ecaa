import { leaderOfRecord, Refused, until, watchedOf } from "./acting.ts";
import type { Acting } from "./acting.ts";
import { beginRun, neverBegan, prepareRun, untilBegun } from "./begin.ts";
import { endMembers } from "./end-members.ts";
import { lifeOf } from "./look-at.ts";
import type { Watched } from "./machine.ts";
import { hasEnded } from "./record.ts";

/** A supervisor that says nothing in that time was ended too. */
const wordMs = 5_000;

/** Ends a process and all that belongs to it. `settled` is done with what it left. */
export async function stopProcess(
  acting: Acting,
  { id, graceSeconds, settled }: { id: string; graceSeconds: number; settled: (watched: Watched) => Promise<void> },
): Promise<string> {
  const { machine } = acting;
  const watched = watchedOf(acting, id);
  if (hasEnded(watched.record)) return "it had ended before";
  machine.change(watched, { state: "stopping", asked: true, again: undefined });
  const how = await endAll(acting, watched, graceSeconds);
  if (!hasEnded(watched.record) && neverBegan(acting, watched))
    machine.change(watched, { state: "exited", endedAt: acting.now().toISOString() });
  await until(acting, watched, { wanted: hasEnded, limitMs: wordMs });
  await settled(watched);
  const { problem } = watched.record;
  return problem === undefined ? how : `${how}; ${problem}`;
}

/**
 * Ends a process and begins it anew, in the same place and under the same id. `run` is the run that it was in when it was asked
 * for: where another runner has got further, that is not done again.
 */
export async function restartProcess(
  acting: Acting,
  { id, graceSeconds, run }: { id: string; graceSeconds: number; run: number },
): Promise<string> {
  const { machine } = acting;
  const watched = watchedOf(acting, id);
  const begunAgain = watched.record.run > run;
  if (begunAgain && !neverBegan(acting, watched)) return untilBegun(acting, watched);
  if (!begunAgain && hasEnded(watched.record)) throw new Refused("it has ended: start a new one");
  const prepared = await prepareRun(acting, watched.record);
  const restarts = watched.record.restarts + (begunAgain ? 0 : 1);
  if (begunAgain) return beginRun(acting, watched, { ...prepared, patch: { restarts } });
  machine.change(watched, { state: "stopping", again: true });
  try {
    const how = await endAll(acting, watched, graceSeconds);
    await lastWord(acting, watched);
    return `${how}; ${await beginRun(acting, watched, { ...prepared, patch: { restarts } })}`;
  } finally {
    // Where it came to nothing, what the process table says stands.
    if (watched.record.again) machine.change(watched, { again: undefined });
    machine.look(watched);
  }
}

async function endAll(acting: Acting, watched: Watched, graceSeconds: number): Promise<string> {
  const startedAt = performance.now();
  const { table, wait, machine } = acting;
  const { forced, left } = await endMembers({ table, leader: leaderOfRecord(watched.record), graceMs: graceSeconds * 1_000, wait });
  if (left > 0) {
    machine.change(watched, { state: "running", asked: undefined });
    throw new Refused(`${left === 1 ? "one of its processes" : `${left} of its processes`} cannot be ended, not even by force`);
  }
  return `ended${forced ? " by force" : ""} in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`;
}

/** The run before is over when its supervisor says so: its output is whole then. */
async function lastWord({ machine, table, wait }: Acting, { record }: Watched): Promise<void> {
  const startedAt = performance.now();
  for (;;) {
    const life = lifeOf({ table, dir: machine.dirOf(record.id), record });
    if (life.is === "not begun" || (life.is === "gone" && life.exit !== undefined) || performance.now() - startedAt > wordMs) return;
    await wait(20);
  }
}
