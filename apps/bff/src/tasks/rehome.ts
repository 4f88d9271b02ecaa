import type { Moved } from "../agents/rehome.ts";
import type { Work } from "../platform/db/database.ts";
import { commit } from "./commit.ts";
import { openDraft } from "./draft.ts";
import { lockRowsOfRuns } from "./tasks.repository.ts";
import type { TasksDeps } from "./tasks.types.ts";

/** A run's tasks are those of the agent that it stands under now; and all of an agent of whom nothing is left. */
export const rehome =
  (deps: TasksDeps) =>
  async (work: Work, moved: readonly Moved[]): Promise<void> => {
    const rows = await lockRowsOfRuns(work.db, {
      sessionIds: moved.map(({ sessionId }) => sessionId),
      agentIds: [...new Set(moved.flatMap(({ gone, from }) => (gone ? [from] : [])))],
    });
    const drafts = rows.flatMap((row) => {
      const draft = openDraft(row);
      const move = moved.find(({ sessionId, from, gone }) => from === row.agentId && (gone || sessionId === row.sessionId));
      if (!move) return [];
      const { id, name, givenName, givenRole, role } = move.to;
      if (row.agentId === id && row.agentName === (givenName ?? name)) return [];
      Object.assign(draft.row, { agentId: id, agentName: givenName ?? name, role: row.role ?? givenRole ?? role });
      return [{ ...draft, changed: true }];
    });
    await commit(deps, work, drafts, "signal");
  };
