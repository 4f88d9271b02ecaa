import type { WorkflowInput } from "@beckon/contracts/workflows";
import { evidenceOf } from "./evidence.ts";
import type { Account, Payload } from "./payloads.ts";
import { type IsAgent, type Reading } from "./reading.ts";

type RunStatus = NonNullable<WorkflowInput["status"]>;
type StageStatus = NonNullable<WorkflowInput["stages"]>[number]["status"];

/** How GitHub's words for a check are ours. Somebody's approval is waited for: suspended, and no end. */
const endOf = (conclusion: string | null): { run: RunStatus; stage: StageStatus } => {
  switch (conclusion) {
    case "success":
    case "neutral":
      return { run: "succeeded", stage: "succeeded" };
    case "skipped":
      return { run: "cancelled", stage: "skipped" };
    case "cancelled":
    case "stale":
      return { run: "cancelled", stage: "failed" };
    // Completed without a word of how: it is told in a moment.
    case null:
      return { run: "running", stage: "running" };
    case "action_required":
      return { run: "suspended", stage: "suspended" };
    default:
      return { run: "failed", stage: "failed" };
  }
};

const stateOf = (status: string | null, conclusion: string | null): { run: RunStatus; stage: StageStatus } => {
  if (status === "completed") return endOf(conclusion);
  // A deployment that somebody has to approve.
  if (status === "waiting") return { run: "suspended", stage: "suspended" };
  return status === "in_progress" ? { run: "running", stage: "running" } : { run: "running", stage: "waiting" };
};

const hasEnded = ({ stage }: { stage: StageStatus }) => stage === "succeeded" || stage === "failed" || stage === "skipped";
const whyFailed = (state: { stage: StageStatus }, conclusion: string | null) =>
  state.stage === "failed" && conclusion ? { error: conclusion.replaceAll("_", " ") } : {};

/** One attempt of a run of GitHub Actions is one run of ours. */
const keyOf = (repository: { full_name: string }, { id, attempt }: { id: number; attempt: number }) =>
  `${repository.full_name.slice(-120)}/actions/runs/${id}/attempts/${attempt}`;

const linked = (repository: Payload<"workflow_run">["repository"], branch: string | undefined) =>
  branch === undefined ? {} : { tasks: { evidence: evidenceOf({ repository, branch }), links: [] } };

const agentOf = (account: Account, isAgent: IsAgent) => (account && isAgent(account) ? { agent: account.login.slice(0, 120) } : {});

/** A run of GitHub Actions as a whole: a run with a stage of its name. Its jobs are told apart, as further stages. */
export const readWorkflowRun = ({ repository, workflow_run: run }: Payload<"workflow_run">, isAgent: IsAgent): Reading => {
  const state = stateOf(run.status, run.conclusion);
  const name = run.name ?? run.path ?? "workflow";
  const ended = hasEnded(state) ? { endedAt: run.updated_at } : {};
  return {
    run: {
      key: keyOf(repository, { id: run.id, attempt: run.run_attempt }),
      input: {
        name: `${name.slice(0, 120)}${run.display_title ? ` · ${run.display_title}` : ""}`.slice(0, 200).toWellFormed(),
        status: state.run,
        project: repository.full_name.slice(0, 200),
        url: run.html_url,
        ...agentOf(run.triggering_actor ?? run.actor, isAgent),
        startedAt: run.run_started_at,
        ...ended,
        ...whyFailed(state, run.conclusion),
        stages: [
          {
            name: name.slice(0, 120).toWellFormed(),
            status: state.stage,
            attempts: Math.min(run.run_attempt, 10_000),
            ...(state.stage === "waiting" ? {} : { startedAt: run.run_started_at }),
            ...ended,
            ...whyFailed(state, run.conclusion),
          },
        ],
      },
    },
    ...linked(repository, run.head_branch),
  };
};

/** One job of a run: a stage of that run, `workflow / job` as GitHub shows it. */
export const readWorkflowJob = ({ repository, workflow_job: job }: Payload<"workflow_job">): Reading => {
  const state = stateOf(job.status, job.conclusion);
  const workflow = job.workflow_name ?? "workflow";
  return {
    run: {
      key: keyOf(repository, { id: job.run_id, attempt: job.run_attempt }),
      // The run's own event says more, and stands.
      lessName: true,
      input: {
        name: workflow,
        project: repository.full_name.slice(0, 200),
        ...(job.started_at ? { startedAt: job.started_at } : {}),
        stages: [
          {
            name: `${workflow.slice(0, 50)} / ${job.name}`.slice(0, 120).toWellFormed(),
            status: state.stage,
            attempts: Math.min(job.run_attempt, 10_000),
            ...(job.started_at && state.stage !== "waiting" ? { startedAt: job.started_at } : {}),
            ...(job.completed_at && hasEnded(state) ? { endedAt: job.completed_at } : {}),
            ...whyFailed(state, job.conclusion),
          },
        ],
      },
    },
    ...linked(repository, job.head_branch),
  };
};

/** The checks of another app on a commit: a run with one stage. */
export const readCheckSuite = ({ repository, check_suite: suite }: Payload<"check_suite">): Reading => {
  if (suite.app?.slug === "github-actions") return { ignored: "its workflow_run tells the same" };
  const state = stateOf(suite.status, suite.conclusion);
  const name = suite.app?.name || "checks";
  const ended = hasEnded(state) ? { endedAt: suite.updated_at } : {};
  return {
    run: {
      key: `${repository.full_name.slice(-120)}/check-suites/${suite.id}`,
      input: {
        name,
        status: state.run,
        project: repository.full_name.slice(0, 200),
        url: `${repository.html_url}/commit/${suite.head_sha}/checks`,
        startedAt: suite.created_at,
        ...ended,
        ...whyFailed(state, suite.conclusion),
        stages: [
          {
            name,
            status: state.stage,
            ...(state.stage === "waiting" ? {} : { startedAt: suite.created_at }),
            ...ended,
            ...whyFailed(state, suite.conclusion),
          },
        ],
      },
    },
    ...linked(repository, suite.head_branch),
  };
};
