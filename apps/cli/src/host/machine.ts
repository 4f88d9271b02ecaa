import { lifeOf, endOf } from "./look-at.ts";
import { outputOf } from "./output.ts";
import type { Output } from "./output.ts";
import type { ProcessTable } from "./process-table.ts";
import { folderOf, forgetRecord, hasEnded, keepRecord, readRecords } from "./record.ts";
import type { ProcessRecord } from "./record.ts";

export type Figures = { cpu?: number; memoryBytes: number };

/** A process with all that is known of it. `revision` grows with each change that is worth to be told. */
export type Watched = { record: ProcessRecord; revision: number; output: Output; figures?: Figures; goneSince?: number };

/** A supervisor writes down how its process ended; after so long without a word it is gone too. */
const silentMs = 2_000;
const keptMs = 86_400_000;
const mostEnded = 200;

type Options = {
  processes: string;
  table: ProcessTable;
  now: () => Date;
  /** Something is to be told. */
  changed: (watched: Watched) => void;
  /** A process has just ended: what it leaves is to be seen to. */
  ended: (watched: Watched) => void;
};

const isHeld = ({ state, leader }: ProcessRecord) => leader !== undefined && (state === "running" || state === "paused");

/** All processes of this runner and of those before it; each change is kept before anybody hears of it. */
export function createMachine({ processes, table, now, changed, ended }: Options) {
  const all = new Map<string, Watched>();
  const dirOf = (id: string) => folderOf(processes, id);
  for (const record of readRecords(processes)) all.set(record.id, { record, revision: 1, output: outputOf(dirOf(record.id)) });

  const change = (watched: Watched, patch: Partial<ProcessRecord>): void => {
    const before = watched.record;
    watched.record = { ...before, ...patch };
    // That it stands still or goes on is read from the process table after a start, whatever was noted.
    keepRecord(processes, watched.record, { flush: !isHeld(before) || !isHeld(watched.record) });
    watched.revision += 1;
    changed(watched);
    if (hasEnded(watched.record) && !hasEnded(before)) ended(watched);
  };

  /** Brings what is noted of one process in line with the process table. */
  const look = (watched: Watched): void => {
    const { record } = watched;
    const dir = dirOf(record.id);
    if (hasEnded(record) && now().getTime() - Date.parse(record.endedAt ?? "") > 10_000) return;
    watched.output = outputOf(dir);
    if (hasEnded(record) || record.run === 0) return;
    const life = lifeOf({ table, dir, record });
    if (life.is === "alive") {
      watched.goneSince = undefined;
      const state = record.state === "stopping" ? "stopping" : life.still ? "paused" : "running";
      if (state !== record.state || !record.leader) change(watched, { state, leader: life.leader });
    } else if (life.is === "gone" && !record.again) {
      watched.goneSince ??= now().getTime();
      const silent = now().getTime() - watched.goneSince >= silentMs;
      if (life.exit === undefined && !silent) return;
      change(watched, endOf(record, life.exit, now().toISOString()));
    }
  };

  return {
    get: (id: string): Watched | undefined => all.get(id),
    list: (): Watched[] => [...all.values()],
    alive: (): Watched[] => [...all.values()].filter(({ record }) => !hasEnded(record)),
    dirOf,
    add: (record: ProcessRecord): Watched => {
      const watched: Watched = { record, revision: 1, output: outputOf(dirOf(record.id)) };
      keepRecord(processes, record);
      all.set(record.id, watched);
      changed(watched);
      return watched;
    },
    change,
    look,
    lookAtAll: (): void => {
      for (const watched of all.values()) look(watched);
    },
    /** Forgets what ended a day ago, or is one too many; `isTold` says what may go. */
    tidy: (isTold: (watched: Watched) => boolean): void => {
      const over = [...all.values()].filter(({ record }) => hasEnded(record) && record.settled);
      over.sort((one, other) => (other.record.endedAt ?? "").localeCompare(one.record.endedAt ?? ""));
      const old = (watched: Watched) => now().getTime() - Date.parse(watched.record.endedAt ?? "") > keptMs;
      for (const watched of over.filter((one, index) => isTold(one) && (index >= mostEnded || old(one)))) {
        all.delete(watched.record.id);
        forgetRecord(processes, watched.record.id);
      }
    },
  };
}
export type Machine = ReturnType<typeof createMachine>;
