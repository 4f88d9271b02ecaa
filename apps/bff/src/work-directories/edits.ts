import type { FileEdit } from "@beckon/contracts/work-directories";
import type { Work } from "../platform/db/database.ts";
import type { Waiters } from "../platform/http/waiters.ts";
import { newId } from "../platform/ids.ts";
import { insertEdit, listEdits, takeEdit } from "./file-edits.repository.ts";
import { directoryNotFound, editNotFound, fileNotFound, readOnly } from "./work-directories.errors.ts";
import { findDirectory, touchDirectory } from "./work-directories.repository.ts";
import { editsTopic, type EditWish, type Watcher, type WorkDirectoriesDeps } from "./work-directories.types.ts";
import { findFile } from "./work-files.repository.ts";

/**
 * Asks the watcher to change a file as it is known now, in the transaction of who wants it.
 *
 * @throws 404 no such directory · 409 `work_directory.read_only`, `work_directory.file_not_found`
 */
export const requestEdit =
  ({ clock }: Pick<WorkDirectoriesDeps, "clock">) =>
  async (work: Work, { directoryId, path, document, status, priority }: EditWish): Promise<void> => {
    const directory = await findDirectory(work.db, directoryId);
    if (!directory) throw directoryNotFound();
    if (!directory.writable) throw readOnly();
    const file = await findFile(work.db, directoryId, path);
    if (!file) throw fileNotFound();
    const now = clock();
    await insertEdit(work.db, {
      id: newId("fe", now.getTime()),
      directoryId,
      path,
      document,
      hash: file.hash,
      ...(status ? { status } : {}),
      ...(priority ? { priority } : {}),
      requestedAt: now,
    });
    work.wake({ topic: editsTopic, key: directoryId });
  };

/** What is asked for, as soon as there is something or `waitMs` have passed. Also the watcher's sign of life. */
export const awaitEdits =
  (
    { database, clock, feed, watchLife }: WorkDirectoriesDeps & { watchLife: (work: Work, id: string) => Promise<void> },
    waiters: Waiters,
  ) =>
  async (
    owner: Watcher,
    id: string,
    { waitMs, signal }: { waitMs: number; signal?: AbortSignal },
  ): Promise<{ revision: number; edits: FileEdit[] }> => {
    const deadline = performance.now() + waitMs;
    if (!(await findDirectory(database.db, id, owner.id))) throw directoryNotFound();
    await database.transaction(async (work) => {
      const { revived } = await touchDirectory(work.db, id, clock());
      if (!revived) return;
      await feed.append(work, { kind: "workDirectory", entityId: id });
      await watchLife(work, id);
    });
    for (;;) {
      const slot = waiters.arm(id);
      const directory = await findDirectory(database.db, id, owner.id);
      const edits = directory ? await listEdits(database.db, id) : [];
      const left = deadline - performance.now();
      if (!directory || edits.length > 0 || left <= 0 || signal?.aborted) {
        slot.disarm();
        if (!directory) throw directoryNotFound();
        return { revision: directory.revision, edits };
      }
      await slot.wait(left, signal);
    }
  };

/** What came of an edit. A refused one is shown at its task, with the reason. */
export const endEdit =
  ({ database, clock, tasks }: WorkDirectoriesDeps) =>
  (
    owner: Watcher,
    at: { id: string; edit: string },
    result: { status: "written" | "refused"; message?: string | undefined },
  ): Promise<void> =>
    database.transaction(async (work) => {
      if (!(await findDirectory(work.db, at.id, owner.id))) throw directoryNotFound();
      const place = await takeEdit(work.db, at.id, at.edit);
      if (!place) throw editNotFound();
      const { message } = result;
      const refused = { state: "refused" as const, ...(message ? { message } : {}), at: clock().toISOString() };
      await tasks.setEdit(work, { ...place, edit: result.status === "refused" ? refused : undefined });
    });
