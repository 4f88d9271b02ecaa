import { constants } from "node:fs";
import { copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";

/**
 * Copies the files of a running embedded database. A transaction holds everybody else off and a
 * checkpoint puts all into the files, so the copy is what a stop at this moment would leave behind.
 * Of the log only the part since that checkpoint goes along.
 */
export const copyCluster = async (options: { client: PGlite; from: string | undefined; target: string }): Promise<void> => {
  const { client, from, target } = options;
  if (!from) throw new Error("a database in memory has no files to copy");
  await client.transaction(async (tx) => {
    await tx.exec("checkpoint");
    const { rows } = await tx.query<{ first: string; last: string }>(
      "select redo_wal_file as first, pg_walfile_name(pg_current_wal_insert_lsn()) as last from pg_control_checkpoint()",
    );
    const { first, last } = rows[0] as { first: string; last: string };
    const needed = (path: string) => {
      const segment = /^pg_wal\/([0-9A-F]{24})$/.exec(path)?.[1];
      return segment === undefined ? !/^postmaster\.|\.lock$/.test(path) : segment >= first && segment <= last;
    };
    await copyFolder({ from, target, path: "", needed });
  });
};

/** A folder's files side by side: one after another, each would wait for its turn of a busy event loop. */
const copyFolder = async (options: { from: string; target: string; path: string; needed: (path: string) => boolean }): Promise<void> => {
  const { from, target, path, needed } = options;
  await mkdir(join(target, path), { recursive: true, mode: 0o700 });
  const entries = await readdir(join(from, path), { withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      const inner = path ? `${path}/${entry.name}` : entry.name;
      if (entry.isDirectory()) await copyFolder({ ...options, path: inner });
      // Where the file system can share blocks (btrfs, xfs, apfs), nothing is copied at all.
      else if (entry.isFile() && needed(inner)) await copyFile(join(from, inner), join(target, inner), constants.COPYFILE_FICLONE);
    }),
  );
};
