import { DomainError } from "../platform/errors.ts";
import type { JobHandler } from "../platform/jobs/jobs.ts";
import type { WorkflowsDeps } from "./workflows.types.ts";

/** Takes back a question that nothing waits for any more. */
export const withdrawQueue = "workflow.withdraw";

/** A job, for the request is another slice's and has a transaction of its own. Answered just now is no failure. */
export const withdraw =
  (deps: Pick<WorkflowsDeps, "decisions">): JobHandler<{ requestId: string; reason: string }> =>
  async ({ requestId, reason }) => {
    await deps.decisions.cancel(undefined, requestId, reason).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
    });
  };
