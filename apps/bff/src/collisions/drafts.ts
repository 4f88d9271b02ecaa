import { keyOf } from "../platform/keys.ts";
import type { Fact } from "../signals/reactions.ts";
import type { FilePlace, LineRange, Mark } from "./collisions.types.ts";
import type { EditedFileRow } from "./edits.repository.ts";

/** Marks of one run in one file that are kept: the newest. */
const mostMarks = 50;

export type Edit = { fact: Fact; file: string; told: string; mark: Mark };

/** What a report of an edit says. */
export const editOf = (fact: Fact): Edit | undefined => {
  const { signal } = fact;
  if (signal.kind !== "file.edited") return undefined;
  const { path, lines } = signal.data;
  const at = Date.parse(signal.at);
  return { fact, file: keyOf([path]), told: path, mark: { at, ...(lines && lines.length > 0 ? { lines: lines as LineRange[] } : {}) } };
};

/** What of a place stands in a row. */
export const placed = (place: FilePlace | undefined) => ({
  key: place?.key ?? null,
  spot: place?.spot ?? null,
  remote: place?.remote ?? false,
  repository: place?.repository ?? "",
  path: place?.path ?? "",
  worktree: place?.worktree?.slice(0, 200) ?? null,
});

/** The row with these edits in it, which had not been told before. */
export const withEdits = (before: EditedFileRow | undefined, edits: readonly Edit[], place: FilePlace | undefined): EditedFileRow => {
  const [{ fact, file, told }] = edits as [Edit];
  const { row } = fact.open;
  const times = edits.map(({ mark }) => mark.at);
  const first = Math.min(...times, before?.firstAt.getTime() ?? Number.POSITIVE_INFINITY);
  const last = Math.max(...times, before?.lastAt.getTime() ?? 0);
  return {
    sessionId: row.id,
    file,
    told,
    ownerId: row.ownerId,
    agentId: row.agentId,
    parentId: row.parentId,
    ...placed(place),
    marks: [...(before?.marks ?? []), ...edits.map(({ mark }) => mark)].toSorted((a, b) => a.at - b.at).slice(-mostMarks),
    edits: (before?.edits ?? 0) + edits.length,
    firstAt: new Date(first),
    lastAt: new Date(last),
    demo: fact.owner.demo ?? false,
  };
};

/**
 * One file of one machine is one file, whoever knows its repository: who does not takes it from who does. By the
 * smallest key where several say so, whatever the order. Gives those that changed.
 */
export const adopt = (rows: readonly EditedFileRow[]): EditedFileRow[] => {
  const changed: EditedFileRow[] = [];
  for (const [spot, own] of Map.groupBy(rows, ({ spot }) => spot)) {
    if (spot === null) continue;
    const [known] = own.filter(({ remote }) => remote).toSorted((a, b) => ((a.key ?? "") < (b.key ?? "") ? -1 : 1));
    if (!known) continue;
    for (const row of own)
      if (!row.remote && row.key !== known.key) changed.push({ ...row, key: known.key, repository: known.repository, path: known.path });
  }
  return changed;
};
