import { isKnownEvent, payloads, type EventName, type Payload } from "./payloads.ts";
import { readCheckSuite, readWorkflowJob, readWorkflowRun } from "./read-checks.ts";
import { readIssue, readPush } from "./read-push.ts";
import { readPullRequest, readReview } from "./read-pull-request.ts";
import type { IsAgent, Reading } from "./reading.ts";

type Readers = { [E in EventName]: (payload: Payload<E>, isAgent: IsAgent) => Reading };

const readers: Readers = {
  ping: () => ({}),
  pull_request: readPullRequest,
  pull_request_review: readReview,
  workflow_run: readWorkflowRun,
  workflow_job: readWorkflowJob,
  check_suite: readCheckSuite,
  issues: readIssue,
  push: readPush,
};

export type Problem = { pointer: string; detail: string };

/** One delivery in our words, or where its payload is not what GitHub documents. Unknown events are ignored, with the reason. */
export const readEvent = (event: string, payload: unknown, isAgent: IsAgent): Reading | { problems: Problem[] } => {
  if (!isKnownEvent(event)) return { ignored: "nothing is made of this event" };
  const parsed = payloads[event].safeParse(payload);
  if (parsed.success) return (readers[event] as (payload: unknown, isAgent: IsAgent) => Reading)(parsed.data, isAgent);
  return {
    problems: parsed.error.issues.slice(0, 20).map(({ path, message }) => ({
      pointer: path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
      detail: message.slice(0, 300),
    })),
  };
};
