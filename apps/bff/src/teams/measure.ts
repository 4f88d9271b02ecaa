import { runsOf } from "./give-back.ts";
import { budgetQuestion } from "./question-words.ts";
import { insertQuestion } from "./questions.repository.ts";
import { findTeams, lockTeam, updateTeam } from "./teams.repository.ts";
import { itself, type TeamsDeps } from "./teams.types.ts";

const warnAt = 0.8;

/** Counts what a team has spent, and asks once where that is all it may; gives the question. */
export const measure =
  (deps: TeamsDeps) =>
  async (teamId: string): Promise<string | undefined> => {
    const { db } = deps.database;
    const [row] = await findTeams(db, [teamId]);
    if (!row?.startedAt || (row.state !== "active" && row.state !== "dissolving")) return undefined;
    const runs = await runsOf(deps, db, row);
    const { micros, unpriced } = await deps.usage.ofSessions(db, [...new Set(runs.map(({ sessionId }) => sessionId))]);
    return deps.database.transaction(async (work) => {
      const team = await lockTeam(work.db, teamId);
      if (!team) return undefined;
      const now = deps.clock();
      const { budgetMicros } = team;
      const counts = team.state === "active" && budgetMicros !== null && micros !== null;
      const warns = counts && team.warnedAt === null && micros >= budgetMicros * warnAt;
      const reached = counts && team.reachedAt === null && micros >= budgetMicros;
      await updateTeam(work.db, teamId, {
        ...{ spentMicros: micros, unpriced, spentAt: now },
        ...(warns ? { warnedAt: now } : {}),
        ...(reached ? { reachedAt: now } : {}),
      });
      const detail = { name: team.name, budgetMicros, spentMicros: micros };
      const actor = itself(`team ${team.name}`);
      if (warns) await deps.audit.append(work, { actor, action: "team.budget_warned", subject: teamId, detail });
      if (reached) await deps.audit.append(work, { actor, action: "team.budget_reached", subject: teamId, detail });
      // When it was counted last is told with what changed, or now and then.
      const stale = team.spentAt === null || now.getTime() - team.spentAt.getTime() >= toldMs;
      if (warns || reached || stale || micros !== team.spentMicros || unpriced !== team.unpriced)
        await deps.feed.append(work, { kind: "team", entityId: teamId });
      if (!reached) return undefined;
      const question = budgetQuestion({ team, spent: micros, now });
      return (await insertQuestion(work.db, question)) ? question.key : undefined;
    });
  };

const toldMs = 600_000;
