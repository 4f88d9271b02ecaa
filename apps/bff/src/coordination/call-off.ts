import type { Coordination } from "@beckon/contracts/coordination";
import type { Db, Work } from "../platform/db/database.ts";
import { findCases } from "./cases.repository.ts";
import { findAttempts, openAttempts, type CoordinationRow } from "./coordination.repository.ts";
import type { CoordinationDeps, Telling, Word } from "./coordination.types.ts";
import { toCoordinations } from "./mapper.ts";
import { settle, type SettleDeps } from "./settle.ts";

type Deps = CoordinationDeps & SettleDeps;
const most = 5_000;

/** Attempts that nobody has told the end of, oldest first. */
export const pending =
  (deps: Deps) =>
  async (db: Db): Promise<Coordination[]> =>
    toCoordinations(deps, db, await openAttempts(db, { demo: await deps.agents.onlyDemo(db), limit: most }));

/**
 * Attempts that a person calls off, in the caller's transaction: they are neither a success nor a failure, and stand in no
 * figure. An end that is told later counts all the same. Gives those that are called off now.
 */
export const callOff =
  (deps: Deps) =>
  async (work: Work, ids: readonly string[]): Promise<Set<string>> => {
    const open = (await findAttempts(work.db, ids)).filter(({ status }) => status === "pending");
    const after = await say(deps, work, open, "dropped");
    const wanted = new Set(ids);
    return new Set(after.filter(({ id, status }) => wanted.has(id) && status === "dropped").map(({ id }) => id));
  };

/** The same attempts go on as if nobody had called them off. Gives those that do. */
export const takeUp =
  (deps: Deps) =>
  async (work: Work, ids: readonly string[]): Promise<Set<string>> => {
    const off = (await findAttempts(work.db, ids)).filter(({ status }) => status === "dropped");
    const after = await say(deps, work, off, "taken_up");
    const wanted = new Set(off.map(({ id }) => id));
    return new Set(after.filter(({ id, status }) => wanted.has(id) && status !== "dropped").map(({ id }) => id));
  };

const say = async (deps: Deps, work: Work, those: readonly CoordinationRow[], kind: Word["kind"]): Promise<CoordinationRow[]> => {
  const wanted = new Set(those.map(({ key, ownerId }) => `${key} ${ownerId}`));
  const cases = await findCases(work.db, [...new Set(those.map(({ key }) => key))]);
  const at = deps.clock().toISOString();
  const tellings = cases
    .filter(({ key, ownerId }) => wanted.has(`${key} ${ownerId}`))
    .map(({ name, ownerId, demo }): Telling => ({ name, owner: { id: ownerId, demo }, word: { kind, at } }));
  return settle(deps, work, { tellings });
};
