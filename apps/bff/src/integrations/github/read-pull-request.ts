import { repositoryName } from "@beckon/contracts/repository-name";
import { revertedPull } from "../../outcomes/refs.ts";
import type { GithubTold } from "../../outcomes/told-by-github.ts";
import { evidenceOf, type TaskLink } from "./evidence.ts";
import type { Payload } from "./payloads.ts";
import { agentOf, type IsAgent, type Reading } from "./reading.ts";

const linkTo = ({ repository, pull_request: pull }: Pick<Payload<"pull_request_review">, "repository" | "pull_request">) => ({
  evidence: evidenceOf({
    repository,
    branch: pull.head.ref,
    texts: [pull.title, pull.body],
    refs: [{ kind: "pull_request", ref: pull.html_url }],
  }),
  links: [
    { kind: "pull_request", ref: pull.html_url, ...titled(pull.title) },
    { kind: "branch", ref: `${repository.html_url}/tree/${pull.head.ref}`, ...titled(pull.head.ref) },
  ] satisfies TaskLink[],
});
const titled = (title: string) => (title === "" ? {} : { title: title.slice(0, 200).toWellFormed() });

const told = new Set(["opened", "reopened", "closed", "ready_for_review", "converted_to_draft", "edited", "synchronize"]);

/** A pull request that was opened, changed, merged or closed, or for which a review was asked. */
export const readPullRequest = (payload: Payload<"pull_request">, isAgent: IsAgent): Reading => {
  const { action, repository, pull_request: pull, requested_reviewer: reviewer } = payload;
  const author = pull.user?.login;
  const byAgent = author !== undefined && isAgent(pull.user);
  if (action === "review_requested") {
    if (!reviewer) return { ignored: "a team was asked, no reviewer" };
    if (!byAgent) return { ignored: "the author is no agent" };
    const of = `${repository.full_name}#${pull.number} ${pull.title}`;
    return {
      review: {
        what: "requested",
        pullRequest: placeOf(payload),
        reviewer: reviewer.login,
        author,
        at: pull.updated_at,
        of: of.slice(0, 2_000),
      },
      tasks: linkTo(payload),
    };
  }
  if (!told.has(action)) return { ignored: `nothing is made of the action ${action}` };
  const status = pull.merged ? "merged" : pull.state === "closed" ? "closed" : pull.draft ? "draft" : "open";
  const result = resultOf(payload, byAgent);
  return {
    tasks: linkTo(payload),
    ...(result ? { result } : {}),
    ...(byAgent
      ? {
          signals: [
            {
              id: `pull_request:${placeOf(payload)}:${action}:${pull.updated_at}`,
              source: "github",
              at: pull.updated_at,
              agent: agentOf(author),
              kind: "pull_request.changed",
              data: { url: pull.html_url, status, ...(pull.title ? { title: pull.title } : {}) },
            },
          ],
        }
      : {}),
  };
};

const resultOf = ({ repository, pull_request: pull }: Payload<"pull_request">, byAgent: boolean): GithubTold | undefined => {
  const name = repositoryName(repository.html_url);
  if (name === undefined) return undefined;
  const reverts = revertedPull(pull.body, name);
  return {
    kind: "pull_request",
    pull: {
      kind: "pull_request",
      ref: `${name}#${pull.number}`,
      at: pull.updated_at,
      url: pull.html_url,
      title: pull.title.slice(0, 300).toWellFormed(),
      repository: name,
      number: pull.number,
      head: pull.head.ref,
      ...(pull.base ? { base: pull.base.ref } : {}),
      ...(pull.head.sha ? { headSha: pull.head.sha } : {}),
      labels: pull.labels,
      byAgent,
      ...(pull.created_at ? { openedAt: pull.created_at } : {}),
      ...(pull.merged ? { mergedAt: pull.merged_at ?? pull.updated_at, mergedBy: pull.merged_by?.login ?? "GitHub" } : {}),
      ...(pull.merged && pull.merge_commit_sha ? { mergeCommit: pull.merge_commit_sha } : {}),
      ...(reverts ? { reverts, isRevert: true } : {}),
    },
  };
};

/** `owner/name#12`, at most 200 characters with what is put behind it. */
const placeOf = ({ repository, pull_request: pull }: { repository: { full_name: string }; pull_request: { number: number } }) =>
  `${repository.full_name.slice(-100)}#${pull.number}`;

/** A review that accepts or asks for changes ends a round; a comment does not. */
export const readReview = (payload: Payload<"pull_request_review">, isAgent: IsAgent): Reading => {
  const { action, pull_request: pull, review } = payload;
  const { state } = review;
  if (action !== "submitted") return { ignored: `nothing is made of the action ${action}` };
  const author = pull.user?.login;
  if (author === undefined || !isAgent(pull.user) || !review.user) return { ignored: "the author is no agent", tasks: linkTo(payload) };
  if (!/^(approved|changes_requested)$/i.test(state)) return { ignored: "a comment ends no review", tasks: linkTo(payload) };
  return {
    tasks: linkTo(payload),
    review: {
      what: "ended",
      pullRequest: placeOf(payload),
      reviewer: review.user.login,
      author,
      at: review.submitted_at ?? pull.updated_at,
      accepted: /^approved$/i.test(state),
      message: review.body,
    },
  };
};
