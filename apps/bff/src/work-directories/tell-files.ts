import type { WorkFilesInput } from "@beckon/contracts/work-directories";
import { moveEdits } from "./file-edits.repository.ts";
import { deleteFiles, putFiles } from "./work-files.repository.ts";
import { directoryNotFound, otherRevision } from "./work-directories.errors.ts";
import { lockDirectory, updateDirectory } from "./work-directories.repository.ts";
import type { Watcher, WorkDirectoriesDeps } from "./work-directories.types.ts";

/** What changed in the files, all of it or nothing; the answer is the revision that the next telling names. */
export const tellFiles =
  ({ database, clock, feed, tasks }: WorkDirectoriesDeps) =>
  (owner: Watcher, id: string, told: WorkFilesInput): Promise<{ revision: number }> =>
    database.transaction(async (work) => {
      const directory = await lockDirectory(work.db, id, owner.id);
      if (!directory) throw directoryNotFound();
      if (directory.revision !== told.revision) throw otherRevision({ extra: { revision: directory.revision } });
      const { moved, removed } = told;
      // Of one path that is told twice the last word counts.
      const files = [...new Map(told.files.map((file) => [file.path, file])).values()];
      if (moved.length > 0) {
        await tasks.move(work, { directoryId: id, moves: moved });
        await moveEdits(work.db, id, moved);
      }
      await deleteFiles(work.db, id, [...moved.map(({ from }) => from), ...removed]);
      if (removed.length > 0) await tasks.remove(work, { directoryId: id, paths: removed });
      await putFiles(work.db, id, files);
      if (files.length > 0) await tasks.put(work, { owner, directory: { id, writable: directory.writable }, files });
      const revision = directory.revision + 1;
      await updateDirectory(work.db, id, {
        revision,
        lastSeenAt: clock(),
        watching: told.leaving !== true,
        ...(told.folders ? { folders: [...new Set(told.folders)] } : {}),
      });
      await feed.append(work, { kind: "workDirectory", entityId: id });
      return { revision };
    });
