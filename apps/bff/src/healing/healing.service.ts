import type { HealingOverview, HealingRule, HealingRun } from "@beckon/contracts/healing";
import type { Db } from "../platform/db/database.ts";
import { answered } from "./answered.ts";
import { carryOut } from "./carry-out.ts";
import { follow } from "./follow.ts";
import { runNotFound } from "./healing.errors.ts";
import { actQueue, followQueue, keptMs, shownRuns, type HealingDeps } from "./healing.types.ts";
import { measure } from "./measure.ts";
import { toRule, toRun } from "./present.ts";
import { preview } from "./preview.ts";
import { look, switchOff, switchOn } from "./rule.ts";
import { latestRule, standingRule } from "./rules.repository.ts";
import { findRuns, openSteps, pruneRuns, recentRuns, runningRuns, stepsOf, tallies, type RunRow } from "./runs.repository.ts";
import { startRun } from "./start-run.ts";

/** Auto-heal: what is wrong, what is done about it within limits, and whether it helped; each verb is a file beside this one. */
export const createHealingService = (deps: HealingDeps) => {
  const { database, clock, jobs } = deps;
  const [act, followAll, measureAll, lookByItself] = [carryOut(deps), follow(deps), measure(deps), look(deps)];
  jobs.handle(actQueue, { retryLimit: 10, retryDelay: 1 }, act);
  jobs.handle(followQueue, { retryLimit: 10, retryDelay: 1 }, followAll);
  const takeAnswer = answered(deps);
  deps.events.on("decision.resolved", "answer-healing", { retryLimit: 10, retryDelay: 1 }, takeAnswer);

  /** Once a minute: what a crash left, what came of what was done, and the rule. */
  const sweep = async (): Promise<void> => {
    if ((await openSteps(database.db)).length > 0) await act();
    if ((await openSteps(database.db)).length + (await runningRuns(database.db)).length > 0) await followAll();
    await measureAll();
    await lookByItself();
  };
  jobs.schedule("healing.sweep", "* * * * *", sweep);
  jobs.schedule("healing.prune", "53 4 * * *", () => pruneRuns(database.db, new Date(clock().getTime() - keptMs)));

  const withSteps = async (db: Db, rows: readonly RunRow[]): Promise<HealingRun[]> => {
    const steps = await stepsOf(
      db,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => toRun(row, steps));
  };
  const recent = async (db: Db): Promise<HealingRun[]> => withSteps(db, await recentRuns(db, shownRuns));
  return {
    preview: preview(deps),
    start: startRun(deps),
    switchOn: switchOn(deps),
    switchOff: switchOff(deps),
    sweep,
    /** What the answer to a question, or its end without one, leads to. */
    answered: ({ requestId }: { requestId: string }) => takeAnswer({ requestId }, { id: requestId, attempt: 1, lastAttempt: false }),
    overview: async (): Promise<HealingOverview> => {
      const rule = await standingRule(database.db);
      return {
        asOf: clock().toISOString(),
        ...(rule ? { rule: toRule(rule) } : {}),
        runs: await recent(database.db),
        tallies: await tallies(database.db),
      };
    },
    read: async (id: string): Promise<HealingRun> => {
      const [run] = await withSteps(database.db, await findRuns(database.db, [id]));
      if (!run) throw runNotFound();
      return run;
    },
    /** For the feed. */
    find: async (db: Db, ids: readonly string[]): Promise<HealingRun[]> => withSteps(db, await findRuns(db, ids)),
    recent,
    rule: async (db: Db): Promise<HealingRule | undefined> => {
      const row = await latestRule(db);
      return row && toRule(row);
    },
  };
};
export type HealingService = ReturnType<typeof createHealingService>;
