import { repositoryName } from "@beckon/contracts/repository-name";

/** `github.com/acme/shop#12` of a pull request's address, also of GitLab's merge requests; nothing of another address. */
export const pullRefOf = (url: string): string | undefined => {
  const match = /^(https?:\/\/[^?#]{1,400}?)\/(?:-\/)?(?:pull|pulls|merge_requests|pull-requests)\/(\d{1,9})(?:[/?#]|$)/.exec(url);
  const repository = match?.[1] === undefined ? undefined : repositoryName(match[1]);
  return repository === undefined ? undefined : `${repository}#${Number(match?.[2])}`;
};

/** Branches that everything goes through say nothing of a piece of work. */
const everyday = new Set(["main", "master", "develop", "dev", "trunk", "staging", "production", "release", "gh-pages"]);
export const isEveryday = (branch: string): boolean => everyday.has(branch);

export const branchRef = (repository: string, branch: string): string => `${repository}\n${branch}`;

const shaPattern = /^[0-9a-f]{40,64}$/;
export const isSha = (word: string): boolean => shaPattern.test(word);
const many = 20;
const unique = (values: readonly string[]) => [...new Set(values)].slice(0, many);

/** What a commit's message says in the words that git, GitHub and Beckon write themselves. */
export const readMessage = (message: string) => {
  const all = (pattern: RegExp) => unique([...message.matchAll(pattern)].map((match) => match[1] as string));
  return {
    title: (message.split("\n", 1)[0] ?? "").slice(0, 200).toWellFormed(),
    /** `git revert`. Of a revert of several GitHub writes a line for each. */
    reverts: all(/\bThis reverts commit ([0-9a-f]{40,64})\b/g),
    /** `git cherry-pick -x`. */
    picks: all(/\(cherry picked from commit ([0-9a-f]{40,64})\)/g),
    /** A trailer that names the task; words in between are talk. */
    tasks: all(/^(?:Beckon-)?Task:[ \t]*(tk_[0-9A-Za-z]{16,40})[ \t]*$/gim),
    /** Trailers that name the run: by our id, or by the agent's own. */
    sessions: all(/^(?:Beckon|Agent|Claude|Codex)-Session:[ \t]*([\x21-\x7e]{4,200})[ \t]*$/gim),
  };
};

/** The pull request that this one takes back: what GitHub's own button writes first in the text. */
export const revertedPull = (body: string | undefined, repository: string): string | undefined => {
  const match = /(?:^|\n)\s*Reverts\s+(?:([\w.-]{1,100}\/[\w.-]{1,100})#(\d{1,9})|#(\d{1,9}))\b/.exec(body ?? "");
  if (!match) return undefined;
  const host = repository.slice(0, repository.indexOf("/"));
  return match[3] ? `${repository}#${Number(match[3])}` : `${host}/${(match[1] as string).toLowerCase()}#${Number(match[2])}`;
};

/** Pull requests that a text names: by address, `owner/name#12`, or `#12` of its own repository. */
export const pullsIn = (text: string, repository: string): string[] => {
  const host = repository.slice(0, repository.indexOf("/"));
  return unique([
    ...[...text.matchAll(/https?:\/\/[^\s)<>"'\]]{1,400}\/pull\/\d{1,9}/g)].flatMap(([url]) => pullRefOf(url) ?? []),
    ...[...text.matchAll(/(?<![\w/.-])([\w.-]{1,100}\/[\w.-]{1,100})#(\d{1,9})\b/g)].map(
      ([, name, number]) => `${host}/${(name as string).toLowerCase()}#${Number(number)}`,
    ),
    ...[...text.matchAll(/(?<![\w/&-])#(\d{1,9})\b/g)].map(([, number]) => `${repository}#${Number(number)}`),
  ]);
};
