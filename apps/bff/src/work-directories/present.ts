import type { WorkDirectory } from "@beckon/contracts/work-directories";
import type { Db } from "../platform/db/database.ts";
import { laneOrder } from "@beckon/contracts/work-lanes";
import { countLanes } from "./work-files.repository.ts";
import type { WorkDirectoryRow } from "./work-directories.repository.ts";

/** Directories as the apps see them, with what stands in their lanes. */
export const present = async (db: Db, rows: readonly WorkDirectoryRow[]): Promise<WorkDirectory[]> => {
  const counts = Map.groupBy(
    await countLanes(
      db,
      rows.map(({ id }) => id),
    ),
    ({ directoryId }) => directoryId,
  );
  return rows.map((row) => {
    const own = counts.get(row.id) ?? [];
    const sum = (of: "files" | "unreadable") => own.reduce((total, lane) => total + lane[of], 0);
    const names = [...new Set([...row.folders, ...own.map(({ lane }) => lane)])].toSorted(laneOrder);
    return {
      id: row.id,
      name: row.name,
      host: row.host,
      path: row.path,
      writable: row.writable,
      lanes: names.map((name) => ({ name, tasks: own.find(({ lane }) => lane === name)?.tasks ?? 0 })),
      files: sum("files"),
      unreadable: sum("unreadable"),
      lastSeenAt: row.lastSeenAt.toISOString(),
      watching: row.watching,
    };
  });
};
