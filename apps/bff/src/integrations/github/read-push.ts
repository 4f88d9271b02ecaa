import type { Signal } from "@beckon/contracts/signals";
import { repositoryName } from "@beckon/contracts/repository-name";
import { pullsIn } from "../../outcomes/refs.ts";
import type { GithubTold } from "../../outcomes/told-by-github.ts";
import { evidenceOf, type TaskLink } from "./evidence.ts";
import type { Payload } from "./payloads.ts";
import { agentOf, type IsAgent, type Reading } from "./reading.ts";

const mostLinks = 20;
/** GitHub itself tells of no more than 2,048. */
const mostTold = 500;

/** Commits that reached a branch: those of agents are signals, all may name a task. */
export const readPush = ({ ref, deleted, repository, commits }: Payload<"push">, isAgent: IsAgent): Reading => {
  const branch = /^refs\/heads\/(.+)$/s.exec(ref)?.[1]?.slice(0, 200).toWellFormed().replaceAll("\0", "");
  if (!branch) return { ignored: "no branch" };
  if (deleted) return { ignored: "the branch was deleted" };
  const signals = commits.flatMap((commit): Signal[] => {
    const login = commit.author.username;
    // The same commit in a second branch was told of before.
    if (login === undefined || commit.distinct === false || !isAgent({ login })) return [];
    return [
      {
        id: `commit:${repository.full_name.slice(-100)}:${commit.id}`,
        source: "github",
        at: commit.timestamp,
        agent: agentOf(login),
        kind: "commit.made",
        data: { sha: commit.id, branch, ...(commit.message ? { message: commit.message } : {}) },
      },
    ];
  });
  const links: TaskLink[] = [{ kind: "branch", ref: `${repository.html_url}/tree/${branch}`, title: branch }];
  const name = repositoryName(repository.html_url);
  const told = commits.slice(0, mostTold).map(({ id, timestamp, message, author }) => ({
    ...{ sha: id, at: timestamp, message },
    byAgent: author.username !== undefined && isAgent({ login: author.username }),
  }));
  return {
    signals,
    ...(name && told.length > 0 ? { result: { kind: "push" as const, repository: name, branch, commits: told } } : {}),
    tasks: { evidence: evidenceOf({ repository, branch, texts: commits.slice(0, mostLinks).map(({ message }) => message) }), links },
  };
};

/** An issue that names a task, or that a task names. */
export const readIssue = ({ action, repository, issue }: Payload<"issues">): Reading => {
  const result = incidentOf(repository, issue, action);
  if (["labeled", "unlabeled"].includes(action) && result) return { result };
  if (!["opened", "edited", "reopened", "closed"].includes(action)) return { ignored: `nothing is made of the action ${action}` };
  return {
    ...(result ? { result } : {}),
    tasks: {
      evidence: evidenceOf({ repository, texts: [issue.title, issue.body], refs: [{ kind: "issue", ref: issue.html_url }] }),
      links: [{ kind: "issue", ref: issue.html_url, ...(issue.title ? { title: issue.title.slice(0, 200).toWellFormed() } : {}) }],
    },
  };
};

/** An issue with the label `incident` is held against the pull requests that it names. */
const incidentOf = (
  repository: Payload<"issues">["repository"],
  issue: Payload<"issues">["issue"],
  action: string,
): GithubTold | undefined => {
  const name = repositoryName(repository.html_url);
  const on = issue.labels.some((label) => label.toLowerCase() === "incident");
  if (name === undefined || (!on && action !== "unlabeled" && action !== "edited")) return undefined;
  const pulls = pullsIn(`${issue.title}\n${issue.body ?? ""}`, name).filter((ref) => ref !== `${name}#${issue.number}`);
  if (on && pulls.length === 0 && action === "opened") return undefined;
  return { kind: "incident", pulls, issue: issue.html_url, title: issue.title.slice(0, 200).toWellFormed(), at: issue.updated_at, on };
};
