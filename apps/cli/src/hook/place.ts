import { execFile } from "node:child_process";
import { basename, dirname, isAbsolute, join } from "node:path";
import { repositoryName } from "@beckon/contracts/repository-name";

/** Where a program works. `repository` has no credentials; without a remote it is `file://machine/folder`. */
export type Place = { repository: string; root: string; worktree?: string; branch?: string };

const mostMs = 300;

/**
 * What git says of a folder, in at most 300 ms for all of it; nothing where it is in no repository, git is not there,
 * or too slow. Asks no network and changes nothing.
 */
export async function placeOf(cwd: string, host: string, withinMs = mostMs): Promise<Place | undefined> {
  const late = AbortSignal.timeout(withinMs);
  const git = (...args: string[]) =>
    new Promise<string | undefined>((resolve) => {
      const environment = { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };
      const options = { env: environment, signal: late, maxBuffer: 65_536, windowsHide: true, killSignal: "SIGKILL" } as const;
      try {
        execFile("git", ["-C", cwd, ...args], options, (error, stdout) => resolve(error ? undefined : stdout.trimEnd()));
      } catch {
        // Such as a folder with NUL in its name.
        resolve(undefined);
      }
    });
  const [folders, remote, branch] = await Promise.all([
    git("rev-parse", "--show-toplevel", "--git-dir", "--git-common-dir"),
    git("remote", "get-url", "origin"),
    git("branch", "--show-current"),
  ]);
  const [root, own, common] = folders?.split("\n") ?? [];
  if (!root || !own || !common) return undefined;
  const shared = absolute(cwd, common);
  const linked = absolute(cwd, own) !== shared;
  return {
    repository:
      (remote && named(remote)) ??
      `file://${encodeURIComponent(host)}/${mainFolder(shared, root).replace(/^\//, "").split("/").map(encodeURIComponent).join("/")}`,
    root,
    ...(linked ? { worktree: basename(root).slice(0, 200) } : {}),
    ...(branch ? { branch: branch.slice(0, 200) } : {}),
  };
}

const absolute = (cwd: string, path: string) => (isAbsolute(path) ? path : join(cwd, path));

/** A remote without a colon is a folder of this machine. */
const named = (remote: string) => (remote.includes(":") && !/^file:/i.test(remote) ? repositoryName(remote) : undefined);

/** The folder that all worktrees of a repository belong to. */
const mainFolder = (common: string, root: string) =>
  basename(common) === ".git" ? dirname(common) : basename(common).endsWith(".git") ? common : root;

/** Events with which a run begins, or a person speaks to it: often enough, and never in the way of a tool. */
const tellingEvents = /^(session_?start|user_?prompt_?submit(ted)?|before_?agent|before_?submit_?prompt|subagent_?start|cwd_?changed)$/i;

/** The headers that tell where the run of this hook works; none with most of its events. */
export async function placeHeaders(
  input: string,
  told: { event: string | undefined; host: string; withinMs?: number },
): Promise<Record<string, string>> {
  const { event, host, withinMs } = told;
  const payload = JSON.parse(input) as Record<string, unknown>;
  const name = payload.hook_event_name ?? event;
  if (typeof name !== "string" || !tellingEvents.test(name)) return {};
  const roots = Array.isArray(payload.workspace_roots) ? payload.workspace_roots : [];
  const cwd = [payload.new_cwd, payload.cwd, roots[0]].find((each): each is string => typeof each === "string" && each !== "");
  const place = await placeOf(cwd ?? process.cwd(), host, withinMs);
  if (!place) return {};
  const header = (text: string, most: number) => encodeURIComponent(text.toWellFormed().slice(0, most));
  return {
    "x-beckon-repository": header(place.repository, 1_000),
    "x-beckon-root": header(place.root, 1_000),
    ...(place.worktree ? { "x-beckon-worktree": header(place.worktree, 200) } : {}),
    ...(place.branch ? { "x-beckon-branch": header(place.branch, 200) } : {}),
  };
}
