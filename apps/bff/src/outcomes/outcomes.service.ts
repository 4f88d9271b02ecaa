import type { Work } from "../platform/db/database.ts";
import { accept } from "./accept.ts";
import { readBaselines, setBaseline } from "./baselines.ts";
import { correct, restore, withdraw } from "./change.ts";
import { listChecks, takeFindings } from "./checks.ts";
import { costs, costsByOutcome, readCosts } from "./costs.ts";
import { forget, type Forgotten } from "./forget.ts";
import { labelDrawn, measure, readHoldOuts, setShare } from "./hold-outs.ts";
import { lockWorks } from "./inbox.repository.ts";
import { keepRuns } from "./kept-runs.ts";
import { onRuns } from "./on-runs.ts";
import { createOnTasks } from "./on-tasks.ts";
import { allWorks, dueWorks, worksOfType } from "./outcomes.repository.ts";
import { holdOutQueue, readQueue, settleQueue, type OutcomesDeps } from "./outcomes.types.ts";
import { createReaction } from "./reaction.ts";
import { readInbox } from "./read-inbox.ts";
import { exportAll, exportIn, read, search } from "./search.ts";
import { settle } from "./settle.ts";
import { spending } from "./spending.ts";
import { toldByGithub } from "./told-by-github.ts";
import { createReviews, createWindow, keepOutcomes } from "./window.ts";

const batch = 100;

/** Accepted results: what they are made of, what they cost, and whether they still stand. Each verb is a file beside this one. */
export const createOutcomesService = (deps: OutcomesDeps) => {
  const { database, clock, jobs } = deps;
  const readAll = readInbox(deps);

  const settleAll = async (workIds: readonly string[]): Promise<void> => {
    for (let from = 0; from < workIds.length; from += batch)
      await database.transaction(async (work) => {
        await lockWorks(work.db);
        if (await settle(deps, work, workIds.slice(from, from + batch))) await deps.changed(work);
      });
  };
  /** Outcomes of which 7 or 30 days are over, all of them. */
  const lookAgain = async (): Promise<void> => {
    for (let due = await dueWorks(database.db, clock(), batch); due.length > 0;) {
      await settleAll(due);
      const next = await dueWorks(database.db, clock(), batch);
      due = next.filter((id) => !due.includes(id));
    }
  };
  jobs.handle<object>(readQueue, { concurrency: 1, retryLimit: 10 }, readAll);
  /** After another word on what types take; without types all of them. */
  const settleTypes = async (taskTypes?: readonly string[]): Promise<void> =>
    settleAll(taskTypes ? await worksOfType(database.db, taskTypes) : await allWorks(database.db));
  const label = labelDrawn(deps);
  jobs.handle<{ taskTypes?: string[] }>(settleQueue, { retryLimit: 5, expireInSeconds: 600 }, ({ taskTypes }) => settleTypes(taskTypes));
  jobs.handle<{ taskId: string }>(holdOutQueue, { retryLimit: 5 }, label);
  // Whatever a crash left lying, and what time brings.
  jobs.schedule("outcome.sweep", "* * * * *", async () => {
    await readAll();
    await lookAgain();
  });

  const keptOutcomes = keepOutcomes();
  const keptRuns = keepRuns(keptOutcomes);

  return {
    accept: accept(deps),
    correct: correct(deps),
    withdraw: withdraw(deps),
    restore: restore(deps),
    search: search(deps),
    exportAll: exportAll(deps),
    /** The same for other slices, within their snapshot. */
    exportIn: exportIn(deps),
    read: read(deps),
    costsForPeople: readCosts(deps),
    baselines: { read: readBaselines(deps), set: setBaseline(deps) },
    holdOuts: { read: readHoldOuts(deps), setShare: setShare(deps), measure: measure(deps) },
    checks: { list: listChecks(deps), take: takeFindings(deps) },

    /** For value: what was accepted in a window, and what was spent in it. */
    window: createWindow(keptOutcomes),
    costs: costs(deps),
    /** For attention: what people said that they spent on reviewing what was accepted in a window, in minutes. */
    reviews: createReviews(keptOutcomes),
    spending: spending(deps, keptRuns),
    costsByOutcome: costsByOutcome(deps, keptRuns),

    /** What other slices tell, in their own transactions. */
    onTasks: createOnTasks(deps),
    onRun: onRuns(deps),
    toldByGithub: toldByGithub(deps),
    reaction: createReaction(deps),
    /** Reads what was told by now; a job does so after each word. */
    readInbox: readAll,
    lookAgain,
    settleTypes,
    labelDrawn: label,
    /** The demo fleet's go with it. */
    forget: (work: Work, whose: Forgotten): Promise<void> => forget(deps, work, whose),
  };
};
export type OutcomesService = ReturnType<typeof createOutcomesService>;
