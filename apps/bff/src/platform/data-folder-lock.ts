import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { explain } from "./data-folder.ts";
import { StartError } from "./errors.ts";

export type FolderLock = { release(): void };

const busy = 5; // SQLITE_BUSY

// Collected with the object that holds it, a lock would be gone; so all are held here.
const held = new Set<DatabaseSync>();

/**
 * One process at a time may open the embedded database: two would destroy it. The lock is the
 * operating system's own (Node reaches it through an empty SQLite file), so it ends with the
 * process, however that ends, is never stale, and also holds between containers sharing a folder.
 * A file with a process id has none of that.
 */
export const lockDataFolder = (path: string): FolderLock => {
  const holder = join(path, "server.pid");
  const lock = take(path, holder);
  held.add(lock);
  writeFileSync(holder, `${process.pid}\n`, { mode: 0o600 });
  return {
    release: () => {
      if (!held.delete(lock)) return;
      rmSync(holder, { force: true });
      lock.close();
    },
  };
};

const take = (path: string, holder: string): DatabaseSync => {
  let lock: DatabaseSync | undefined;
  try {
    lock = new DatabaseSync(join(path, "server.lock"), { timeout: 0 });
    lock.exec("PRAGMA journal_mode = MEMORY; BEGIN IMMEDIATE");
    return lock;
  } catch (error) {
    lock?.close();
    const { errcode, message } = error as { errcode?: number; message: string };
    if (errcode === busy) {
      throw new StartError(
        `Another Beckon (process ${holderOf(holder)}) uses the data folder ${path}. Stop it first, or give this one its own folder in BECKON_DATA_DIR.`,
      );
    }
    throw new StartError(explain(path, { name: "lock", message: `it cannot be locked: ${message}` }));
  }
};

/** Only a help for the person who has to find it. */
const holderOf = (file: string) => {
  try {
    return readFileSync(file, "utf8").trim() || "unknown";
  } catch {
    return "unknown";
  }
};
