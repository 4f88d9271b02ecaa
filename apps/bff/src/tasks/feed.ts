import type { FeedSource } from "../sync/sync.service.ts";
import type { TasksService } from "./tasks.service.ts";

/** Tasks in every paired person's feed. */
export const tasksFeed = (tasks: Pick<TasksService, "findAll" | "snapshot">): FeedSource => ({
  kind: "task",
  load: async (db, ids) => (await tasks.findAll(db, ids)).map((value) => ({ kind: "task", id: value.id, value })),
  snapshot: async (db) => (await tasks.snapshot(db)).map((value) => ({ kind: "task", id: value.id, value })),
});
