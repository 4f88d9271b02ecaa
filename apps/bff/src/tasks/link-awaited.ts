import type { OpenSession } from "../agents/locate.ts";
import type { Work } from "../platform/db/database.ts";
import { commit } from "./commit.ts";
import { openDraft } from "./draft.ts";
import { lockRowsAwaiting } from "./tasks.repository.ts";
import type { TasksDeps } from "./tasks.types.ts";

/** A task may be begun before anything else is told of the run that works on it: it is that run's from its first word on. */
export const linkAwaited = async (deps: TasksDeps, work: Work, runs: readonly OpenSession[]): Promise<void> => {
  const named = new Map(runs.map((open) => [`${open.row.ownerId}\n${open.row.key}`, open]));
  const rows = await lockRowsAwaiting(
    work.db,
    [...named.values()].map(({ row: { ownerId, key } }) => ({ ownerId, key })),
  );
  const drafts = rows.flatMap((row) => {
    const open = named.get(`${row.agentOwnerId}\n${row.awaitedRun}`);
    if (!open) return [];
    const draft = openDraft(row);
    const { id, name, givenName } = open.agent;
    Object.assign(draft.row, { sessionId: open.row.id, awaitedRun: null, agentId: id, agentName: givenName ?? name });
    draft.changed = true;
    return [draft];
  });
  if (drafts.length > 0) await commit(deps, work, drafts, "signal");
};
