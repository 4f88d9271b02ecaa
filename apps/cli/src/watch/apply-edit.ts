import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FileEdit } from "@beckon/contracts/work-directories";
import { editText } from "./edit-text.ts";
import { isOwnFolder, lanePart } from "./lane-path.ts";
import { moveTarget } from "./move-target.ts";
import { hashOf, mostBytes } from "./read-file.ts";
import { writeFileIf } from "./write-file.ts";

export type Applied = { touched: string[] } & ({ status: "written" } | { status: "refused"; message: string });

/**
 * Writes the changes that people ask for. Two in a row on one file: the second names the content of before the first,
 * which nobody but us has changed, and so it is still the file that was seen.
 */
export const createEditor = (root: string) => {
  const written = new Map<string, string>();
  const moved = new Map<string, string>();

  return (edit: FileEdit): Applied => {
    const refused = (message: string, touched: string[] = []): Applied => ({ status: "refused", message, touched });
    const path = isPlainFile(join(root, edit.path)) ? edit.path : (moved.get(edit.path) ?? edit.path);
    const full = join(root, path);
    // A path comes from afar; it is one that we have told, or none.
    if (!isWithin(edit.path) || !isPlainFile(full)) return refused("the file is gone", [edit.path]);
    const bytes = readFileSync(full);
    const seen = hashOf(bytes);
    if (!isSameOrOurs(seen, edit.hash, written)) return refused("the file changed meanwhile; look at it again", [path]);
    const target = edit.status === undefined ? { path } : moveTarget(path, edit.status, foldersBeside(root, path));
    if ("refused" in target) return refused(target.refused);
    const edited = editText(path, bytes, { document: edit.document, status: edit.status, priority: edit.priority, toPath: target.path });
    if ("refused" in edited) return refused(edited.refused);
    const result = writeFileIf({ from: full, to: join(root, target.path), bytes: edited.bytes, seen });
    if ("refused" in result) return refused(result.refused, [path, target.path]);
    const now = hashOf(edited.bytes);
    if (now !== edit.hash) written.set(now, edit.hash);
    if (target.path !== edit.path) moved.set(edit.path, target.path);
    moved.delete(target.path);
    return { status: "written", touched: [path, target.path] };
  };
};

const isSameOrOurs = (now: string, asked: string, written: ReadonlyMap<string, string>) => {
  const seen = new Set<string>();
  for (let hash: string | undefined = now; hash !== undefined && !seen.has(hash); hash = written.get(hash)) {
    if (hash === asked) return true;
    seen.add(hash);
  }
  return false;
};

const isWithin = (path: string) => path.split("/").every((part) => part !== "" && part !== "." && part !== ".." && !part.includes("\\"));

const isPlainFile = (full: string) => {
  try {
    const stat = lstatSync(full);
    return stat.isFile() && stat.size <= mostBytes;
  } catch {
    return false;
  }
};

/** The folders that stand beside the lane of this file. */
const foldersBeside = (root: string, path: string): string[] => {
  const above = path.split("/").slice(0, Math.max(0, lanePart(path)));
  try {
    return readdirSync(join(root, ...above), { withFileTypes: true })
      .filter((each) => each.isDirectory() && isOwnFolder(each.name))
      .map(({ name }) => name);
  } catch {
    return [];
  }
};
