import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { realFolder } from "./folder.ts";
import type { Worktree } from "./record.ts";

const timeoutMs = 60_000;

/** Letters, digits and single hyphens: nothing that a path, a branch or a command line could take for something else. */
export const plainName = (name: string): string =>
  name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "") || "agent";

/**
 * Makes and removes git worktrees, one at a time: git itself does not like two at once. A worktree that holds work which is not
 * committed is never removed.
 */
export function createWorktrees(folder: string) {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    /** Where an agent works on that repository; one that was kept is its place again. */
    plan: ({ repository, agent, taken }: { repository: string; agent: string; taken: readonly (string | undefined)[] }): Worktree => {
      const hash = createHash("sha256").update(repository).digest("hex").slice(0, 8);
      const place = join(folder, `${plainName(basename(repository))}-${hash}`);
      const name = plainName(agent);
      for (let number = 1; ; number += 1) {
        const one = number === 1 ? name : `${name}-${number}`;
        const path = join(place, one);
        if (!taken.includes(path)) return { repository, path, branch: `beckon/${one}` };
      }
    },
    /**
     * Makes it, where it is not there yet. Answers the folder in it that stands for the repository's own.
     *
     * @throws Error with git's words.
     */
    add: (worktree: Worktree): Promise<string> => inTurn(() => add(worktree)),
    /** Removes it where nothing is lost by that; answers why it was kept, if it was. */
    remove: (worktree: Worktree): Promise<string | undefined> => inTurn(() => remove(worktree)),
  };
}
export type Worktrees = ReturnType<typeof createWorktrees>;

async function add({ repository, path, branch }: Worktree): Promise<string> {
  const prefix = await git(repository, "rev-parse", "--show-prefix");
  const common = await commonFolder(repository);
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const known = await git(repository, "rev-parse", "--verify", "--quiet", `refs/heads/${branch}`).catch(() => "");
    await git(repository, "worktree", "add", "--quiet", ...(known ? [path, branch] : ["-b", branch, path]));
  } else if ((await commonFolder(path)) !== common || (await git(path, "rev-parse", "--show-toplevel")) !== realpathSync(path)) {
    throw new Error(`${path} is in the way of its worktree`);
  }
  const work = join(path, prefix);
  mkdirSync(work, { recursive: true });
  return realFolder(work, [path]);
}

async function remove({ repository, path, branch }: Worktree): Promise<string | undefined> {
  if (!existsSync(path)) return undefined;
  try {
    await git(repository, "worktree", "remove", path);
  } catch (error) {
    const { message } = error as Error;
    return /modified or untracked/.test(message) ? "it holds changes that are not committed" : message;
  }
  // Deleted only where its commits are in another branch too.
  await git(repository, "branch", "--quiet", "-d", branch).catch(() => undefined);
  return undefined;
}

const commonFolder = async (folder: string): Promise<string> =>
  realpathSync(await git(folder, "rev-parse", "--path-format=absolute", "--git-common-dir"));

/** Runs git without what would lead it to another repository, and without what it need not know. */
function git(folder: string, ...args: string[]): Promise<string> {
  const own = Object.entries(process.env).filter(([name]) => !/^(GIT|BECKON)_/.test(name));
  const env = { ...Object.fromEntries(own), LC_ALL: "C", GIT_TERMINAL_PROMPT: "0" };
  return new Promise((resolve, reject) => {
    execFile("git", ["-C", folder, ...args], { env, timeout: timeoutMs, encoding: "utf8" }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout.replace(/\n$/, ""));
      const why = stderr.split("\n").find((line) => line.startsWith("fatal: ") || line.startsWith("error: "));
      reject(new Error(`git: ${why?.replace(/^\w+: /, "") ?? error.message}`, { cause: error }));
    });
  });
}
