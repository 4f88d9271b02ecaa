import type { Signal } from "@beckon/contracts/signals";
import { evidenceOf, type TaskLink } from "./evidence.ts";
import type { Payload } from "./payloads.ts";
import { agentOf, type IsAgent, type Reading } from "./reading.ts";

const mostLinks = 20;

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
  return {
    signals,
    tasks: { evidence: evidenceOf({ repository, branch, texts: commits.slice(0, mostLinks).map(({ message }) => message) }), links },
  };
};

/** An issue that names a task, or that a task names. */
export const readIssue = ({ action, repository, issue }: Payload<"issues">): Reading => {
  if (!["opened", "edited", "reopened", "closed"].includes(action)) return { ignored: `nothing is made of the action ${action}` };
  return {
    tasks: {
      evidence: evidenceOf({ repository, texts: [issue.title, issue.body], refs: [{ kind: "issue", ref: issue.html_url }] }),
      links: [{ kind: "issue", ref: issue.html_url, ...(issue.title ? { title: issue.title.slice(0, 200).toWellFormed() } : {}) }],
    },
  };
};
