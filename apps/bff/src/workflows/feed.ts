import type { WorkflowRun } from "@beckon/contracts/workflows";
import type { Db } from "../platform/db/database.ts";
import type { FeedSource } from "../sync/sync.service.ts";

type Runs = { findAll(db: Db, ids: string[]): Promise<WorkflowRun[]>; forReplica(db: Db): Promise<WorkflowRun[]> };

/** Workflow runs in every paired person's feed: all that go on, and what ended in the last week. */
export const workflowsFeed = (workflows: Runs): FeedSource => ({
  kind: "workflowRun",
  load: async (db, ids) => (await workflows.findAll(db, ids)).map((value) => ({ kind: "workflowRun", id: value.id, value })),
  snapshot: async (db) => (await workflows.forReplica(db)).map((value) => ({ kind: "workflowRun", id: value.id, value })),
});
