import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { hashOf } from "./read-file.ts";

type Writing = { from: string; to: string; bytes: Uint8Array; seen: string };

const changed = { refused: "the file changed meanwhile; look at it again" };

/**
 * Puts new bytes in the place of a file whose content is still what was `seen`, moved to `to` where that is another path.
 * Whoever reads meets the old file or the new one, never a part; a file that stands at `to` is never overwritten.
 */
export const writeFileIf = ({ from, to, bytes, seen }: Writing): { written: true } | { refused: string } => {
  const temporary = join(dirname(to), `.beckon-${randomBytes(6).toString("hex")}.tmp`);
  try {
    writeDurably(temporary, bytes, statSync(from).mode & 0o7777);
    // From here on nothing is awaited: between the look and the rename there are microseconds.
    if (hashOf(readFileSync(from)) !== seen) return changed;
    if (from === to) {
      renameSync(temporary, to);
      syncFolder(dirname(to));
      return { written: true };
    }
    const placed = place(temporary, to);
    if (placed) return placed;
    if (hashOf(readFileSync(from)) !== seen) {
      unlinkSync(to);
      return changed;
    }
    unlinkSync(from);
    syncFolder(dirname(to));
    syncFolder(dirname(from));
    return { written: true };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return { refused: "the file is gone" };
    return { refused: code === "EACCES" || code === "EPERM" || code === "EROFS" ? "the file may not be written by this user" : message };
  } finally {
    if (existsSync(temporary)) unlinkSync(temporary);
  }
};

const writeDurably = (path: string, bytes: Uint8Array, mode: number) => {
  const file = openSync(path, "wx", mode);
  try {
    writeFileSync(file, bytes);
    // The mask of the process may have taken bits away.
    fchmodSync(file, mode);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** A link fails where something stands, in one step; a rename would overwrite it. */
const place = (temporary: string, to: string): { refused: string } | undefined => {
  const taken = { refused: "a file of that name stands in the other folder" };
  try {
    linkSync(temporary, to);
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return taken;
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "EOPNOTSUPP" && code !== "ENOSYS") throw error;
  }
  // A file system without links.
  if (existsSync(to)) return taken;
  renameSync(temporary, to);
  return undefined;
};

/** The name is durable only when its folder is; some systems do not open folders. */
const syncFolder = (path: string) => {
  try {
    const folder = openSync(path, "r");
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // Then it is as durable as that system makes it.
  }
};
