import type { WorkDirectory, WorkFilesKnown } from "@beckon/contracts/work-directories";
import type { Db, Work } from "../platform/db/database.ts";
import type { Waiters } from "../platform/http/waiters.ts";
import { awaitEdits, endEdit, requestEdit } from "./edits.ts";
import { openDirectory } from "./open-directory.ts";
import { present } from "./present.ts";
import { tellFiles } from "./tell-files.ts";
import { directoryNotFound } from "./work-directories.errors.ts";
import { deleteDirectories, findDirectories, findDirectory, listDirectories, markSilent } from "./work-directories.repository.ts";
import { silentAfterMs, type Watcher, type WorkDirectoriesDeps } from "./work-directories.types.ts";
import { listFiles } from "./work-files.repository.ts";

const silenceQueue = "work-directories.silence";
const mostShown = 500;

/** Folders of task files on other machines: what their watchers tell, and what people want changed in them. */
export const createWorkDirectoriesService = (deps: WorkDirectoriesDeps, waiters: Waiters) => {
  const { database, clock, feed, jobs, tasks } = deps;

  /** Looks again when the directory would be silent for too long. */
  const watchLife = (work: Work, id: string, lastSeenAt = clock()) =>
    jobs.enqueue(work, silenceQueue, { id }, { startAfter: new Date(lastSeenAt.getTime() + silentAfterMs + 1_000) });

  jobs.handle<{ id: string }>(silenceQueue, { retryLimit: 5 }, ({ id }) =>
    database.transaction(async (work) => {
      const { silent, lastSeenAt } = await markSilent(work.db, id, new Date(clock().getTime() - silentAfterMs));
      if (silent) await feed.append(work, { kind: "workDirectory", entityId: id });
      else if (lastSeenAt) await watchLife(work, id, lastSeenAt);
    }),
  );

  const forget = async (work: Work, where: { ids: string[] } | { ownerIds: string[] }): Promise<number> => {
    const ids = await deleteDirectories(work.db, where);
    for (const directoryId of ids) await tasks.remove(work, { directoryId, paths: "all" });
    await feed.append(work, ...ids.map((entityId) => ({ kind: "workDirectory" as const, entityId, deleted: true })));
    return ids.length;
  };

  return {
    open: openDirectory({ ...deps, watchLife, forget }),
    /** What the server has of a directory's files, so that a watcher sends only what is new. */
    known: async (owner: Watcher, id: string): Promise<WorkFilesKnown> => {
      const row = await findDirectory(database.db, id, owner.id);
      if (!row) throw directoryNotFound();
      return { revision: row.revision, files: await listFiles(database.db, id) };
    },
    tell: tellFiles(deps),
    edits: awaitEdits({ ...deps, watchLife }, waiters),
    endEdit: endEdit(deps),
    requestEdit: requestEdit(deps),
    /** For the feed: these, or all. */
    find: async (db: Db, ids: string[]): Promise<WorkDirectory[]> => (await findDirectories(db, ids)).map(present),
    listIn: async (db: Db): Promise<WorkDirectory[]> => (await listDirectories(db, mostShown)).map(present),
    list: async (): Promise<WorkDirectory[]> => (await listDirectories(database.db, mostShown)).map(present),
    /** Takes a directory and its tasks off the board; the files stay as they are. A watcher that still runs brings it back. */
    remove: (id: string): Promise<void> =>
      database.transaction(async (work) => {
        if ((await forget(work, { ids: [id] })) === 0) throw directoryNotFound();
      }),
    /** All that came with these tokens. */
    forget: (work: Work, ownerIds: string[]): Promise<number> => forget(work, { ownerIds }),
  };
};
export type WorkDirectoriesService = ReturnType<typeof createWorkDirectoriesService>;
