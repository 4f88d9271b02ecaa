import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isOwnFolder, isTaskFile } from "./lane-path.ts";

export type Walked = { files: string[]; folders: string[]; closed: string[] };

const deepest = 12;
const mostFiles = 100_000;

/** Everything below `from` (within `root`, with `/`; `""` is the root itself): task files, folders, and folders nobody may look into. */
export const walk = (root: string, from: string): Walked => {
  const walked: Walked = { files: [], folders: [], closed: [] };
  const visit = (folder: string, depth: number) => {
    walked.folders.push(folder);
    for (const each of entriesOf(join(root, folder)) ?? []) {
      const path = folder === "" ? each.name : `${folder}/${each.name}`;
      // A name that is no text cannot be told to anybody, nor be found again by it.
      if (!each.name.isWellFormed() || each.name.includes("\uFFFD")) continue;
      if (each.isDirectory()) {
        if (!isOwnFolder(each.name) || depth >= deepest) continue;
        if (entriesOf(join(root, path)) === undefined) walked.closed.push(path);
        else visit(path, depth + 1);
      } else if (isTaskFile(each.name) && walked.files.length < mostFiles) walked.files.push(path);
    }
  };
  visit(from, from === "" ? 0 : from.split("/").length);
  return walked;
};

const entriesOf = (full: string) => {
  try {
    return readdirSync(full, { withFileTypes: true });
  } catch (error) {
    // Gone between two looks is nothing; closed to us is.
    return (error as NodeJS.ErrnoException).code === "EACCES" ? undefined : [];
  }
};

export const kindOf = (full: string): "folder" | "file" | "gone" => {
  try {
    return lstatSync(full).isDirectory() ? "folder" : "file";
  } catch {
    return "gone";
  }
};
