import type { FileEdit, WorkDirectory, WorkFilesKnown } from "@beckon/contracts/work-directories";

/* What a watcher reads of the server's answers, by the contract's types. Its schemas would stay in memory for as long as the
   watcher runs, 12 MB beside the few it needs for ten thousand files; and of each answer only this much is used. */

const part = (value: unknown, name: string): unknown => (value as Record<string, unknown> | null | undefined)?.[name];
const text = (value: unknown, name: string): string => {
  const found = part(value, name);
  if (typeof found !== "string") throw new TypeError(`${name} is no text`);
  return found;
};
const whole = (value: unknown, name: string): number => {
  const found = part(value, name);
  if (!Number.isSafeInteger(found)) throw new TypeError(`${name} is no whole number`);
  return found as number;
};
const list = (value: unknown, name: string): unknown[] => {
  const found = part(value, name);
  if (!Array.isArray(found)) throw new TypeError(`${name} is no list`);
  return found;
};

export const asDirectory = (value: unknown): Pick<WorkDirectory, "id"> => ({ id: text(value, "id") });

export const asTold = (value: unknown): { revision: number } => ({ revision: whole(value, "revision") });

export const asKnown = (value: unknown): WorkFilesKnown => ({
  revision: whole(value, "revision"),
  files: list(value, "files").map((pair) => [text(pair, "0"), text(pair, "1")]),
});

const statuses: Record<NonNullable<FileEdit["status"]>, true> = {
  pending: true,
  assigned: true,
  in_progress: true,
  blocked: true,
  completed: true,
  failed: true,
  cancelled: true,
  timed_out: true,
};
const priorities: Record<NonNullable<FileEdit["priority"]>, true> = { low: true, medium: true, high: true, critical: true };

/** One of these words, or left out: what it says is written into files. */
const word = <Word extends string>(edit: unknown, name: string, words: Record<Word, true>): Word | undefined => {
  if (part(edit, name) === undefined) return undefined;
  const found = text(edit, name);
  if (!Object.hasOwn(words, found)) throw new TypeError(`${name} is none that is known`);
  return found as Word;
};

export const asEdits = (value: unknown): { revision: number; edits: FileEdit[] } => ({
  revision: whole(value, "revision"),
  edits: list(value, "edits").map((edit) => {
    const status = word(edit, "status", statuses);
    const priority = word(edit, "priority", priorities);
    return {
      id: text(edit, "id"),
      path: text(edit, "path"),
      hash: text(edit, "hash"),
      document: whole(edit, "document"),
      ...(status ? { status } : {}),
      ...(priority ? { priority } : {}),
    };
  }),
});
