import { watch, type FSWatcher } from "node:fs";
import { join } from "node:path";

const quietMs = 40;
const latestMs = 100;
/** What the system may have kept to itself (a full queue, a network drive) is found after so long. */
const sweepMs = 60_000;
const pollMs = 1_000;

type Options = {
  root: string;
  /** Which places may have changed; `""` is everything. */
  changed: (places: ReadonlySet<string>) => void;
  /** From now on it looks every second, for this reason. */
  polls: (reason: string) => void;
};

/**
 * Tells where something may have changed in a directory, together for what comes within 100 ms: one watch a folder
 * by the system, or, where that has none left, by looking again every second.
 */
export const createNotices = ({ root, changed, polls }: Options) => {
  const watchers = new Map<string, FSWatcher>();
  let places = new Set<string>();
  let firstAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let sweep = setInterval(() => note(""), sweepMs);
  let polling = false;

  const flush = () => {
    timer = undefined;
    const told = places;
    places = new Set();
    changed(told);
  };
  const note = (place: string) => {
    places.add(place);
    const now = Date.now();
    if (timer === undefined) firstAt = now;
    clearTimeout(timer);
    timer = setTimeout(flush, Math.max(0, Math.min(quietMs, firstAt + latestMs - now)));
  };

  const close = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const pollInstead = (reason: string) => {
    if (polling) return;
    polling = true;
    for (const folder of [...watchers.keys()]) close(folder);
    clearInterval(sweep);
    sweep = setInterval(() => note(""), pollMs);
    polls(reason);
  };

  return {
    note,
    /** Watches these folders from now on, and no others. A folder that has gone is no mistake. */
    follow: (folders: ReadonlySet<string>) => {
      if (polling) return;
      for (const folder of [...watchers.keys()]) if (!folders.has(folder)) close(folder);
      for (const folder of folders) {
        if (watchers.has(folder) || polling) continue;
        try {
          const watcher = watch(join(root, folder), { persistent: true });
          watcher.on("change", (_, name) => note(name === null ? folder : folder === "" ? String(name) : `${folder}/${String(name)}`));
          watcher.on("error", () => {
            close(folder);
            note(folder);
          });
          watchers.set(folder, watcher);
          // What came between the last look and this watch.
          note(folder);
        } catch (error) {
          const { code, message } = error as NodeJS.ErrnoException;
          if (code === "ENOSPC" || code === "EMFILE" || code === "ENFILE") pollInstead("the system has no watches left");
          else if (code !== "ENOENT" && code !== "ENOTDIR" && code !== "EACCES") pollInstead(message);
        }
      }
    },
    /** All watches anew: the directory is another one of the same name now. */
    reset: () => {
      for (const folder of [...watchers.keys()]) close(folder);
    },
    stop: () => {
      clearInterval(sweep);
      clearTimeout(timer);
      for (const folder of [...watchers.keys()]) close(folder);
    },
  };
};
export type Notices = ReturnType<typeof createNotices>;
