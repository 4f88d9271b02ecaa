import type { WorkFilesInput } from "@beckon/contracts/work-directories";
import { moveEdits } from "./file-edits.repository.ts";
import { recount } from "./lanes.ts";
import { directoryNotFound, otherRevision } from "./work-directories.errors.ts";
import { lockDirectory, updateDirectory } from "./work-directories.repository.ts";
import type { Watcher, WorkDirectoriesDeps } from "./work-directories.types.ts";
import { insertFiles, takeFiles } from "./work-files.repository.ts";

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
      const gone = await takeFiles(work.db, id, [...moved.map(({ from }) => from), ...removed, ...files.map(({ path }) => path)]);
      if (removed.length > 0) await tasks.remove(work, { directoryId: id, paths: removed });
      const come = files.map(({ path, lane, hash, tasks: said, problem = null }) => ({
        directoryId: id,
        path,
        lane,
        hash,
        tasks: said.length,
        problem,
      }));
      await insertFiles(work.db, come);
      if (files.length > 0) await tasks.put(work, { owner, directory: { id, writable: directory.writable }, files });
      const revision = directory.revision + 1;
      await updateDirectory(work.db, id, {
        revision,
        lastSeenAt: clock(),
        watching: told.leaving !== true,
        ...(gone.length + come.length > 0 ? { lanes: recount(directory.lanes, { gone, come }) } : {}),
        ...(told.folders ? { folders: [...new Set(told.folders)] } : {}),
      });
      await feed.append(work, { kind: "workDirectory", entityId: id });
      return { revision };
    });
