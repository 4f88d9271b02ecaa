import { createWriteStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { dumpName, rotateDumps, type DumpReason } from "./dumps.ts";
import { packTar } from "./tar.ts";

/**
 * Writes one dump and returns its file. The database waits only while its files are copied;
 * packing (in zlib's own threads, piece by piece) goes on beside the work. The file appears whole
 * or not at all, and only this user can read it.
 */
export const writeDump = async (options: {
  copyTo: (target: string) => Promise<void>;
  folder: string;
  at: Date;
  reason: DumpReason;
}): Promise<string> => {
  const { folder, at, reason } = options;
  const file = join(folder, dumpName(at, reason));
  const copy = join(folder, ".copy");
  const partial = join(folder, ".partial");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // One process writes dumps, one at a time: what lies here was left by one that was killed.
  await Promise.all([rm(copy, { recursive: true, force: true }), rm(partial, { force: true })]);
  try {
    await options.copyTo(copy);
    await pipeline(
      Readable.from(packTar(copy), { objectMode: true, highWaterMark: 1 }),
      createGzip({ level: 4 }),
      createWriteStream(partial, { mode: 0o600 }),
    );
    const handle = await open(partial, "r+");
    await handle.sync().finally(() => handle.close());
    await rename(partial, file);
  } finally {
    await Promise.all([rm(copy, { recursive: true, force: true }), rm(partial, { force: true })]);
  }
  await rotateDumps(folder);
  return file;
};
