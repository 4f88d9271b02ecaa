import type { HostProcess, HostReport } from "@beckon/contracts/hosts";
import type { Journal } from "./journal.ts";
import type { Machine, Watched } from "./machine.ts";
import { hasEnded, toldRecord } from "./record.ts";

/** How often figures and output are told; a change of state is told at once. */
const everyMs = 5_000;
/** Of one report; the server takes no more than 1 MiB. */
const mostBytes = 600_000;
const mostProcesses = 200;
const mostReports = 200;

/** What the server has of a process: as far as its revision, and its output as of that stamp. */
type Told = { revision: number; stamp: string };
type Part = { report: HostReport; taken: () => void };

/** Knows what the server has not taken yet, and makes reports of it. */
export function createTelling({
  machine,
  journal,
  now = () => performance.now(),
}: {
  machine: Machine;
  journal: Journal;
  now?: () => number;
}) {
  const told = new Map<string, Told>();
  const refused = new Set<string>();
  /** Commands that are none, by their ids: told as failed once, and not kept. */
  const wrong = new Map<string, string>();
  let toldAt = -Infinity;

  const isChanged = ({ record, revision, output }: Watched): boolean => {
    const known = told.get(record.id);
    return !known || known.revision < revision || (hasEnded(record) && known.stamp !== output.stamp);
  };
  const pack = (those: readonly Watched[]): { processes: HostProcess[]; taken: () => void } => {
    const packed = new Map<string, Told>();
    let bytes = 0;
    const processes = those.map((watched) => {
      const { record, revision, figures, output } = watched;
      const before = told.get(record.id)?.stamp ?? "";
      const process: HostProcess = { ...toldRecord(record), ...(hasEnded(record) ? {} : figures) };
      const isNew = output.stamp !== before;
      const withOutput = isNew ? { ...process, output: output.lines(), ...(output.at && { lastOutputAt: output.at }) } : process;
      const size = Buffer.byteLength(JSON.stringify(withOutput));
      const fits = bytes + size <= mostBytes;
      bytes += fits ? size : 3_000;
      packed.set(record.id, { revision, stamp: fits ? output.stamp : before });
      return fits ? withOutput : process;
    });
    return { processes, taken: () => packed.forEach((one, id) => told.set(id, one)) };
  };

  return {
    /** The next report, where there is something to tell. */
    next: (): Part | undefined => {
      const commands = [...[...wrong].map(([id, result]) => ({ id, state: "failed" as const, result })), ...journal.untold()].slice(
        0,
        mostReports,
      );
      const mine = machine.list().filter(({ record }) => !refused.has(record.id));
      const due = now() - toldAt >= everyMs;
      const those = mine.filter((watched) => isChanged(watched) || (due && !hasEnded(watched.record)));
      // All at once as long as it fits: what the server knows beyond that is gone.
      const complete = due && those.length <= mostProcesses;
      if (due && !complete) for (const { record } of those) told.set(record.id, { revision: -1, stamp: told.get(record.id)?.stamp ?? "" });
      if (those.length === 0 && commands.length === 0 && !complete) return undefined;
      const { processes, taken } = pack(those.slice(0, mostProcesses));
      if (due && !complete) toldAt = now();
      return {
        report: { complete, processes, commands },
        taken: () => {
          if (complete) toldAt = now();
          taken();
          for (const { id } of commands) wrong.delete(id);
          journal.taken(commands);
        },
      };
    },
    /** So long nothing is due by itself. */
    idleMs: (): number => Math.max(0, toldAt + everyMs - now()),
    /** The server knows nothing of this machine any more: it is told all of it. */
    startOver: (): void => {
      told.clear();
      toldAt = -Infinity;
    },
    /** The server says that these are somebody else's. */
    refuse: (ids: readonly string[]): void => {
      for (const id of ids) {
        wrong.delete(id);
        if (machine.get(id)) refused.add(id);
      }
      journal.taken(ids.flatMap((id) => journal.get(id) ?? []).map(({ command: { id }, state }) => ({ id, state })));
    },
    /** The server gave what is no command: whoever asked for it is to know. */
    refuseCommand: (id: string, why: string): void => {
      if (!journal.get(id) && wrong.size < mostReports) wrong.set(id, why.slice(0, 300));
    },
    /** The server has all there is to know of it. */
    isTold: (watched: Watched): boolean => refused.has(watched.record.id) || !isChanged(watched),
  };
}
export type Telling = ReturnType<typeof createTelling>;
