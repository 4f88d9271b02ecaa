import type { TaskStatus } from "@beckon/contracts/tasks";
import { laneOf } from "@beckon/contracts/work-lanes";
import { lanePart } from "./lane-path.ts";

/**
 * Where a file goes when its state changes: the folder of that state beside its own, or where it is when that agrees or
 * folders say nothing here. `folders` are those that stand beside its own lane. Else why there is no place for it.
 */
export const moveTarget = (path: string, status: TaskStatus, folders: readonly string[]): { path: string } | { refused: string } => {
  const parts = path.split("/");
  const at = lanePart(path);
  const own = at >= 0 ? laneOf(parts[at] as string) : undefined;
  if (!own) return { path };
  const to = (folder: string) => ({ path: parts.with(at, folder).join("/") });
  if (own.status === status) return { path };
  const lanes = folders.flatMap((folder) => {
    const lane = laneOf(folder);
    return lane ? [{ folder, lane }] : [];
  });
  const exact = lanes.filter(({ lane }) => lane.status === status).toSorted((a, b) => a.lane.order - b.lane.order)[0];
  if (exact) return to(exact.folder);
  if (own.agree.includes(status)) return { path };
  const agreeing = lanes
    .filter(({ lane }) => lane.agree.includes(status) && lane.status)
    .toSorted((a, b) => a.lane.order - b.lane.order)[0];
  return agreeing ? to(agreeing.folder) : { refused: `there is no folder for what is ${status.replace("_", " ")}` };
};
