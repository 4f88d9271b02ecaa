import { lstatSync } from "node:fs";
import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { setImmediate as others } from "node:timers/promises";
import { isOwnFolder, isTaskFile } from "./lane-path.ts";
import { createFresh } from "./fresh.ts";
import { readEntry, stampOf, type Entry } from "./read-entry.ts";
import { kindOf, walk } from "./walk.ts";

export type Tree = ReturnType<typeof createTree>;
type Gone = { entry: Entry; at: number };

/** So long a file that is gone may come back elsewhere as the same one. */
export const graceMs = 250;
const atOnce = 100;

/** What stands in a directory, as it was looked at last. */
export const createTree = (root: string) => {
  const entries = new Map<string, Entry>();
  const folders = new Set<string>();
  const gone = new Map<string, Gone>();
  let moves: { from: string; to: string }[] = [];
  /** Places whose difference to what the server has is not looked at yet. */
  let touched = new Set<string>();
  const fresh = createFresh();

  const take = (path: string): boolean => {
    const before = entries.get(path);
    if (before && before.stamp === stampAt(join(root, path))) return false;
    const read = readEntry(root, path, (hash) => before?.hash === hash);
    if (!read) return drop(path);
    const { entry } = read;
    const partner = before ? undefined : partnerOf(path, entry);
    entries.set(path, read.file === undefined && before?.hash === entry.hash ? { ...before, stamp: entry.stamp } : entry);
    if (partner !== undefined) {
      moves.push({ from: partner, to: path });
      touched.add(partner);
    }
    if (partner !== undefined || gone.has(path)) gone.delete(partner ?? path);
    else if (read.file) fresh.put(read.file, read.size);
    const isNews = before?.hash !== entry.hash || touched.has(path);
    touched.add(path);
    return isNews;
  };

  const drop = (path: string): boolean => {
    const entry = entries.get(path);
    if (!entry) return false;
    entries.delete(path);
    touched.add(path);
    gone.set(path, { entry, at: Date.now() });
    return true;
  };

  /** The file that is gone and has come back here: by its name, its content or its own id. */
  const partnerOf = (path: string, entry: Entry): string | undefined => {
    if (gone.has(path) || entry.hash === "") return undefined;
    const by = (same: (old: string, entry: Entry) => boolean) => {
      const found = [...gone].filter(([old, { entry: was }]) => was.hash !== "" && same(old, was));
      return found.length === 1 ? found[0]?.[0] : undefined;
    };
    return (
      by((old, was) => basename(old) === basename(path) && was.hash === entry.hash) ??
      by((old) => basename(old) === basename(path)) ??
      by((_, was) => was.hash === entry.hash) ??
      (entry.key === undefined ? undefined : by((_, was) => was.key === entry.key))
    );
  };

  const takeFolder = async (from: string, onPart?: () => Promise<void>): Promise<boolean> => {
    const walked = walk(root, from);
    for (const folder of walked.folders) folders.add(folder);
    const found = new Set(walked.files);
    const within = (path: string) => from === "" || path === from || path.startsWith(`${from}/`);
    let changed = false;
    // What is gone first, so that what moved finds its partner.
    for (const path of [...entries.keys()])
      if (within(path) && !found.has(path) && !walked.closed.includes(path)) changed = drop(path) || changed;
    for (const folder of [...folders]) if (within(folder) && !walked.folders.includes(folder)) folders.delete(folder);
    for (const [index, path] of walked.files.entries()) {
      changed = take(path) || changed;
      if (fresh.isFull()) await onPart?.();
      if (index % atOnce === atOnce - 1) await others();
    }
    for (const path of walked.closed) {
      const entry = { stamp: "closed", hash: hashOfWords("closed"), problem: "the folder may not be read by this user", key: undefined };
      if (entries.get(path)?.hash === entry.hash) continue;
      changed = true;
      touched.add(path);
      entries.set(path, entry);
    }
    return changed;
  };

  return {
    root,
    entries,
    folders,
    /** Is the directory itself there? */
    exists: () => kindOf(root) === "folder",
    /**
     * Looks at these places again (files or folders, `""` for all); says whether anything is another than before.
     * `onPart` is called when as many files are read as fit into one telling.
     */
    look: async (paths: Iterable<string>, onPart?: () => Promise<void>): Promise<boolean> => {
      let changed = false;
      const kinds = [...paths].map((path) => [path, path === "" ? "folder" : kindOf(join(root, path))] as const);
      for (const [path, kind] of kinds)
        if (kind === "gone") {
          changed = drop(path) || changed;
          for (const below of [...entries.keys()]) if (below.startsWith(`${path}/`)) changed = drop(below) || changed;
          for (const folder of [...folders]) if (folder === path || folder.startsWith(`${path}/`)) folders.delete(folder);
        }
      for (const [path, kind] of kinds) {
        if (kind === "folder" && path.split("/").every((part) => path === "" || isOwnFolder(part)))
          changed = (await takeFolder(path, onPart)) || changed;
        if (kind === "file" && isTaskFile(basename(path))) changed = take(path) || changed;
      }
      return changed;
    },
    /** Where something may be another than the server knows, since this was asked last. */
    takeTouched: (): ReadonlySet<string> => {
      const taken = touched;
      touched = new Set();
      return taken;
    },
    putBackTouched: (back: Iterable<string>) => {
      for (const path of back) touched.add(path);
    },
    /** What was read lately and need not be read again. */
    takeFresh: fresh.take,
    isMoving: (path: string) => moves.some(({ to }) => to === path),
    /** Files that went from one place to another since this was asked last. */
    takeMoves: () => {
      const taken = moves;
      moves = [];
      return taken;
    },
    putBackMoves: (back: { from: string; to: string }[]) => void (moves = [...back, ...moves]),
    /** What is gone, but may yet turn up elsewhere. */
    isMissing: (path: string) => gone.has(path),
    /** Gives up on what has been gone for longer than the grace; says whether some still is in it. */
    forgetGone: (): { waiting: boolean; settled: boolean } => {
      const before = gone.size;
      for (const [path, { at }] of gone) {
        if (Date.now() - at < graceMs) continue;
        gone.delete(path);
        touched.add(path);
      }
      return { waiting: gone.size > 0, settled: gone.size < before };
    },
  };
};

const stampAt = (full: string): string | undefined => {
  try {
    return stampOf(lstatSync(full));
  } catch {
    return undefined;
  }
};
const hashOfWords = (words: string) => createHash("sha256").update(words).digest("hex").slice(0, 32);
