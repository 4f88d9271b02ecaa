import { join } from "node:path";
import type { CommandReport, HostCommand } from "@beckon/contracts/hosts";
import { forgetFile, keepFile, namesIn, readKept } from "./kept-file.ts";

/** A command from its arrival on. `run` is the run of its process when its turn came: what was done since is not done again. */
export type Entry = {
  command: HostCommand;
  arrivedAt: string;
  run?: number;
  state: CommandReport["state"];
  result?: string;
  /** The state that the server has taken. */
  told?: CommandReport["state"];
};

/** The server gives no command so long after its time; nobody waits for its result either. */
const keptMs = 3_600_000;
const untoldMs = 86_400_000;
const most = 5_000;
/** What was told so lately may have crossed with what is given again. */
const crossingMs = 1_000;
const mostReports = 200;

type Options = { folder: string; now: () => Date; changed: () => void };

/** What was asked and what came of it, kept so that each command is done once, also over restarts of the runner. */
export function createJournal({ folder, now, changed }: Options) {
  const entries = new Map<string, Entry>();
  const toldAt = new Map<string, number>();
  const fileOf = (id: string) => join(folder, `${id}.json`);
  for (const name of namesIn(folder).filter((name) => name.endsWith(".json"))) {
    const entry = readKept<Entry>(join(folder, name), (one) => typeof one.command?.id === "string" && typeof one.state === "string");
    if (entry) entries.set(entry.command.id, entry);
  }
  const note = (id: string, entry: Entry): void => {
    keepFile(fileOf(id), entry, { flush: isLasting(entry) });
    entries.set(id, entry);
    changed();
  };
  /** After a power cut nothing is left that could stand still, or go on: a hundred of these at once must not wait for the disk. */
  const isLasting = ({ command: { kind } }: Entry) => kind !== "pause" && kind !== "resume";
  const patch = (id: string, change: Partial<Entry>): void => {
    const entry = entries.get(id);
    if (entry) note(id, { ...entry, ...change });
  };
  const isOver = ({ state }: Entry) => state !== "acknowledged";
  const isDone = (entry: Entry) => isOver(entry) && entry.told === entry.state;

  return {
    get: (id: string): Entry | undefined => entries.get(id),
    /** Kept before anything is done of it. */
    take: (command: HostCommand): void => note(command.id, { command, arrivedAt: now().toISOString(), state: "acknowledged" }),
    atRun: (id: string, run: number): void => patch(id, { run }),
    end: (id: string, end: { state: "done" | "failed"; result: string }): void => {
      const { result } = end;
      patch(id, { state: end.state, result: result.length > 500 ? `${result.slice(0, 499).toWellFormed()}…` : result.toWellFormed() });
    },
    /** What the runner before this one had begun, oldest first. */
    unfinished: (): Entry[] =>
      [...entries.values()].filter((entry) => !isOver(entry)).sort((one, other) => one.arrivedAt.localeCompare(other.arrivedAt)),
    /** The next reports for the server. */
    untold: (): CommandReport[] =>
      [...entries.values()]
        .filter(({ state, told }) => told !== state)
        .slice(0, mostReports)
        .map(({ command: { id }, state, result }) => ({ id, state, ...(result === undefined || result === "" ? {} : { result }) })),
    /** The server has taken these reports, or wants none of them. */
    taken: (reports: readonly CommandReport[]): void => {
      for (const { id, state } of reports) {
        const entry = entries.get(id);
        if (!entry) continue;
        entries.set(id, { ...entry, told: state });
        toldAt.set(id, now().getTime());
        if (state !== "acknowledged") keepFile(fileOf(id), entries.get(id), { flush: isLasting(entry) });
      }
    },
    /** The server gave it once more: it has not heard what was told. */
    tellAgain: (id: string): void => {
      const entry = entries.get(id);
      if (entry && now().getTime() - (toldAt.get(id) ?? 0) > crossingMs) entries.set(id, { ...entry, told: undefined });
    },
    /** Forgets what nobody can ask for any more. */
    tidy: (): void => {
      const age = ({ command }: Entry) => now().getTime() - Date.parse(command.expiresAt);
      const old = [...entries.values()].filter((entry) => age(entry) > (isDone(entry) ? keptMs : untoldMs) && isOver(entry));
      const over = [...entries.values()].filter(isDone).slice(0, Math.max(0, entries.size - most));
      for (const { command } of [...old, ...over]) {
        entries.delete(command.id);
        toldAt.delete(command.id);
        forgetFile(fileOf(command.id));
      }
    },
  };
}
export type Journal = ReturnType<typeof createJournal>;
