import { join } from "node:path";
import type { HostProcess, ProcessState } from "@beckon/contracts/hosts";
import { forgetFile, keepFile, namesIn, readKept } from "./kept-file.ts";

/** A git worktree that a process works in. */
export type Worktree = { repository: string; path: string; branch: string };

/** All that a runner must know of a process, also after a restart of itself. */
export type ProcessRecord = {
  id: string;
  profile: string;
  agent: string;
  role?: string;
  vendor?: string;
  /** Where it works. */
  folder: string;
  worktree?: Worktree;
  state: ProcessState;
  /** Counts its beginnings, also those that came to nothing; its supervisor's files bear the number. */
  run: number;
  restarts: number;
  /** Known once it has begun. */
  leader?: { pid: number; started: string };
  startedAt: string;
  endedAt?: string;
  exitCode?: number;
  signal?: string;
  problem?: string;
  /** Its end was asked for, so that it is no failure. */
  asked?: boolean;
  /** It is to begin again once it has ended. */
  again?: boolean;
  /** It has ended, and what it left has been seen to. */
  settled?: boolean;
};

export const hasEnded = ({ state }: Pick<ProcessRecord, "state">): boolean => state === "exited" || state === "failed";

/** Where one process keeps its files. */
export const folderOf = (processes: string, id: string): string => join(processes, id);
const fileOf = (processes: string, id: string): string => join(processes, id, "process.json");

export const keepRecord = (processes: string, record: ProcessRecord, options: { flush?: boolean } = {}): void =>
  keepFile(fileOf(processes, record.id), record, options);
export const forgetRecord = (processes: string, id: string): void => forgetFile(processes, id);

/** The processes of the runner before this one. What cannot be read is not touched. */
export const readRecords = (processes: string): ProcessRecord[] =>
  namesIn(processes)
    .map((id) => readKept<ProcessRecord>(fileOf(processes, id), (one) => one.id === id && Number.isInteger(one.run)))
    .filter((record) => record !== undefined);

const clip = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text);

/** The process as the server is told of it. */
export function toldRecord(record: ProcessRecord): HostProcess {
  const { id, profile, agent, role, vendor, folder, state, restarts, leader, startedAt, endedAt, exitCode, signal, problem } = record;
  return {
    id,
    profile,
    agent,
    ...(role === undefined ? {} : { role }),
    ...(vendor === undefined ? {} : { vendor }),
    state,
    ...(leader === undefined ? {} : { pid: leader.pid }),
    folder: clip(folder, 1_000),
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(signal === undefined ? {} : { signal }),
    ...(problem === undefined ? {} : { problem: clip(problem, 500) }),
    restarts,
    output: [],
  };
}
