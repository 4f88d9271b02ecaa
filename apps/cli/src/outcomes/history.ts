import { linesOf, type Git } from "./git.ts";

export type Commit = { sha: string; parents: string[]; at: Date; title: string; message: string };

const most = 20_000;

/** Commits of a range, the newest first, with what they say. */
export const readCommits = async (git: Git, ...range: string[]): Promise<Commit[]> => {
  const text = await git(
    "log",
    "--no-color",
    "--no-show-signature",
    "--no-notes",
    "--topo-order",
    `--max-count=${most}`,
    "--format=%H%x00%P%x00%ct%x00%B%x00%x00",
    ...range,
    "--",
  );
  return text.split("\0\0\n").flatMap((entry) => {
    const [sha, parents = "", at, message = ""] = entry.replace(/^\n/, "").split("\0");
    if (!sha || at === undefined) return [];
    return [
      {
        sha,
        parents: parents.split(" ").filter(Boolean),
        at: new Date(Number(at) * 1_000),
        message,
        title: message.split("\n", 1)[0] ?? "",
      },
    ];
  });
};

/** The pull request that a commit on the main branch brought in, as the servers write it. */
export const numberIn = (title: string): number | undefined => {
  const match = /^Merge pull request #(\d{1,9}) from /.exec(title) ?? /\(#(\d{1,9})\)$/.exec(title.trimEnd());
  return match ? Number(match[1]) : undefined;
};

/** The tip of a branch as the server has it, else as it stands here. */
export const tipOf = async (git: Git, base: string | undefined): Promise<string | undefined> => {
  const names = base === undefined ? ["refs/remotes/origin/HEAD", "HEAD"] : [`refs/remotes/origin/${base}`, `refs/heads/${base}`];
  for (const name of names) {
    const sha = (await git.maybe("rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`))?.trim();
    if (sha) return sha;
  }
  return base === undefined ? undefined : tipOf(git, undefined);
};

/** The last commit of the branch itself up to then. */
export const tipAt = async (git: Git, tip: string, until: Date): Promise<string | undefined> =>
  linesOf(await git("rev-list", "--first-parent", "--max-count=1", `--before=${Math.floor(until.getTime() / 1_000)}`, tip, "--"))[0];

export const isIn = async (git: Git, sha: string, tip: string): Promise<boolean> =>
  (await git.maybe("merge-base", "--is-ancestor", sha, tip)) !== undefined;

export const exists = async (git: Git, sha: string): Promise<boolean> =>
  (await git.maybe("cat-file", "-e", `${sha}^{commit}`)) !== undefined;
