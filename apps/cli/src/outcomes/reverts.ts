import { linesOf, type Git } from "./git.ts";
import { numberIn, readCommits, type Commit } from "./history.ts";
import type { Landed } from "./landed.ts";

export type Reverts = {
  /** reverted: all of it is taken back. restored: something was, and nothing is any more. */
  state: "reverted" | "restored" | "partly" | "none";
  /** The commit that said so last. */
  ref?: string;
  /** Commits that put it back: its lines are theirs by now. */
  restorers: string[];
};

const deepest = 20;

/** What in the history after it takes it back, by the words that git and the servers write; as far as that was not taken back in turn. */
export const findReverts = async (git: Git, landed: Landed, { tip, repository }: { tip: string; repository: string }): Promise<Reverts> => {
  const later = await readCommits(git, `${landed.last}..${tip}`);
  const name = repository.slice(repository.indexOf("/") + 1);
  const told = new Map<string, string[]>();
  for (const commit of later) {
    const names = revertedBy(commit, name);
    if (names.length > 0) told.set(commit.sha, await withSides(git, names));
  }
  const number = numbers(later);
  const reverters = (names: readonly string[]) => later.filter(({ sha }) => told.get(sha)?.some((one) => names.includes(one)));
  const aliases = ({ sha }: Commit) => [sha, ...(number.has(sha) ? [`#${number.get(sha)}`] : [])];
  const standing = (names: readonly string[], depth = 0): Commit[] =>
    depth > deepest ? [] : reverters(names).filter((one) => !names.includes(one.sha) && standing(aliases(one), depth + 1).length === 0);
  const whole = [landed.last, ...(landed.number === undefined ? [] : [`#${landed.number}`])];
  const isWhole = landed.how === "merge" || landed.how === "squash" || landed.number !== undefined;
  const named = landed.commits.map((sha) => [sha, ...(isWhole ? (landed.how === "rebase" ? whole.slice(1) : whole) : [])]);
  const taken = named.filter((names) => standing(names).length > 0);
  const all = [...new Set([...landed.commits, ...(isWhole ? whole : [])])];
  const every = reverters(all);
  const restorers = every.flatMap((one) => standing(aliases(one))).map(({ sha }) => sha);
  const [newest] = later.filter((commit) => every.includes(commit) || restorers.includes(commit.sha));
  const isAll = taken.length === named.length && taken.length > 0;
  return {
    state: isAll ? "reverted" : taken.length > 0 ? "partly" : every.length > 0 ? "restored" : "none",
    ...(newest ? { ref: newest.sha } : {}),
    restorers: [...new Set(restorers)],
  };
};

/** `This reverts commit …` of git, `Reverts owner/name#12` of GitHub. */
const revertedBy = ({ message }: Commit, name: string): string[] => [
  ...[...message.matchAll(/\bThis reverts commit ([0-9a-f]{40,64})\b/g)].map(([, sha]) => sha as string),
  ...[...message.matchAll(/^Reverts (?:([\w.-]{1,100}\/[\w.-]{1,100}))?#(\d{1,9})\s*$/gm)]
    .filter(([, other]) => other === undefined || other.toLowerCase() === name)
    .map(([, , number]) => `#${Number(number)}`),
];

const numbers = (commits: readonly Commit[]) =>
  new Map(
    commits.flatMap(({ sha, title }) => {
      const number = numberIn(title);
      return number === undefined ? [] : [[sha, number] as const];
    }),
  );

/** Who takes back a merge takes back all that it brought. */
const withSides = async (git: Git, names: string[]): Promise<string[]> => {
  const all = [...names];
  for (const sha of names.filter((name) => !name.startsWith("#"))) {
    const parents = (await git.maybe("rev-list", "--parents", "--max-count=1", sha, "--"))?.trim().split(" ").slice(1) ?? [];
    if (parents.length > 1) all.push(...linesOf(await git("rev-list", "--max-count=2000", sha, `^${parents[0]}`, "--")));
  }
  return all;
};
