import { keyOf } from "../platform/keys.ts";
import type { FilePlace, SessionPlace } from "./collisions.types.ts";

const isWindows = (path: string) => /^[a-z]:[\\/]/i.test(path) || path.startsWith("\\\\");
const isAbsolute = (path: string) => path.startsWith("/") || isWindows(path);

/** With slashes, without `.`, `..` and a slash at its end. Drives are letters of one case. */
export const tidyPath = (path: string): string => {
  const slashes = isWindows(path) ? path.replaceAll("\\", "/") : path;
  const drive = /^[a-z]:/i.exec(slashes)?.[0].toUpperCase() ?? "";
  const rest = slashes.slice(drive.length);
  const parts: string[] = [];
  for (const part of rest.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== ".." || !rest.startsWith("/")) parts.push(part);
  }
  return `${drive}${rest.startsWith("/") ? "/" : ""}${parts.join("/")}`;
};

/** What lies below the folder; nothing where it does not lie there. Both are tidy. */
export const below = (root: string, path: string): string | undefined => {
  const folder = root.endsWith("/") ? root : `${root}/`;
  const same = isWindows(root) ? path.toLowerCase().startsWith(folder.toLowerCase()) : path.startsWith(folder);
  return same && path.length > folder.length ? path.slice(folder.length) : undefined;
};

/** Claude Code's own worktrees lie within the repository: the same file, by another way. */
const withoutWorktree = (path: string): { path: string; worktree?: string } => {
  const match = /^(.*?)(?:^|\/)\.claude\/worktrees\/([^/]+)\/(.+)$/.exec(path);
  if (!match) return { path };
  const [, before = "", worktree = "", rest = ""] = match;
  return { path: before === "" ? (path.startsWith("/") ? `/${rest}` : rest) : `${before}/${rest}`, worktree };
};

/** Where the file that a run names lies; nothing where its folder was not told. */
export const placeOf = (session: SessionPlace, told: string): FilePlace | undefined => {
  const root = session.root === undefined ? undefined : tidyPath(session.root);
  const from = session.cwd ?? session.root;
  if (!isAbsolute(told) && (from === undefined || !isAbsolute(from))) return undefined;
  const full = tidyPath(isAbsolute(told) ? told : `${from as string}/${told}`);
  const machine = session.host === undefined ? `~${session.machine}` : session.host.toLowerCase();
  const real = withoutWorktree(full);
  // Claude's worktree may be the very root that was told.
  const main = root === undefined ? undefined : withoutWorktree(`${root}/x`).path.replace(/\/?x$/, "") || "/";
  const inside = root === undefined ? undefined : (below(root, full) ?? below(main as string, full));
  const spot = keyOf([machine, isWindows(real.path) ? real.path.toLowerCase() : real.path]);
  const worktree = real.worktree ?? (inside === undefined ? undefined : session.worktree);
  const rest = { spot, ...(worktree ? { worktree } : {}) };
  if (inside !== undefined && session.repository !== undefined) {
    const path = withoutWorktree(inside).path;
    return { ...rest, key: keyOf(["remote", session.repository, path]), repository: session.repository, path, remote: true };
  }
  const folder =
    main ?? (session.cwd === undefined ? undefined : tidyPath(withoutWorktree(`${session.cwd}/x`).path.replace(/\/?x$/, "") || "/"));
  const within = folder === undefined ? undefined : below(folder, real.path);
  const known =
    within === undefined
      ? { folder: real.path.slice(0, real.path.lastIndexOf("/")) || "/", path: real.path.slice(real.path.lastIndexOf("/") + 1) }
      : { folder: folder as string, path: within };
  return { ...rest, key: spot, repository: `${session.host ?? ""}:${known.folder}`.slice(0, 400), path: known.path, remote: false };
};
