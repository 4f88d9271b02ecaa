import type { WorkDirectory } from "@beckon/contracts/work-directories";
import { laneOrder } from "@beckon/contracts/work-lanes";
import type { WorkDirectoryRow } from "./work-directories.repository.ts";

/** A directory as the apps see it, with what stands in its lanes. */
export const present = (row: WorkDirectoryRow): WorkDirectory => {
  const tasks = new Map(row.lanes.map((count) => [count.lane, count.tasks]));
  const sum = (of: "files" | "unreadable") => row.lanes.reduce((total, count) => total + count[of], 0);
  return {
    id: row.id,
    name: row.name,
    host: row.host,
    path: row.path,
    writable: row.writable,
    lanes: [...new Set([...row.folders, ...tasks.keys()])].toSorted(laneOrder).map((name) => ({ name, tasks: tasks.get(name) ?? 0 })),
    files: sum("files"),
    unreadable: sum("unreadable"),
    lastSeenAt: row.lastSeenAt.toISOString(),
    watching: row.watching,
  };
};
