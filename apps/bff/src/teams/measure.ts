import { runsOf } from "./give-back.ts";
import { findTeams, lockTeam, updateTeam } from "./teams.repository.ts";
import type { TeamsDeps } from "./teams.types.ts";

/** When it was counted last is told with what changed, or now and then. */
const toldMs = 600_000;

/** Counts what a team has spent, for its own page; its budget counts for itself. */
export const measure =
  (deps: TeamsDeps) =>
  async (teamId: string): Promise<void> => {
    const { db } = deps.database;
    const [row] = await findTeams(db, [teamId]);
    if (!row?.startedAt || (row.state !== "active" && row.state !== "dissolving")) return;
    const runs = await runsOf(deps, db, row);
    const { micros, unpriced } = await deps.usage.ofSessions(db, [...new Set(runs.map(({ sessionId }) => sessionId))]);
    await deps.database.transaction(async (work) => {
      const team = await lockTeam(work.db, teamId);
      if (!team) return;
      const now = deps.clock();
      await updateTeam(work.db, teamId, { spentMicros: micros, unpriced, spentAt: now });
      const stale = team.spentAt === null || now.getTime() - team.spentAt.getTime() >= toldMs;
      if (stale || micros !== team.spentMicros || unpriced !== team.unpriced)
        await deps.feed.append(work, { kind: "team", entityId: teamId });
    });
  };
