import { createReadStream, existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { openDataFolder } from "../data-folder.ts";
import { lockDataFolder } from "../data-folder-lock.ts";
import { checkDatabase } from "../db/check-database.ts";
import { openPglite } from "../db/pglite.ts";
import { StartError } from "../errors.ts";
import { listDumps } from "./dumps.ts";
import { unpackTar } from "./tar.ts";

export type Restored = { file: string; aside: string | undefined };

/** There while nobody has started on the restored database yet: the change feed must begin anew. */
export const restoredMark = (dataDir: string) => join(dataDir, "restored");

/**
 * Puts a dump (the newest, unless one is named) in the place of the embedded database. The dump is
 * unpacked beside it and opened first; only a sound one takes the place, and what was there is kept.
 */
export const restoreDump = async (options: { dataDir: string; file?: string; at: Date }): Promise<Restored> => {
  const { dataDir, at } = options;
  const folder = openDataFolder(dataDir);
  const file = options.file ?? listDumps(folder.dumps)[0]?.file;
  if (!file) throw new StartError(`There is no dump in ${folder.dumps} to restore.`);
  if (!existsSync(file)) throw new StartError(`There is no file ${file}. The dumps are in ${folder.dumps}.`);
  const lock = lockDataFolder(dataDir);
  const fresh = `${folder.database}.restoring`;
  try {
    await rm(fresh, { recursive: true, force: true });
    await unpackAndTry(file, fresh);
    writeFileSync(restoredMark(dataDir), `${file}\n`, { mode: 0o600 });
    const aside = existsSync(folder.database)
      ? `${folder.database}.before-restore-${at
          .toISOString()
          .replace(/\.\d+Z$/, "Z")
          .replaceAll(":", "-")}`
      : undefined;
    if (aside) renameSync(folder.database, aside);
    renameSync(fresh, folder.database);
    return { file, aside };
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(
      `${file} cannot be restored (${(error as Error).message}). Nothing was changed; name another one of ${folder.dumps}.`,
    );
  } finally {
    rmSync(fresh, { recursive: true, force: true });
    lock.release();
  }
};

const unpackAndTry = async (file: string, fresh: string) => {
  await mkdir(fresh, { mode: 0o700 });
  await pipeline(createReadStream(file), createGunzip(), (source: AsyncIterable<Buffer>) => unpackTar(source, fresh));
  if (!existsSync(join(fresh, "PG_VERSION"))) throw new Error("it is no dump of Beckon");
  const database = await openPglite({ dir: fresh });
  await checkDatabase(database.db).finally(() => database.close());
};
