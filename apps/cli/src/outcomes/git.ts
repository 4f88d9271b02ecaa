import { spawn } from "node:child_process";
import { CliError } from "../errors.ts";

const timeoutMs = 60_000;
/** Of what one call of git says; more is no repository of people. */
const mostBytes = 64 * 1_048_576;

/**
 * What a repository's own configuration could have git run or fetch is off: hooks, file watchers, programs that compare,
 * convert or check signatures, remotes for what is missing. Nothing is written, and no lock taken.
 */
const quiet = [
  ...["--no-optional-locks", "--no-pager", "--literal-pathspecs"],
  ...["core.hooksPath=/dev/null", "core.fsmonitor=false", "log.showSignature=false", "diff.external=", "protocol.allow=never"].flatMap(
    (setting) => ["-c", setting],
  ),
  ...["core.quotePath=false", "blame.ignoreRevsFile=", "diff.renameLimit=2000", "log.follow=false"].flatMap((setting) => ["-c", setting]),
];

const environment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(GIT|BECKON)_/.test(name))),
  LC_ALL: "C",
  GIT_TERMINAL_PROMPT: "0",
  GIT_NO_LAZY_FETCH: "1",
  GIT_ALLOW_PROTOCOL: "none",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_OPTIONAL_LOCKS: "0",
});

export type Git = {
  /** What it says. @throws CliError in git's words. */
  (...args: string[]): Promise<string>;
  /** The same; nothing where git refuses. */
  maybe(...args: string[]): Promise<string | undefined>;
  /** What the second says to what the first writes. */
  pipe(from: string[], to: string[]): Promise<string>;
};

/** Git in a repository, for reading alone; arguments never pass a shell. */
export const openGit = (folder: string): Git => {
  const start = (args: string[]) =>
    spawn("git", ["-C", folder, ...quiet, ...args], {
      env: environment(),
      stdio: ["pipe", "pipe", "pipe"],
      timeout: timeoutMs,
      killSignal: "SIGKILL",
    });
  const run = (args: string[], input?: NodeJS.ReadableStream): Promise<string> =>
    new Promise((resolve, reject) => {
      const child = start(args);
      const chunks: Buffer[] = [];
      let size = 0;
      let words = "";
      child.stdout.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > mostBytes) child.kill("SIGKILL");
        else chunks.push(chunk);
      });
      child.stderr.setEncoding("utf8").on("data", (chunk: string) => (words = (words + chunk).slice(0, 4_000)));
      // It may have ended before it read all.
      child.stdin.on("error", () => undefined);
      if (input) input.pipe(child.stdin);
      else child.stdin.end();
      child.on("error", (error) => reject(new CliError(`git cannot be run: ${error.message}`)));
      child.on("close", (code) => {
        if (code === 0 && size <= mostBytes) return resolve(Buffer.concat(chunks).toString());
        const why = words.split("\n").find((line) => /^(fatal|error): /.test(line));
        reject(new CliError(size > mostBytes ? "git says too much" : `git: ${why?.replace(/^\w+: /, "") ?? "it ended without a word"}`));
      });
    });
  const git = (...args: string[]) => run(args);
  return Object.assign(git, {
    maybe: (...args: string[]) => run(args).catch(() => undefined),
    pipe: async (from: string[], to: string[]) => {
      const child = start(from);
      child.stdin.end();
      child.stderr.resume();
      child.on("error", () => undefined);
      return run(to, child.stdout);
    },
  });
};

export const isSha = (word: string): boolean => /^[0-9a-f]{40,64}$/.test(word);
export const linesOf = (text: string): string[] => text.split("\n").filter((line) => line !== "");
