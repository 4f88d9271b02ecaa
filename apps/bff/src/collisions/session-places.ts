import type { Session } from "@beckon/contracts/agents";
import type { Db } from "../platform/db/database.ts";
import type { CollisionsDeps, SessionPlace } from "./collisions.types.ts";

export type KnownSession = Omit<Session, "recent">;
type Deps = Pick<CollisionsDeps, "agents">;

const deepest = 8;

/** These runs and those that they work for. */
export const loadSessions = async ({ agents }: Deps, db: Db, ids: readonly string[]): Promise<Map<string, KnownSession>> => {
  const known = new Map<string, KnownSession>();
  let asked = [...new Set(ids)];
  for (let level = 0; asked.length > 0 && level <= deepest; level += 1) {
    const found = await agents.findSessions(db, asked);
    for (const session of found) known.set(session.id, session);
    asked = [...new Set(found.flatMap(({ parentId }) => (parentId !== undefined && !known.has(parentId) ? [parentId] : [])))];
  }
  return known;
};

/** The runs that a run works for, nearest first. */
export const parentsOf = (id: string, known: ReadonlyMap<string, KnownSession>): string[] => {
  const parents: string[] = [];
  for (
    let at = known.get(id)?.parentId;
    at !== undefined && parents.length < deepest && !parents.includes(at);
    at = known.get(at)?.parentId
  )
    parents.push(at);
  return parents;
};

/** Where a run works: what it did not tell itself is as with those that it works for. */
export const sessionPlace = (
  id: string,
  known: ReadonlyMap<string, KnownSession>,
  hosts: ReadonlyMap<string, string | undefined>,
): SessionPlace => {
  const line = [id, ...parentsOf(id, known)];
  const told = line.flatMap((one) => known.get(one) ?? []);
  const rooted = told.find(({ root, repository }) => (root ?? repository) !== undefined);
  return {
    host: told.map(({ agentId }) => hosts.get(agentId)).find((host) => host !== undefined && host !== ""),
    machine: line.at(-1) as string,
    cwd: told.find(({ cwd }) => cwd !== undefined)?.cwd,
    repository: rooted?.repository,
    root: rooted?.root,
    worktree: rooted?.worktree,
  };
};
