import { isDeepStrictEqual } from "node:util";
import { hasEnded, type TaskFile } from "@beckon/contracts/tasks";
import type { FileTask, WorkFile } from "@beckon/contracts/work-directories";
import type { Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { storable } from "../platform/storable.ts";
import { commit } from "./commit.ts";
import { note, openDraft, putRight, ranks, step, wayTo, type Draft } from "./draft.ts";
import { newDraft, newRow } from "./new-row.ts";
import { findFileKeys, lockLost, rowsOfFiles, setWritable } from "./files.repository.ts";
import { deleteRows, saveRows, type TaskRow } from "./tasks.repository.ts";
import type { TaskInFile } from "./tasks.table.ts";
import type { FilePlace, SignalOwner, TasksDeps } from "./tasks.types.ts";

type Putting = { owner: SignalOwner; directory: { id: string; writable: boolean }; files: readonly WorkFile[] };
/** One document as it is to stand. */
type Place = { path: string; document: number; lane: string; modifiedAt: Date; problem?: string; said?: FileTask };

/** The tasks of these files as the files say them; what a file no longer has is gone. Nothing is written that is as it was. */
export const putFiles =
  (deps: TasksDeps) =>
  async (work: Work, { owner, directory, files }: Putting): Promise<void> => {
    const rows = await rowsOfFiles(
      work.db,
      directory.id,
      files.map(({ path }) => path),
    );
    const before = new Map(rows.map((row) => [placeKey(row.filePath, row.fileDocument), row]));
    const keys = await keysOf(work, directory.id, files);
    const kept = new Set<string>();
    const drafts = files.flatMap(placesOf).map((place) => {
      const row = before.get(placeKey(place.path, place.document));
      const draft = row ? openDraft(row) : newDraft(rowFor(deps, { owner, directory, place }), owner.name);
      kept.add(draft.row.id);
      if (place.said?.key) keys.set(place.said.key, draft.row.id);
      return { draft, place };
    });
    for (const { draft, place } of drafts) fill(draft, { place, writable: directory.writable, keys, by: owner.name });
    await forgetRows(
      deps,
      work,
      rows.filter(({ id }) => !kept.has(id)).map(({ id }) => id),
    );
    await commit(
      deps,
      work,
      drafts.map(({ draft }) => draft),
      "file",
    );
    const named = drafts.flatMap(({ draft: { row, was } }) => (row.key !== null && was === undefined ? [row.key] : []));
    await findLost(deps, work, { directoryId: directory.id, named, keys });
  };

/** Those that were read before what they depend on. */
const findLost = async (
  deps: TasksDeps,
  work: Work,
  { directoryId, named, keys }: { directoryId: string; named: readonly string[]; keys: ReadonlyMap<string, string> },
) => {
  const drafts = (await lockLost(work.db, directoryId, named)).map(openDraft);
  for (const draft of drafts) {
    const { row } = draft;
    const { lost = [], ...file } = row.file as TaskInFile;
    const still = lost.filter((key) => !keys.has(key));
    row.dependencies = [...new Set([...row.dependencies, ...lost.flatMap((key) => keys.get(key) ?? [])])].filter((id) => id !== row.id);
    row.file = { ...file, ...(still.length > 0 ? { lost: still } : {}) };
    draft.changed = true;
  }
  await commit(deps, work, drafts, "file");
};

const placeKey = (path: string | null, document: number | null) => `${path}\n${document}`;

/** A file that nobody can read is shown as one task of its name. */
const placesOf = ({ path, lane, modifiedAt, problem, tasks }: WorkFile): Place[] => {
  const place = { path, lane, modifiedAt: storable(modifiedAt), ...(problem === undefined ? {} : { problem }) };
  if (tasks.length === 0) return problem === undefined ? [] : [{ ...place, document: 0 }];
  return tasks.map((said) => ({ ...place, document: said.document, said }));
};

/** The tasks that these files name as what theirs depend on. */
const keysOf = async (work: Work, directoryId: string, files: readonly WorkFile[]): Promise<Map<string, string>> =>
  findFileKeys(work.db, directoryId, [...new Set(files.flatMap(({ tasks }) => tasks.flatMap(({ dependencies }) => dependencies ?? [])))]);

const rowFor = (deps: TasksDeps, { owner, directory, place }: { owner: SignalOwner; directory: { id: string }; place: Place }): TaskRow => {
  const now = deps.clock();
  const id = newId("tk", now.getTime());
  return newRow({
    id,
    ownerId: owner.id,
    run: directory.id,
    title: nameOf(place.path),
    origin: "file",
    status: place.said?.status ?? "pending",
    directoryId: directory.id,
    filePath: place.path,
    fileDocument: place.document,
    createdAt: place.said?.createdAt ? storable(place.said.createdAt) : place.modifiedAt,
    demo: owner.demo ?? false,
  });
};

const nameOf = (path: string) => (path.split("/").at(-1) || path).slice(0, 300).toWellFormed();

type Filling = { place: Place; writable: boolean; keys: ReadonlyMap<string, string>; by: string };

const fill = (draft: Draft, { place, writable, keys, by }: Filling): void => {
  const { row } = draft;
  const { said, lane, problem, modifiedAt } = place;
  const before = structuredClone(withoutTimes(row));
  if (said && said.status !== row.status) moveAsTold(draft, { said, at: modifiedAt, by });
  const edit = row.file?.edit;
  row.file = {
    lane,
    writable,
    ...(said?.contradiction ? { contradiction: said.contradiction } : {}),
    ...(said?.unread ? { unread: said.unread } : {}),
    ...(problem === undefined ? {} : { problem }),
    ...(edit ? { edit } : {}),
    ...lostOf(said, keys),
  };
  if (said) {
    Object.assign(row, partsOf(said, keys, row.id));
    row.rank = ranks[row.priority];
    row.createdAt = said.createdAt ? storable(said.createdAt) : row.createdAt;
    row.startedAt = said.startedAt ? storable(said.startedAt) : row.startedAt;
    row.endedAt = hasEnded(row.status) ? (said.endedAt ? storable(said.endedAt) : (row.endedAt ?? modifiedAt)) : null;
    row.contradiction = null;
    putRight(row);
  }
  if (!isDeepStrictEqual(withoutTimes(row), before)) draft.changed = true;
};

const lostOf = (said: FileTask | undefined, keys: ReadonlyMap<string, string>): Pick<TaskInFile, "lost"> => {
  const lost = (said?.dependencies ?? []).filter((key) => !keys.has(key));
  return lost.length > 0 ? { lost: [...new Set(lost)] } : {};
};

const withoutTimes = ({ updatedAt: _, version: __, searchText: ___, told: ____, ...row }: TaskRow) => row;

const partsOf = (said: FileTask, keys: ReadonlyMap<string, string>, own: string): Partial<TaskRow> & Pick<TaskRow, "priority"> => ({
  key: said.key ?? null,
  title: said.title,
  body: said.body ?? null,
  priority: said.priority ?? "medium",
  progress: said.progress ?? null,
  agentName: said.agent ?? null,
  role: said.role ?? null,
  model: said.model ?? null,
  project: said.project ?? null,
  labels: [...new Set(said.labels ?? [])],
  dependencies: [...new Set((said.dependencies ?? []).flatMap((key) => keys.get(key) ?? []))].filter((id) => id !== own),
  result: said.result ?? null,
  error: said.error ?? null,
  reportedSeconds: said.reportedSeconds ?? null,
});

/** The file is the truth: where no way of allowed steps leads to what it says, it stands there all the same. */
const moveAsTold = (draft: Draft, { said, at, by }: { said: FileTask; at: Date; by: string }) => {
  const { row } = draft;
  const way = wayTo(row.status, said.status);
  const kind = "moved";
  if (way) for (const next of way) step(draft, next, { at, by, kind, implied: next !== said.status });
  else {
    note(draft, { at, by, kind, detail: "as the file says" }, { from: row.status, to: said.status });
    row.status = said.status;
    row.endedAt = hasEnded(said.status) ? at : null;
    row.waits = false;
  }
};

export const moveFiles =
  (deps: TasksDeps) =>
  async (work: Work, { directoryId, moves }: { directoryId: string; moves: readonly { from: string; to: string }[] }): Promise<void> => {
    const to = new Map(moves.map((move) => [move.from, move.to]));
    const leaving = await rowsOfFiles(work.db, directoryId, [...to.keys()]);
    // What stood where another one goes is gone, unless it moves too.
    const there = await rowsOfFiles(
      work.db,
      directoryId,
      [...to.values()].filter((path) => !to.has(path)),
    );
    await forgetRows(
      deps,
      work,
      there.map(({ id }) => id),
    );
    const drafts = leaving.map((row) => {
      const draft = openDraft(row);
      draft.row.filePath = to.get(row.filePath ?? "") ?? row.filePath;
      draft.changed = true;
      return draft;
    });
    // Two that change places would meet on the way: first all leave, then all arrive.
    const parked = drafts.map(({ row }) => ({ ...row, filePath: `\u0001${row.id}` }));
    await saveRows(work.db, parked);
    await commit(deps, work, drafts, "file");
  };

export const removeFiles =
  (deps: TasksDeps) =>
  async (work: Work, { directoryId, paths }: { directoryId: string; paths: readonly string[] | "all" }): Promise<void> =>
    forgetRows(
      deps,
      work,
      (await rowsOfFiles(work.db, directoryId, paths)).map(({ id }) => id),
    );

/** What became of a change that a person asked for. */
export const setFileEdit =
  (deps: TasksDeps) =>
  async (work: Work, { directoryId, path, document, edit }: FilePlace & { edit: TaskFile["edit"] | undefined }): Promise<void> => {
    const row = (await rowsOfFiles(work.db, directoryId, [path])).find(({ fileDocument }) => fileDocument === document);
    if (!row?.file) return;
    const draft = openDraft(row);
    const { edit: _, ...file } = row.file;
    draft.row.file = { ...file, ...(edit ? { edit } : {}) };
    if (edit?.state === "refused") note(draft, { at: deps.clock(), by: "the watcher", kind: "edit_refused", detail: edit.message });
    draft.changed = true;
    await commit(deps, work, [draft], "file");
  };

/** The files of a directory may be changed from here from now on, or no longer. */
export const setFilesWritable =
  (deps: TasksDeps) =>
  async (work: Work, { directoryId, writable }: { directoryId: string; writable: boolean }): Promise<void> => {
    const ids = await setWritable(work.db, { directoryId, writable, now: deps.clock() });
    await deps.feed.append(work, ...ids.map((entityId) => ({ kind: "task" as const, entityId })));
  };

/** Rows that are gone, from phones too. */
export const forgetRows = async (deps: Pick<TasksDeps, "feed">, work: Work, ids: readonly string[]): Promise<void> => {
  await deleteRows(work.db, ids);
  await deps.feed.append(work, ...ids.map((entityId) => ({ kind: "task" as const, entityId, deleted: true })));
};
