import { createHash, randomUUID } from "node:crypto";
import { chmod, lstat, mkdir, readFile, realpath, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CliError } from "../errors.ts";

const MAX_BYTES = 8 * 1024 * 1024;

/** A settings file as it stands: `target` is where a link leads. */
export type OnDisk = { path: string; target: string; exists: boolean; bytes: Buffer; text: string; mode: number };

/**
 * Reads a settings file to change it.
 *
 * @throws CliError where it cannot be changed safely: no text, too large, read-only, a link that leads nowhere.
 */
export async function readSettings(path: string): Promise<OnDisk> {
  const link = await lstat(path).catch(() => undefined);
  if (!link) return { path, target: path, exists: false, bytes: Buffer.alloc(0), text: "", mode: 0o644 };
  const target = await realpath(path).catch(() => undefined);
  if (!target) throw new CliError(`${path} is a link that leads nowhere`, { hint: "put the file there, or remove the link" });
  const info = await stat(target);
  if (!info.isFile()) throw new CliError(`${path} is no file`);
  if (info.size > MAX_BYTES) throw new CliError(`${path} is larger than 8 MiB`, { hint: "is it the right file?" });
  const bytes = await readFile(target);
  return { path, target, exists: true, bytes, text: decode(bytes, path), mode: info.mode & 0o7777 };
}

/** Told before anything is written, so that all files are changed or none. */
export async function assertWritable(file: OnDisk): Promise<void> {
  if (file.exists && (file.mode & 0o200) === 0) {
    throw new CliError(`${file.path} is read-only`, { hint: `if you may change it: chmod u+w ${file.path}` });
  }
}

export const fingerprint = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Whether the file is still the one that was read. */
export async function isUnchanged(file: OnDisk): Promise<boolean> {
  const now = await readSettings(file.path);
  return now.exists === file.exists && now.bytes.equals(file.bytes);
}

/**
 * Writes beside the file and puts it in its place, so that nobody ever reads half of it; a link stays a link.
 * Resolves to the folders that had to be made.
 */
export async function writeSettings(file: { target: string; bytes: Uint8Array; mode: number }): Promise<string[]> {
  const folders = await makeFolders(dirname(file.target));
  const temporary = join(dirname(file.target), `.beckon-${randomUUID().slice(0, 8)}.tmp`);
  try {
    await writeFile(temporary, file.bytes, { mode: file.mode, flag: "wx" });
    await chmod(temporary, file.mode);
    await rename(temporary, file.target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return folders;
}

/** Removes the folders that were made, and are empty by now, from the inside out. */
export async function removeFolders(folders: string[]): Promise<void> {
  // One that is not empty, or gone already, is no fault.
  for (const folder of folders.toSorted((a, b) => b.length - a.length)) await rmdir(folder).catch(() => undefined);
}

async function makeFolders(folder: string): Promise<string[]> {
  if (await stat(folder).catch(() => undefined)) return [];
  const outer = await makeFolders(dirname(folder));
  await mkdir(folder, { mode: 0o700 });
  return [...outer, folder];
}

function decode(bytes: Buffer, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CliError(`${path} is no UTF-8 text`, { hint: "it is left as it is" });
  }
}
