import type { Task } from "@beckon/contracts/tasks";
import type { Db, Work } from "../platform/db/database.ts";
import { bulk } from "./bulk.ts";
import { change } from "./change.ts";
import { claim } from "./claim.ts";
import { create } from "./create.ts";
import { setOwnerOfDirectory } from "./files.repository.ts";
import { forgetRows, moveFiles, putFiles, removeFiles, setFileEdit, setFilesWritable } from "./files.ts";
import { giveTo, handOut, takeBack } from "./hand-out.ts";
import { handOver } from "./hand-over.ts";
import { link } from "./link.ts";
import { createReaction } from "./reaction.ts";
import { halt, restore } from "./recover.ts";
import { endedIn, queueOf } from "./queue.repository.ts";
import { release } from "./release.ts";
import { report } from "./report.ts";
import { boost, retry } from "./retry.ts";
import { exportAll, history, read, search, standing } from "./search.ts";
import { queueStanding } from "./standing.ts";
import { suggest } from "./suggest.ts";
import { summarize } from "./summary.ts";
import { countEnded, failedAttempts, openRows, snapshotRows } from "./task-search.repository.ts";
import { toTask, trim } from "./tasks.mapper.ts";
import { findOffered, findRows, idsOfOwners } from "./tasks.repository.ts";
import { endedTotals, tasksUnderWay } from "./totals.repository.ts";
import { timeoutQueue, type SignalOwner, type TasksDeps } from "./tasks.types.ts";
import { createTemplates } from "./templates.ts";
import { tidy, timeOut, timeOutDue } from "./timeouts.ts";
import { usageNames, withUsage } from "./with-usage.ts";

/** What a phone's replica holds: all that is open, and of a week what ended. */
const replica = { tasks: 5_000, days: 7 };
const mostOpen = 10_000;

/** Everything that can happen to a task; each verb is a file beside this one. */
export const createTasksService = (deps: TasksDeps) => {
  const { database, clock, jobs } = deps;
  const timeOutOne = timeOut(deps);
  const timeOutAll = timeOutDue(deps);
  // The first try is at the very moment; a clock that lags behind the database's gets the others.
  jobs.handle<{ id: string }>(timeoutQueue, { concurrency: 2, retryLimit: 5, retryDelay: 1 }, async ({ id }) => {
    const [row] = await findRows(database.db, [id]);
    const isDue = row?.deadlineAt && !row.endedAt && row.deadlineAt.getTime() <= clock().getTime() + lagMs;
    if (isDue && !(await timeOutOne(id))) throw new Error("not due yet by this clock");
  });
  jobs.schedule("task.sweep", "* * * * *", async () => void (await timeOutAll()));
  jobs.schedule("task.tidy", "27 * * * *", tidy(deps));

  return {
    create: create(deps),
    report: report(deps),
    claim: claim(deps),
    change: change(deps),
    retry: retry(deps),
    boost: boost(deps),
    bulk: bulk(deps),
    read: read(deps),
    search: search(deps),
    exportAll: exportAll(deps),
    history: history(deps),
    suggest: suggest(deps),
    summary: summarize(deps),
    /** For monitoring: what a span added, and what is under way; without the demo fleet. */
    totals: { ended: endedTotals, underWay: tasksUnderWay, standing: queueStanding(deps) },
    handOver: handOver(deps),
    /** Many at once, in the caller's transaction: out of work, and exactly back. */
    halt: halt(deps),
    restore: restore(deps),
    /** An agent is stopped or started anew: its open work goes elsewhere. */
    release: release(deps),
    /** Gives what waits to the agents that fit best; for the slice that switches it. */
    handOut: handOut(deps),
    takeBack: takeBack(deps),
    giveTo: giveTo(deps),
    /** The task of an offer that one of this token's agents made. */
    offered: async (owner: SignalOwner, handoffId: string): Promise<Task | undefined> => {
      const row = await findOffered(database.db, { ownerId: owner.id, handoffId });
      return row && toTask(row);
    },
    /** A task as it stands, by its id or the reporter's own; none where it is another's. */
    standing: (owner: SignalOwner, idOrKey: string): Promise<Task | undefined> => standing(deps, owner, idOrKey),
    templates: createTemplates(deps),
    /** What stands in files of work directories. */
    files: {
      put: putFiles(deps),
      move: moveFiles(deps),
      remove: removeFiles(deps),
      setEdit: setFileEdit(deps),
      setWritable: setFilesWritable(deps),
      /** From now on they are another token's. */
      handOver: (work: Work, { directoryId, ownerId }: { directoryId: string; ownerId: string }): Promise<void> =>
        setOwnerOfDirectory(work.db, directoryId, ownerId),
    },
    link: link(deps),
    /** What becomes of signals that tell of tasks. */
    reaction: createReaction(deps),
    /** All that is due; also what was while the server was away. */
    timeOutDue: timeOutAll,
    tidy: tidy(deps),
    findAll: async (db: Db, ids: string[]): Promise<Task[]> => (await withUsage(deps, db, await findRows(db, ids))).map(trim),
    /** By what names usage knows a task; none where it is unknown. */
    usageNames: async (db: Db, id: string) => (await usageNames(db, await findRows(db, [id])))[0]?.names ?? [],
    /** A new replica's content: all that is open, then what ended lately. */
    snapshot: async (db: Db): Promise<Task[]> => {
      const since = new Date(clock().getTime() - replica.days * 86_400_000);
      return (await withUsage(deps, db, await snapshotRows(db, { since, most: replica.tasks }))).map(trim);
    },
    /** The team's open work, for diagnostics. */
    open: async (db: Db): Promise<Task[]> => (await openRows(db, mostOpen)).map(toTask).map(trim),
    /** Work of the team of which attempts failed since then, each with all of its failures. */
    failedAttempts: (db: Db, since: Date) => failedAttempts(db, since),
    /** How the team's work of real agents stands: what waits, and since when; and the last to fail of what ended in a window. */
    queue: (db: Db) => queueOf(db),
    ended: (db: Db, window: { from: Date; to: Date }) => endedIn(db, window),
    /** What ended in the last day, by agent; for its health. */
    ended24h: (db: Db, agentIds: readonly string[]) => countEnded(db, { agentIds, since: new Date(clock().getTime() - 86_400_000) }),
    /** Takes away what came with these tokens, from phones too; says which tasks that were. */
    forget: async (work: Work, ownerIds: string[]): Promise<string[]> => {
      const ids = await idsOfOwners(work.db, ownerIds);
      await forgetRows(deps, work, ids);
      return ids;
    },
  };
};
export type TasksService = ReturnType<typeof createTasksService>;

const lagMs = 5_000;
