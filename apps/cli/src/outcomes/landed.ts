import type { OutcomeCheck, OutcomeFinding } from "@beckon/contracts/outcome-checks";
import { isSha, linesOf, type Git } from "./git.ts";
import { exists, isIn, numberIn, readCommits, type Commit } from "./history.ts";

/** How a piece of work stands in the main branch: its commits there, and the last of them. */
export type Landed = { how: NonNullable<OutcomeFinding["how"]>; commits: string[]; last: string; number?: number };

/** So far back it is looked for by what it says or changes. */
const mostLooked = 2_000;

type Looking = { git: Git; tip: string };

/** Where the work of an outcome is in the history of `tip`; nothing where it is not. */
export const findLanded = async (looking: Looking, check: OutcomeCheck): Promise<Landed | undefined> => {
  const { git, tip } = looking;
  const commits = check.commits.filter(isSha);
  const [pull] = check.pullRequests;
  const merge = pull?.mergeCommit;
  if (merge && isSha(merge) && (await isIn(git, merge, tip)))
    return ofMerge(looking, merge, [...commits, ...(pull.head && isSha(pull.head) ? [pull.head] : [])], pull.number);
  const own: string[] = [];
  for (const sha of commits) if (await isIn(git, sha, tip)) own.push(sha);
  const recent = await readCommits(git, `--max-count=${mostLooked}`, tip);
  const byNumber = pull && recent.find(({ title }) => numberIn(title) === pull.number && !/^Revert /.test(title));
  if (byNumber) return ofMerge(looking, byNumber.sha, commits, pull.number);
  if (own.length > 0) return { how: "commit", commits: own, last: await lastOf(git, own) };
  return byContent(looking, commits, recent);
};

/** What a merge brought in: all of its side; or one commit alone, which is the work squashed, or the last of those that were put on top. */
const ofMerge = async ({ git, tip }: Looking, merge: string, own: string[], number: number): Promise<Landed> => {
  const parents = (await git("rev-list", "--parents", "--max-count=1", merge, "--")).trim().split(" ").slice(1);
  if (parents.length > 1) {
    const side = linesOf(await git("rev-list", `--max-count=${mostLooked}`, merge, `^${parents[0]}`, "--"));
    return { how: "merge", commits: side, last: merge, number };
  }
  const same = await samePatches(
    git,
    tip,
    own.filter((sha) => sha !== merge),
  );
  const rebased = same.length > 1 && same.includes(merge);
  return rebased ? { how: "rebase", commits: same, last: merge, number } : { how: "squash", commits: [merge], last: merge, number };
};

/** By what it says (`cherry-pick -x`), by the change itself, or by the state that all of it together leads to. */
const byContent = async ({ git, tip }: Looking, commits: string[], recent: readonly Commit[]): Promise<Landed | undefined> => {
  const picked = recent
    .filter(({ message }) => commits.some((sha) => message.includes(`(cherry picked from commit ${sha})`)))
    .map(({ sha }) => sha);
  const found = picked.length > 0 ? picked : await samePatches(git, tip, commits);
  if (found.length > 0) return { how: "cherry-pick", commits: found, last: await lastOf(git, found) };
  const known: string[] = [];
  for (const sha of commits) if (await exists(git, sha)) known.push(sha);
  if (known.length === 0) return undefined;
  const head = await lastOf(git, known);
  const base = (await git.maybe("merge-base", head, tip))?.trim();
  if (!base || base === head) return undefined;
  const tree = (await git("rev-parse", `${head}^{tree}`)).trim();
  const byTree = linesOf(
    await git("log", "--no-color", "--no-show-signature", `--max-count=${mostLooked}`, "--format=%H %T", `${base}..${tip}`, "--"),
  ).find((line) => line.endsWith(` ${tree}`));
  const whole = byTree === undefined ? (await patchIds(git, ["diff", ...plain, base, head, "--"]))[0]?.id : undefined;
  const squashed =
    byTree?.split(" ")[0] ??
    (whole === undefined ? undefined : (await rangePatches(git, `${base}..${tip}`)).find(({ id }) => id === whole)?.sha);
  return squashed === undefined ? undefined : { how: "squash", commits: [squashed], last: squashed };
};

const plain = ["--no-color", "--no-ext-diff", "--no-textconv", "--full-index", "-p"];

/** Commits in the main branch that change just what one of these changes. */
const samePatches = async (git: Git, tip: string, shas: string[]): Promise<string[]> => {
  const wanted = new Set<string>();
  const bases: string[] = [];
  for (const sha of shas) {
    if (!(await exists(git, sha))) continue;
    for (const { id } of await patchIds(git, ["diff-tree", ...plain, "--root", sha])) wanted.add(id);
    const base = (await git.maybe("merge-base", sha, tip))?.trim();
    if (base && base !== sha) bases.push(`^${base}`);
  }
  if (wanted.size === 0 || bases.length === 0) return [];
  return (await rangePatches(git, tip, ...bases.slice(0, 1))).filter(({ id }) => wanted.has(id)).map(({ sha }) => sha);
};

const rangePatches = (git: Git, ...range: string[]) =>
  patchIds(git, ["log", "--no-show-signature", "--no-notes", "--no-merges", `--max-count=${mostLooked}`, ...plain, ...range, "--"]);

const patchIds = async (git: Git, from: string[]): Promise<{ id: string; sha: string }[]> =>
  linesOf(await git.pipe(from, ["patch-id", "--stable"])).map((line) => {
    const [id = "", sha = ""] = line.split(" ");
    return { id, sha };
  });

const lastOf = async (git: Git, shas: string[]): Promise<string> =>
  shas.length === 1 ? (shas[0] as string) : (linesOf(await git("rev-list", "--topo-order", "--max-count=1", ...shas, "--"))[0] as string);
