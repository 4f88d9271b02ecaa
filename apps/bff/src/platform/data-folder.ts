import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  constants,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { StartError } from "./errors.ts";

export type DataFolder = {
  path: string;
  /** Where the embedded database lives. */
  database: string;
  /** Where its dumps are kept. */
  dumps: string;
  /** What the command line on this machine shows to prove that it may read the folder. */
  localSecret: string;
  /** What had to be put right, a line each. */
  notes: string[];
};

/**
 * The folder that holds all that lasts: made for this user alone, writable, with its local secret.
 * Throws one line when it cannot serve. `room` is how many MB must be free to go on.
 */
export const openDataFolder = (path: string, room = 64): DataFolder => {
  const notes: string[] = [];
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    closeToOthers(path, 0o700, notes);
    tryToWrite(path);
    refuseFullDisk(path, room);
    return { path, database: join(path, "pg"), dumps: join(path, "dumps"), localSecret: ensureLocalSecret(path, notes), notes };
  } catch (error) {
    throw error instanceof StartError ? error : new StartError(explain(path, error as NodeJS.ErrnoException));
  }
};

/** One line for a file error under the data folder: what is wrong and what to do. */
export const explain = (path: string, error: NodeJS.ErrnoException): string => {
  const other = "or set BECKON_DATA_DIR to another folder";
  switch (error.code) {
    case "EACCES":
    case "EPERM":
      return `The data folder ${path} is not writable for the user ${user()} (${error.code}). Give it to that user (chown -R), ${other}.`;
    case "EROFS":
      return `The data folder ${path} is on a read-only file system. Mount it writable, ${other}.`;
    case "ENOSPC":
    case "EDQUOT":
      return `No room is left for the data folder ${path} (${error.code}). Free some space, ${other}.`;
    case "EEXIST":
    case "ENOTDIR":
      return `The data folder ${path} cannot be made: a file is in its place (${error.code}). Move that file, ${other}.`;
    default:
      return `The data folder ${path} cannot be used (${error.code ?? error.message}). Check it, ${other}.`;
  }
};

const user = () => {
  try {
    return userInfo().username;
  } catch {
    // In a container the user may have a number and no name.
    return String(process.getuid?.() ?? "of this process");
  }
};

/** The rights of others are taken away; where that is not ours to do, it is said. */
const closeToOthers = (path: string, mode: number, notes: string[]) => {
  if (process.platform === "win32") return;
  const found = statSync(path).mode & 0o777;
  if ((found & 0o077) === 0) return;
  try {
    chmodSync(path, mode);
    notes.push(`${path} was open to other users (mode ${found.toString(8)}); it is now ${mode.toString(8)}.`);
  } catch {
    notes.push(`${path} is open to other users (mode ${found.toString(8)}) and its owner is another: run chmod ${mode.toString(8)} on it.`);
  }
};

/** Permission bits do not tell: a mount may be read-only, and root ignores them. Only writing does. */
const tryToWrite = (path: string) => {
  const probe = join(path, `.probe-${process.pid}-${randomBytes(4).toString("hex")}`);
  try {
    writeNew(probe, "beckon");
  } finally {
    rmSync(probe, { force: true });
  }
};

const refuseFullDisk = (path: string, room: number) => {
  const disk = statfsSync(path);
  const free = Math.floor((disk.bavail * disk.bsize) / 1_048_576);
  // A file system that counts no blocks at all (some network mounts) says nothing about its room.
  if (disk.blocks === 0 || free >= room) return;
  throw new StartError(
    `Only ${free} MB are free for the data folder ${path}; ${room} MB are needed. Free some space, or set BECKON_DATA_DIR to another folder.`,
  );
};

/** Made once. Hard-linked into place, so that of several servers starting at once all read the same one. */
const ensureLocalSecret = (path: string, notes: string[]): string => {
  const file = join(path, "local-secret");
  const known = readSecret(file);
  if (known) {
    closeToOthers(file, 0o600, notes);
    return known;
  }
  const fresh = `${file}.${process.pid}-${randomBytes(4).toString("hex")}`;
  try {
    writeNew(fresh, randomBytes(32).toString("base64url"));
    if (known === "") {
      rmSync(file, { force: true });
      notes.push(`${file} was damaged; a new secret was made.`);
    }
    try {
      linkSync(fresh, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  } finally {
    rmSync(fresh, { force: true });
  }
  const secret = readSecret(file);
  if (!secret) throw new StartError(`${file} cannot be written. Remove it and start again.`);
  return secret;
};

/** The secret, "" when the file holds no secret, nothing when there is no file. */
const readSecret = (file: string): string | undefined => {
  try {
    const value = readFileSync(file, "utf8").trim();
    return /^[\w-]{43}$/.test(value) ? value : "";
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
};

const writeNew = (file: string, content: string) => {
  const handle = openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    writeSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};
