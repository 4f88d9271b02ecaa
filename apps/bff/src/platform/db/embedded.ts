import { existsSync, rmSync } from "node:fs";
import { listDumps } from "../backup/dumps.ts";
import { restoredMark } from "../backup/restore.ts";
import { writeDump } from "../backup/write-dump.ts";
import type { Clock } from "../clock.ts";
import { explain, type DataFolder } from "../data-folder.ts";
import { lockDataFolder } from "../data-folder-lock.ts";
import { StartError } from "../errors.ts";
import { checkDatabase } from "./check-database.ts";
import { ensureCluster } from "./cluster.ts";
import { appliedMigration, newestMigration } from "./migrate.ts";
import { openPglite, type EmbeddedDatabase } from "./pglite.ts";

export type Embedded = {
  database: EmbeddedDatabase;
  /** The database is a copy of an earlier day; to be confirmed when that has been dealt with. */
  restored: boolean;
  confirmRestored(): void;
  close(): Promise<void>;
};

/**
 * The embedded database of a data folder, ready for work: locked against a second server, set up if
 * it is new, found sound, dumped if its schema is about to change, and migrated.
 */
export const openEmbedded = async (options: { folder: DataFolder; clock: Clock }): Promise<Embedded> => {
  const { folder, clock } = options;
  const lock = lockDataFolder(folder.path);
  let database: EmbeddedDatabase | undefined;
  try {
    await ensureCluster(folder.database);
    database = await openSound(folder);
    await dumpBeforeMigration({ database, folder, clock });
    await database.migrate();
  } catch (error) {
    await database?.close().catch(() => undefined);
    lock.release();
    throw isFileTrouble(error) ? new StartError(explain(folder.path, error as NodeJS.ErrnoException)) : error;
  }
  const opened = database;
  return {
    database: opened,
    restored: existsSync(restoredMark(folder.path)),
    confirmRestored: () => rmSync(restoredMark(folder.path), { force: true }),
    close: async () => {
      await opened.close();
      lock.release();
    },
  };
};

const isFileTrouble = (error: unknown) =>
  ["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT"].includes((error as NodeJS.ErrnoException).code ?? "");

const openSound = async (folder: DataFolder): Promise<EmbeddedDatabase> => {
  let database: EmbeddedDatabase | undefined;
  try {
    database = await openPglite({ dir: folder.database });
    await checkDatabase(database.db);
    return database;
  } catch (error) {
    await database?.close().catch(() => undefined);
    const code = osTrouble.find(([words]) => reason(error)?.includes(words))?.[1];
    if (code) throw new StartError(explain(folder.database, { name: "Error", message: "", code }));
    const newest = listDumps(folder.dumps)[0];
    const remedy = newest
      ? `The newest dump is ${newest.file}; restore it with: npx pnpm@12 beckon restore`
      : `There is no dump in ${folder.dumps}. Move ${folder.database} away to start with an empty database.`;
    throw new StartError(`The embedded database in ${folder.database} is damaged (${reason(error)}). ${remedy}`);
  }
};

/** The engine's words for what is no damage: the folder cannot be used, or is full. */
const osTrouble = [
  ["Permission denied", "EACCES"],
  ["Read-only file system", "EROFS"],
  ["No space left on device", "ENOSPC"],
] as const;

/** What the engine said, which Drizzle wraps into the text of the query. */
const reason = (error: unknown) => {
  const { message, cause } = error as Error;
  const said = cause instanceof Error && message.startsWith("Failed query") ? cause.message : message;
  return said.split("\n")[0]?.slice(0, 160);
};

/** Only a database that has a schema already can lose something by a change of it. */
const dumpBeforeMigration = async (options: { database: EmbeddedDatabase; folder: DataFolder; clock: Clock }) => {
  const { database, folder, clock } = options;
  const applied = await appliedMigration(database.db);
  if (applied === undefined || applied >= newestMigration()) return;
  await writeDump({ copyTo: database.copyTo, folder: folder.dumps, at: clock(), reason: "before-migration" });
};
