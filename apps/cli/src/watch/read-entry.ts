import { closeSync, constants, lstatSync, openSync, readSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { WorkFile } from "@beckon/contracts/work-directories";
import { laneNameOf } from "./lane-path.ts";
import { tidyMemory } from "./tidy-memory.ts";
import { hashOf, mostBytes, readFileTasks } from "./read-file.ts";

/** Tells whether a file was touched, without reading it. */
export const stampOf = (stat: { ino: number; size: number; mtimeMs: number; ctimeMs: number }): string =>
  `${stat.ino}:${stat.size}:${stat.mtimeMs}:${stat.ctimeMs}`;

type Looked = { stamp: string; modifiedAt: string } & ({ bytes: Uint8Array } | { problem: string });

/**
 * The bytes of a file, or why they are not to be had; nothing when there is no file. A symbolic link is not followed,
 * for it may lead out of the directory, and neither is anything but a plain file opened.
 */
const look = (root: string, path: string): Looked | undefined => {
  const full = join(root, path);
  try {
    const stat = lstatSync(full);
    const seen = { stamp: stampOf(stat), modifiedAt: stat.mtime.toISOString() };
    if (stat.isSymbolicLink()) return { ...seen, problem: "is a symbolic link, and those are not followed" };
    if (!stat.isFile()) return { ...seen, problem: "is no plain file" };
    if (stat.size > mostBytes)
      return { ...seen, problem: `has ${(stat.size / mostBytes).toFixed(1)} MiB; a file of tasks has at most 1 MiB` };
    return { ...seen, bytes: readWhole(full) };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    const problem = code === "EACCES" || code === "EPERM" ? "may not be read by this user" : message;
    return { stamp: code ?? "", modifiedAt: new Date(0).toISOString(), problem };
  }
};

/** One for all files: they are read one after the other, and nothing of one is kept. */
const buffer = Buffer.allocUnsafeSlow(mostBytes);

const readWhole = (full: string): Uint8Array => {
  const file = openSync(full, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    let read = 0;
    for (let got = -1; got !== 0 && read < buffer.length; read += got) got = readSync(file, buffer, read, buffer.length - read, read);
    return buffer.subarray(0, read);
  } finally {
    closeSync(file);
  }
};

/** What is remembered of a file between two looks. `hash` is empty for one that is none of tasks. */
export type Entry = { stamp: string; hash: string; problem: string | undefined; key: string | undefined };
type Read = { entry: Entry; file: WorkFile | undefined; size: number };

/** Reads one file as it is now. `known` spares the understanding of content that the server has already. */
export const readEntry = (root: string, path: string, known?: (hash: string) => boolean): Read | undefined => {
  tidyMemory();
  const looked = look(root, path);
  if (!looked) return undefined;
  const { stamp, modifiedAt } = looked;
  if ("problem" in looked) {
    const hash = createHash("sha256").update(looked.problem).digest("hex").slice(0, 32);
    const file = { path, lane: laneNameOf(path), hash, modifiedAt, problem: looked.problem, tasks: [] };
    return { entry: { stamp, hash, problem: looked.problem, key: undefined }, file, size: 0 };
  }
  const hash = hashOf(looked.bytes);
  const size = looked.bytes.length;
  if (known?.(hash)) return { entry: { stamp, hash, problem: undefined, key: undefined }, file: undefined, size };
  const read = readFileTasks(path, looked.bytes);
  if (!read) return { entry: { stamp, hash: "", problem: undefined, key: undefined }, file: undefined, size };
  return {
    entry: { stamp, hash, problem: read.problem, key: ownCopy(read.tasks[0]?.key) },
    file: { path, hash, modifiedAt, ...read },
    size,
  };
};

/** A part of a text keeps the whole text alive. */
const ownCopy = (text: string | undefined) => text && Buffer.from(text).toString();
