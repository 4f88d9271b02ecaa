import type { Session } from "@beckon/contracts/agents";

export type TouchedFile = { path: string; edits: number; at: string };

/** The files that some runs touched, the latest first; one that several touched is one line. */
export function filesOf(sessions: readonly Pick<Session, "files">[]): TouchedFile[] {
  const files = new Map<string, TouchedFile>();
  for (const { path, edits, at } of sessions.flatMap((session) => session.files)) {
    const before = files.get(path);
    files.set(path, { path, edits: edits + (before?.edits ?? 0), at: before && before.at > at ? before.at : at });
  }
  return [...files.values()].sort((a, b) => (a.at < b.at ? 1 : -1));
}

/** A path as people read it: the end of it counts, seen from the place of work where it lies in there. */
export function pathWords(path: string, cwd: string | undefined): string {
  const base = cwd?.replace(/[\\/]+$/u, "");
  const inside = base && path.startsWith(base) && /^[\\/]/u.test(path.slice(base.length));
  return inside ? path.slice(base.length + 1) : path;
}
