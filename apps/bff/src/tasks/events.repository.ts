import type { taskEvent } from "@beckon/contracts/tasks";
import { desc, eq } from "drizzle-orm";
import type { z } from "zod";
import type { Db } from "../platform/db/database.ts";
import type { NewEvent } from "./draft.ts";
import { taskEvents as table } from "./tasks.table.ts";

/** A task that tells more than this is shown by its newest. */
const mostShown = 1_000;
const chunk = 2_000;

export const insertEvents = async (db: Db, events: readonly (NewEvent & { taskId: string })[]): Promise<void> => {
  for (let from = 0; from < events.length; from += chunk) await db.insert(table).values(events.slice(from, from + chunk));
};

/** What happened to a task, oldest first. */
export const listEvents = async (db: Db, taskId: string): Promise<z.infer<typeof taskEvent>[]> => {
  const rows = await db.select().from(table).where(eq(table.taskId, taskId)).orderBy(desc(table.seq)).limit(mostShown);
  return rows
    .toReversed()
    .sort((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at, kind, by, from, to, detail }) => ({
      at: at.toISOString(),
      kind,
      by,
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
      ...(detail ? { detail } : {}),
    }));
};

/** The last thing that was done, and by whom. */
export const lastEvent = async (db: Db, taskId: string): Promise<{ by: string; kind: string; detail: string | null } | undefined> =>
  (
    await db
      .select({ by: table.by, kind: table.kind, detail: table.detail })
      .from(table)
      .where(eq(table.taskId, taskId))
      .orderBy(desc(table.seq))
      .limit(1)
  )[0];
