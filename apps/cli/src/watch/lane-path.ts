import { laneOf, topLane } from "@beckon/contracts/work-lanes";

/** Which part of a path is its lane: the innermost folder whose name says something of the work, else the outermost one. */
export const lanePart = (path: string): number => {
  const folders = path.split("/").slice(0, -1);
  const known = folders.findLastIndex((folder) => laneOf(folder) !== undefined);
  return known >= 0 ? known : folders.length === 0 ? -1 : 0;
};

/** The folder that a file stands in, of those that tell the state of the work. `path` is within the directory, with `/`. */
export const laneNameOf = (path: string): string => path.split("/")[lanePart(path)] ?? topLane;

/** Is it a file that may hold tasks, by its name? What begins with a point is a program's own. */
export const isTaskFile = (name: string): boolean => !name.startsWith(".") && !name.endsWith("~") && /\.(ya?ml|md|markdown)$/i.test(name);
export const isMarkdown = (name: string): boolean => /\.(md|markdown)$/i.test(name);
export const isOwnFolder = (name: string): boolean => !name.startsWith(".") && name !== "node_modules";
