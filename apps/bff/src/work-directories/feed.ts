import type { FeedSource } from "../sync/sync.service.ts";
import type { WorkDirectoriesService } from "./work-directories.service.ts";

/** Work directories in every paired person's feed. */
export const workDirectoriesFeed = (directories: Pick<WorkDirectoriesService, "find" | "listIn">): FeedSource => ({
  kind: "workDirectory",
  load: async (db, ids) => (await directories.find(db, ids)).map((value) => ({ kind: "workDirectory", id: value.id, value })),
  snapshot: async (db) => (await directories.listIn(db)).map((value) => ({ kind: "workDirectory", id: value.id, value })),
});
