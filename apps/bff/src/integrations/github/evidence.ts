import type { Task } from "@beckon/contracts/tasks";

export type TaskLink = Task["links"][number];

/** By what tasks are known: their ids, their reporters' keys, and links that they already have. */
export type Evidence = { ids: string[]; keys: string[]; refs: { kind: TaskLink["kind"]; ref: string }[] };

const most = 50;
const unique = (values: string[]) => [...new Set(values)].slice(0, most);

const taskIds = /\btk_[0-9A-Za-z]{16,40}\b/g;
/** `SHOP-12`, as issue trackers name their tasks. */
const trackerKeys = /\b[A-Z][A-Z0-9]{1,9}-\d{1,7}\b/g;
/** GitHub's own words that close an issue, and what they close. */
const closing =
  /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b:?\s{1,3}(?:#(\d{1,9})|([\w.-]{1,100}\/[\w.-]{1,100})#(\d{1,9})|https:\/\/github\.com\/([\w.-]{1,100}\/[\w.-]{1,100})\/issues\/(\d{1,9})|(tk_[0-9A-Za-z]{16,40}|[A-Z][A-Z0-9]{1,9}-\d{1,7})\b)/gi;

type Told = {
  repository: { html_url: string; full_name: string };
  branch?: string | undefined;
  texts?: (string | undefined)[];
  refs?: Evidence["refs"];
};

/**
 * What GitHub's words say of tasks. A branch is taken by its whole name and by the task ids and tracker keys in it; a
 * text by task ids and by what it says it closes. Nothing is guessed from titles that look alike.
 */
export const evidenceOf = ({ repository, branch, texts = [], refs = [] }: Told): Evidence => {
  const text = texts.filter((part) => part !== undefined).join("\n");
  const server = repository.html_url.slice(0, -repository.full_name.length - 1);
  const closed = [...text.matchAll(closing)];
  const issues = closed.flatMap(([, number, other, otherNumber, linked, linkedNumber]) => {
    if (number) return [`${repository.html_url}/issues/${number}`];
    if (other) return [`${server}/${other}/issues/${otherNumber}`];
    return linked ? [`https://github.com/${linked}/issues/${linkedNumber}`] : [];
  });
  const parts = branch === undefined ? [] : [branch, branch.slice(branch.lastIndexOf("/") + 1)];
  return {
    ids: unique([...(branch?.match(taskIds) ?? []), ...(text.match(taskIds) ?? [])]),
    keys: unique([...parts, ...(branch?.match(trackerKeys) ?? []), ...closed.flatMap((match) => match[6] ?? [])]).filter(
      (key) => key !== "" && !everydayBranches.has(key),
    ),
    refs: [
      ...refs,
      ...(branch === undefined || everydayBranches.has(branch) ? [] : [{ kind: "branch" as const, ref: branch }]),
      ...unique(issues).map((ref) => ({ kind: "issue" as const, ref })),
    ],
  };
};

/** Branches that everything goes through say nothing of a task. */
const everydayBranches = new Set(["main", "master", "develop", "dev", "trunk", "staging", "production", "release", "gh-pages"]);
