import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Writes a file whole or not at all: who reads it sees what was there before, or all that is new. `flush` false: it outlives any
 * process, but perhaps not a power cut; for what nobody asks about after one.
 */
export function keepFile(path: string, value: unknown, { flush = true }: { flush?: boolean } = {}): void {
  const next = `${path}.new`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(next, JSON.stringify(value), { mode: 0o600, flush });
  renameSync(next, path);
}

/** What was kept there; nothing where it is missing, or is not what was written. */
export function readKept<T extends object>(path: string, isOne: (value: T) => boolean): T | undefined {
  try {
    const value = JSON.parse(readFileSync(path, "utf8")) as T;
    return typeof value === "object" && value !== null && isOne(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The names in a folder; none where it is not there. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Takes away a file or a folder; one that is gone already is no error. */
export const forgetFile = (...path: [string, ...string[]]): void => rmSync(join(...path), { recursive: true, force: true });
