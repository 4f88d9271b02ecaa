import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A real repository, whose clock goes on by a minute with each command. */
export const makeRepository = (startsAt = "2026-11-01T10:00:00Z") => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "beckon-outcomes-")));
  let now = Date.parse(startsAt);
  const git = (...args: string[]): string => {
    now += 60_000;
    const date = new Date(now).toISOString();
    const env = {
      ...process.env,
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_NOSYSTEM: "1",
    };
    return execFileSync(
      "git",
      ["-C", folder, "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false", ...args],
      {
        encoding: "utf8",
        env,
        stdio: ["ignore", "pipe", "pipe"],
      },
    ).trim();
  };
  const write = (path: string, lines: readonly string[]) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), lines.map((line) => `${line}\n`).join(""));
    git("add", "-A");
  };
  /** Writes files and commits them; gives the hash. */
  const commit = (message: string, files: Record<string, readonly string[]>) => {
    for (const [path, lines] of Object.entries(files)) write(path, lines);
    git("commit", "-qm", message);
    return git("rev-parse", "HEAD");
  };
  git("init", "-q", "-b", "main");
  const first = commit("first", { "README.md": ["shop"] });
  return {
    ...{ folder, git, write, commit, first },
    head: () => git("rev-parse", "HEAD"),
    now: () => new Date(now).toISOString(),
    /** Days go by. */
    wait: (days: number) => void (now += days * 86_400_000),
    /** A branch of its own with these commits; back on main afterwards. */
    branch: (name: string, commits: readonly (readonly [string, Record<string, readonly string[]>])[]) => {
      git("checkout", "-qb", name, "main");
      const shas = commits.map(([message, files]) => commit(message, files));
      git("checkout", "-q", "main");
      return shas;
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
};
export type Repository = ReturnType<typeof makeRepository>;

/** Lines that one can tell from all others. */
export const lines = (word: string, n: number) => Array.from({ length: n }, (_, place) => `${word} line ${place} of ${n}`);
