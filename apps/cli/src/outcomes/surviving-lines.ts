import { linesOf, type Git } from "./git.ts";
import type { Landed } from "./landed.ts";

/** More than these are not read line by line; what was read speaks for the rest. */
const mostFiles = 300;
const mostFileBytes = 1_048_576;

/**
 * Of the lines that the work had made when it was in, those that are left at `tip`, by blame; spaces alone, and lines that
 * only moved within their file, count as left. Nothing where it made no lines (it only took some away).
 */
export const survivingLines = async (git: Git, landed: Landed, { tip, restorers }: { tip: string; restorers: readonly string[] }) => {
  const ours = new Set(landed.commits);
  const stillOurs = new Set([...landed.commits, landed.last, ...restorers]);
  if (landed.how === "merge") ours.add(landed.last);
  const files = await filesOf(git, landed);
  const became = await renames(git, landed.last, tip);
  let made = 0;
  let left = 0;
  for (const file of files) {
    const before = await count(git, landed.last, file, ours);
    if (before === 0) continue;
    made += before;
    const now = became(file);
    const [old, current] = [
      await git.maybe("rev-parse", "--verify", "--quiet", `${landed.last}:${file}`),
      await git.maybe("rev-parse", "--verify", "--quiet", `${tip}:${now}`),
    ];
    if (current !== undefined) left += old === current ? before : Math.min(before, await count(git, tip, now, stillOurs));
  }
  return made === 0 ? undefined : { made, left };
};

const plain = ["--no-ext-diff", "--no-textconv", "-z"];

const filesOf = async (git: Git, { how, commits, last }: Landed): Promise<string[]> => {
  const names = new Set<string>();
  const add = (text: string) => {
    for (const name of text.split("\0")) if (name !== "") names.add(name);
  };
  if (how === "merge") add(await git("diff", ...plain, "--name-only", "--no-renames", "--diff-filter=AM", `${last}^1`, last, "--"));
  else
    for (const sha of commits)
      add(await git("diff-tree", "--root", "-r", ...plain, "--no-commit-id", "--name-only", "--no-renames", "--diff-filter=AM", sha, "--"));
  return [...names].slice(0, mostFiles);
};

/** Where files went, one step after the other: what is moved and then written anew looks like another file from far away. */
const renames = async (git: Git, from: string, tip: string): Promise<(path: string) => string> => {
  const told = [
    "log",
    "--no-color",
    "--no-show-signature",
    "--reverse",
    "--topo-order",
    "-M",
    "--diff-filter=R",
    "--name-status",
    "--format=",
  ];
  const parts = (await git(...told, ...plain, `${from}..${tip}`, "--")).split("\0").map((part) => part.replace(/^\n+/, ""));
  const steps: [string, string][] = [];
  for (let at = 0; at + 2 < parts.length;)
    if (/^R\d+$/.test(parts[at] as string)) {
      steps.push([parts[at + 1] as string, parts[at + 2] as string]);
      at += 3;
    } else at += 1;
  return (path) => steps.reduce((now, [old, next]) => (now === old ? next : now), path);
};

const count = async (git: Git, commit: string, path: string, ours: ReadonlySet<string>): Promise<number> => {
  const size = Number(await git.maybe("cat-file", "-s", `${commit}:${path}`));
  if (!(size > 0) || size > mostFileBytes) return 0;
  const text = await git.maybe("blame", "--no-textconv", "--porcelain", "-w", "-M", commit, "--", path);
  let sum = 0;
  for (const line of linesOf(text ?? "")) {
    const match = /^([0-9a-f]{40,64}) \d+ \d+ (\d+)$/.exec(line);
    if (match && ours.has(match[1] as string)) sum += Number(match[2]);
  }
  return sum;
};
