import type { Actor } from "@beckon/contracts/access";
import type { Work } from "../platform/db/database.ts";
import { membersOf, updateMember, type MemberRow } from "./members.repository.ts";
import { openQuestions, updateQuestion } from "./questions.repository.ts";
import { memberNotFound, memberRuns, teamNotFound, teamOver } from "./teams.errors.ts";
import { lockTeam } from "./teams.repository.ts";
import { withdrawQueue } from "./dissolve.ts";
import { tendQueue, type TeamsDeps } from "./teams.types.ts";

export const here: ReadonlySet<string> = new Set(["starting", "running", "paused", "stopping"]);

/** A person wants this member, whatever it did before. */
export const startAgain =
  (deps: TeamsDeps) =>
  (actor: Actor, teamId: string, memberId: string): Promise<void> =>
    deps.database.transaction(async (work) => {
      const team = await lockTeam(work.db, teamId);
      if (!team) throw teamNotFound();
      const member = (await membersOf(work.db, [teamId])).find(({ id }) => id === memberId);
      if (!member) throw memberNotFound();
      if (team.state !== "active") throw teamOver({ detail: team.state === "off" ? "It is switched off." : "Start a new one." });
      if (member.due) return;
      if (here.has(member.state)) throw memberRuns({ detail: `It is ${member.state}.` });
      await wantAgain(deps, work, member);
      await deps.audit.append(work, {
        actor,
        action: "team.member_wanted",
        subject: teamId,
        detail: { team: team.name, member: member.agentName ?? member.profile ?? member.role },
      });
      for (const { key, requestId } of (await openQuestions(work.db, [teamId])).filter((one) => one.memberId === memberId)) {
        await updateQuestion(work.db, key, { open: false });
        if (requestId) await deps.jobs.enqueue(work, withdrawQueue, { requestId });
      }
    });

/** What it did before is forgiven, and it is started next. */
export const wantAgain = async (deps: TeamsDeps, work: Work, { id, teamId, attempt }: MemberRow): Promise<void> => {
  await updateMember(work.db, id, { due: true, held: false, forgiven: attempt, state: "waiting", problem: null, nextTryAt: null });
  await deps.feed.append(work, { kind: "team", entityId: teamId });
  await deps.jobs.enqueue(work, tendQueue, { id: teamId });
};
