import type { WorkflowRun } from "@beckon/contracts/workflows";
import type { Db, Work } from "../platform/db/database.ts";
import { answered, countUntold, tellAgain, tellQueue } from "./answered.ts";
import { withParts } from "./load-runs.ts";
import { lastingSince } from "./lasting.repository.ts";
import { report, type Report, type Reported } from "./report.ts";
import { resume } from "./resume.ts";
import { find, search } from "./search.ts";
import { summarize } from "./summary.ts";
import { suspend } from "./suspend.ts";
import { totals } from "./totals.ts";
import { withdraw, withdrawQueue } from "./withdraw.ts";
import { deleteRuns, findRuns, runsForReplica } from "./workflows.repository.ts";
import type { WorkflowsDeps } from "./workflows.types.ts";

/** What a phone's replica holds: the open runs, and a week of ended ones. */
const replica = { runs: 1_000, days: 7 };
/** Some seconds, then minutes: some two hours in all. */
const untilTaken = { concurrency: 2, retryLimit: 20, retryDelay: 1, retryDelayMax: 600, expireInSeconds: 120 };

/** Runs through ordered stages, whoever reports them; each verb is a file beside this one. */
export const createWorkflowsService = (deps: WorkflowsDeps) => {
  const take = report(deps);
  const goOn = answered(deps);
  deps.events.on("decision.resolved", "resume-workflow", untilTaken, goOn);
  deps.jobs.handle(tellQueue, untilTaken, goOn);
  deps.jobs.handle(withdrawQueue, { retryLimit: 5 }, withdraw(deps));

  return {
    report: (given: Report): Promise<Reported> => deps.database.transaction((work) => take(work, given)),
    /** As `report`, in the caller's transaction. */
    reportIn: take,
    suspend: suspend(deps),
    resume: resume(deps),
    search: search(deps),
    find: find(deps),
    summary: summarize(deps),
    totals: totals(deps),
    /** Answers that a system outside has not taken are told again; how many. */
    tellAgain: (work: Work): Promise<number> => tellAgain(deps, work),
    countUntold: (): Promise<number> => countUntold(deps.database),

    /** Runs of real agents that last, or one of whose stages lasts, since before that moment; the longest first. */
    lastingSince: (db: Db, before: Date) => lastingSince(db, before),
    findAll: async (db: Db, ids: string[]): Promise<WorkflowRun[]> => withParts(db, await findRuns(db, ids)),
    forReplica: async (db: Db): Promise<WorkflowRun[]> => {
      const since = new Date(deps.clock().getTime() - replica.days * 86_400_000);
      return withParts(db, await runsForReplica(db, since, replica.runs));
    },
    /** Takes away what these tokens reported; how many runs that were. */
    forget: async (work: Work, ownerIds: string[]): Promise<number> => {
      const gone = await deleteRuns(work.db, ownerIds);
      await deps.feed.append(work, ...gone.map((entityId) => ({ kind: "workflowRun" as const, entityId, deleted: true })));
      return gone.length;
    },
  };
};
export type WorkflowsService = ReturnType<typeof createWorkflowsService>;
