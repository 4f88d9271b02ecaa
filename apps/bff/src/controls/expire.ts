import type { Work } from "../platform/db/database.ts";
import { findCommand, listDue, type CommandRow } from "./commands.repository.ts";
import type { ControlsDeps } from "./controls.types.ts";
import { settle } from "./settle.ts";
import { expiredWords } from "./words.ts";

/** Gives one command up if it is due; says whether it is over. A wish for a run's next step is taken back with it. */
export const expire =
  (deps: ControlsDeps) =>
  async (id: string): Promise<boolean> => {
    const before = await findCommand(deps.database.db, id);
    if (!before || before.endedAt) return true;
    if (before.expiresAt > deps.clock()) return false;
    return deps.database.transaction((work) => giveUp(deps, work, before));
  };

const giveUp = async (deps: ControlsDeps, work: Work, before: CommandRow): Promise<boolean> => {
  const now = deps.clock();
  // The wish before the command, as everybody locks them.
  if (before.pauseId) await deps.pauses.lock(work, before.pauseId);
  const row = (await findCommand(work.db, before.id)) ?? before;
  const [host] = row.hostId ? await deps.hosts.known(work.db, [row.hostId]) : [];
  const result = expiredWords(row, { seenAt: host?.lastSeenAt, now });
  const ended = await settle(deps, work, { id: row.id, state: "expired", result, actor: { kind: "system", name: "expiry" }, dueAt: now });
  if (ended?.pauseId) await deps.pauses.takeBack(work, ended.pauseId, "Nobody waited for it any longer.");
  return ended !== undefined || row.endedAt !== null;
};

/** All that is due: what the jobs of before a crash, or a clock set forward, have left. */
export const expireDue = (deps: ControlsDeps) => {
  const expireOne = expire(deps);
  return async (): Promise<void> => {
    for (const id of await listDue(deps.database.db, deps.clock(), 1_000)) await expireOne(id);
  };
};
