import { DomainError } from "../platform/errors.ts";
import { end } from "./carry-out.ts";
import { followMs, followQueue, type HealingDeps } from "./healing.types.ts";
import { endRun, findStep, openSteps, runningRuns, stepsOf, type StepRow } from "./runs.repository.ts";

/** Notes what really came of what was asked of machines, and ends runs that are over; looks again until all are. */
export const follow = (deps: HealingDeps) => async (): Promise<void> => {
  const { database, clock, jobs } = deps;
  for (const step of await openSteps(database.db)) if (step.state === "doing" && step.commandIds.length > 0) await settle(deps, step);
  for (const run of await runningRuns(database.db))
    await database.transaction(async (work) => {
      if (!(await endRun(work.db, run.id, clock()))) return;
      const counts = Object.entries(Object.groupBy(await stepsOf(work.db, [run.id]), ({ state }) => state)).map(([state, all]) => [
        state,
        all.length,
      ]);
      await deps.audit.append(work, { actor: run.by, action: "healing.ended", subject: run.id, detail: Object.fromEntries(counts) });
      await deps.feed.append(work, { kind: "healingRun", entityId: run.id });
    });
  if ((await openSteps(database.db)).length > 0)
    await database.transaction((work) => jobs.enqueue(work, followQueue, {}, { startAfter: new Date(clock().getTime() + followMs) }));
};

const settle = async (deps: HealingDeps, step: StepRow): Promise<void> => {
  const commands = await deps.controls.find(deps.database.db, step.commandIds);
  if (commands.some(({ endedAt }) => endedAt === undefined)) return;
  const failed = commands.find(({ state }) => state !== "done");
  const said = (failed ?? commands[0])?.result ?? "";
  // A command that is kept no more was over long ago.
  const result = failed ? (said === "" ? `The command ${failed.state}.` : said) : said === "" ? "Done." : said;
  const state = failed ? "failed" : "done";
  await end(deps, step, { state, result });
  if (step.askedBy !== null) await tellAsker(deps, step.askedBy, { status: failed ? "failed" : "executed", message: result });
};

/** The card of the question says what came of the answer. */
const tellAsker = async (
  deps: HealingDeps,
  askedBy: string,
  outcome: { status: "executed" | "failed"; message: string },
): Promise<void> => {
  const asked = await findStep(deps.database.db, askedBy);
  if (!asked?.requestId) return;
  await deps.decisions.reportOutcome(undefined, asked.requestId, outcome).catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
  });
};
