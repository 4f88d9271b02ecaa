import type { Host, ProcessState, ShownProcess } from "@beckon/contracts/hosts";
import type { IconName } from "@beckon/ui/icons";
import type { Tone } from "../fleet/fleet-words.ts";

export type ProcessLook = { word: string; icon: IconName; tone: Tone };

/** Each state by shape, colour and word; never by colour alone. */
export const processLooks: Record<ProcessState, ProcessLook> = {
  starting: { word: "Starting", icon: "squareLine", tone: "good" },
  running: { word: "Running", icon: "square", tone: "good" },
  paused: { word: "Paused", icon: "diamond", tone: "beacon" },
  stopping: { word: "Stopping", icon: "octagon", tone: "info" },
  exited: { word: "Ended", icon: "ring", tone: "faint" },
  failed: { word: "Failed", icon: "crossFill", tone: "bad" },
};

/** It runs, or stands still: there is something to act on. */
export const isAlive = ({ state }: Pick<ShownProcess, "state">): boolean => state !== "exited" && state !== "failed";

/** How many processes of a profile are alive: as many of its `most` are taken. */
export const aliveOf = ({ processes }: Pick<Host, "processes">, profile?: string): number =>
  processes.filter((process) => isAlive(process) && (profile === undefined || process.profile === profile)).length;

const units = ["B", "KB", "MB", "GB", "TB"];

/** "412 MB", "1.3 GB". */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(1_024)));
  const value = bytes / 1_024 ** power;
  return `${value < 10 && power > 2 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}

/** What it takes of the machine, as far as it was measured: "12 % of a core", "412 MB". */
export function loadOf({ cpu, memoryBytes }: Pick<ShownProcess, "cpu" | "memoryBytes">): string[] {
  return [
    cpu === undefined ? "" : `${cpu > 0 && cpu < 0.01 ? "under 1" : Math.round(cpu * 100)} % of a core`,
    memoryBytes === undefined ? "" : formatBytes(memoryBytes),
  ].filter(Boolean);
}

/** Colours of a terminal: no content, and no danger once they are text. */
// oxlint-disable-next-line no-control-regex -- colours of a terminal are what this is about
const colours = /\u001b\[[0-9;:]*m/gu;
export const withoutColours = (text: string): string => text.replace(colours, "");

/** What it wrote last, where that says something. */
export const lastLine = ({ output }: Pick<ShownProcess, "output">): string =>
  withoutColours(output.findLast((line) => withoutColours(line).trim() !== "") ?? "").trim();

/** How a process ended, in the server's and the runner's words: "exit code 1", "killed by SIGKILL". */
export function endOf({ exitCode, signal, problem }: Pick<ShownProcess, "exitCode" | "signal" | "problem">): string {
  const how = signal !== undefined ? `killed by ${signal}` : exitCode !== undefined ? `exit code ${exitCode}` : "";
  return [problem, how].filter(Boolean).join(", ");
}
