import type { Signal } from "@beckon/contracts/signals";
import type { Step } from "./compare.ts";
import type { ProcessRow } from "./processes.repository.ts";

const source = "beckon-host";
/** A sign of life of each process so often, and at each change of its state. */
const beatMs = 20_000;

/**
 * What a report says of one process as signals, so that a process is a run of an agent in the Fleet. Known by their ids:
 * a report that is told again after a crash of either side tells no fact twice, and leaves none out.
 */
export const toSignals = (host: { name: string }, { before, after }: Step, now: Date): Signal[] => {
  const head = { source, session: after.id, agent: agentOf(host, after) };
  const id = (what: string) => `${after.id}/${after.restarts}/${what}`;
  const signals: Signal[] = [];
  const begins = startOf({ before, after }, now);
  if (begins)
    signals.push({
      ...head,
      id: id(begins.id),
      at: begins.at.toISOString(),
      kind: "session.started",
      data: { cwd: after.folder, how: "host" },
    });
  if (after.endedAt === null) {
    const beat = Math.floor(now.getTime() / beatMs);
    // That it stands still is told once: after that it shows no sign of life, and nobody may believe that it works.
    const isAlive = after.state !== "paused" && Math.floor((before ?? after).toldAt.getTime() / beatMs) !== beat;
    if (begins || before?.state !== after.state || isAlive)
      signals.push({ ...head, id: id(`${beat}/${after.state}`), at: now.toISOString(), kind: "heartbeat", data: { state: after.state } });
  } else if (!before || before.endedAt === null || before.restarts !== after.restarts)
    signals.push({
      ...head,
      id: id(`end/${after.endedAt.getTime()}`),
      at: after.endedAt.toISOString(),
      kind: "session.ended",
      data: endOf(after),
    });
  return signals;
};

const agentOf = ({ name }: { name: string }, { agent, role, vendor }: ProcessRow) => ({
  name: agent,
  host: name,
  ...(role ? { role } : {}),
  ...(vendor ? { vendor } : {}),
});

/** When it began, or was found again after it had been given up; nothing where it only goes on. */
const startOf = ({ before, after }: Step, now: Date): { id: string; at: Date } | undefined => {
  if (before?.endedAt && after.endedAt === null && after.startedAt <= before.endedAt)
    return { id: `found/${before.endedAt.getTime()}`, at: now };
  if (before && before.sessionId !== null && before.restarts === after.restarts && before.startedAt.getTime() === after.startedAt.getTime())
    return undefined;
  return { id: `start/${after.startedAt.getTime()}`, at: after.startedAt };
};

const endOf = ({ state, exitCode, signal, problem }: ProcessRow) => {
  const reason = signal ?? (exitCode === null ? undefined : `exit ${exitCode}`);
  return { failed: state === "failed", ...(reason ? { reason } : {}), ...(problem ? { error: problem } : {}) };
};
