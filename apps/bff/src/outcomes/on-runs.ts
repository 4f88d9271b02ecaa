import type { WorkflowRun } from "@beckon/contracts/workflows";
import type { Work } from "../platform/db/database.ts";
import type { OutcomeFact, OutcomesDeps } from "./outcomes.types.ts";
import { tell } from "./tell.ts";

/**
 * A workflow that succeeded is an outcome. Not so GitHub's own runs: those check the work of a pull request, and one of them
 * for each push would count the same work many times. Accepted by hand they count like any other.
 */
export const onRuns =
  (deps: OutcomesDeps) =>
  async (work: Work, run: WorkflowRun, owner: { id: string; demo?: boolean }): Promise<void> => {
    if (run.source !== "github" && run.status === "succeeded")
      await tell(deps, work, [runFact(run, owner, run.endedAt ?? deps.clock().toISOString())]);
  };

export const runFact = (
  run: WorkflowRun,
  owner: { id: string; demo?: boolean },
  passedAt: string,
): Extract<OutcomeFact, { what: "run" }> => ({
  what: "run",
  id: run.id,
  owner: owner.id,
  demo: owner.demo ?? false,
  title: run.name,
  ...(run.url ? { url: run.url } : {}),
  ...(run.project ? { project: run.project } : {}),
  ...(run.agent ? { agent: run.agent.name } : {}),
  ...(run.task ? { task: run.task } : {}),
  passedAt,
});
