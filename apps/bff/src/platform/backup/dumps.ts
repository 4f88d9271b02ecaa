import { readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

export type DumpReason = "daily" | "before-migration";
export type Dump = { file: string; at: Date; reason: DumpReason };

/** How many of each kind are kept. */
const keep: Record<DumpReason, number> = { daily: 7, "before-migration": 3 };

const shape = /^beckon-(\d{4}-\d\d-\d\dT\d\d)-(\d\d)-(\d\dZ)-(daily|before-migration)\.tar\.gz$/;

/** `beckon-2026-11-21T03-00-00Z-daily.tar.gz`: sorts by time, and no file system dislikes it. */
export const dumpName = (at: Date, reason: DumpReason) =>
  `beckon-${at
    .toISOString()
    .replace(/\.\d+Z$/, "Z")
    .replaceAll(":", "-")}-${reason}.tar.gz`;

/** The finished dumps in a folder, newest first; none where there is no folder. */
export const listDumps = (folder: string): Dump[] => {
  const dumps: Dump[] = [];
  for (const name of namesIn(folder)) {
    const [, hour, minute, second, reason] = shape.exec(name) ?? [];
    if (reason) dumps.push({ file: join(folder, name), at: new Date(`${hour}:${minute}:${second}`), reason: reason as DumpReason });
  }
  return dumps.toSorted((a, b) => b.at.getTime() - a.at.getTime());
};

const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
};

/** Removes what is more than is kept of each kind, and what an interrupted dump left behind. */
export const rotateDumps = async (folder: string): Promise<void> => {
  const dumps = listDumps(folder);
  for (const [reason, count] of Object.entries(keep)) {
    for (const dump of dumps.filter((one) => one.reason === reason).slice(count)) await rm(dump.file, { force: true });
  }
};
