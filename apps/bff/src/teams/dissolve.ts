import type { Actor } from "@beckon/contracts/access";
import { membersOf, updateMember } from "./members.repository.ts";
import { openQuestions, updateQuestion } from "./questions.repository.ts";
import { teamNotFound } from "./teams.errors.ts";
import { lockTeam, updateTeam } from "./teams.repository.ts";
import { tendQueue, type TeamsDeps } from "./teams.types.ts";

export type Dissolving = { tasks: "keep" | "requeue"; reason?: string | undefined };

/** Begins to end a team; again is no error. Its open questions are taken back. */
export const dissolve =
  (deps: TeamsDeps) =>
  (actor: Actor, id: string, { tasks, reason }: Dissolving): Promise<void> =>
    deps.database.transaction(async (work) => {
      const team = await lockTeam(work.db, id);
      if (!team) throw teamNotFound();
      if (team.state === "dissolving" || team.state === "dissolved" || team.state === "off") return;
      await updateTeam(work.db, id, { state: "dissolving", keep: false, dissolveTasks: tasks, dissolvedBy: actor, givenBack: 0 });
      for (const member of await membersOf(work.db, [id]))
        await updateMember(work.db, member.id, { due: false, gaveBack: false, nextTryAt: null });
      await deps.audit.append(work, {
        actor,
        action: "team.dissolve_requested",
        subject: id,
        detail: { name: team.name, tasks, ...(reason ? { reason } : {}) },
      });
      const questions = await openQuestions(work.db, [id]);
      for (const { key } of questions) await updateQuestion(work.db, key, { open: false });
      await deps.feed.append(work, { kind: "team", entityId: id });
      await deps.jobs.enqueue(work, tendQueue, { id });
      for (const { requestId } of questions) if (requestId) await deps.jobs.enqueue(work, withdrawQueue, { requestId });
    });

/** Takes back a question that nothing waits for any more. */
export const withdrawQueue = "team.withdraw";
