import type { Actor } from "@beckon/contracts/access";
import { answererOf } from "../decisions/answerer-of.ts";
import { DomainError } from "../platform/errors.ts";
import { expected } from "./carry-out.ts";
import { membersOf, updateMember } from "./members.repository.ts";
import { findQuestion, listStuck, putStuck, updateQuestion, type QuestionRow } from "./questions.repository.ts";
import { wantAgain } from "./start-again.ts";
import { lockTeam } from "./teams.repository.ts";
import { asker, handOutQueue, startSeconds, tendQueue, type Choice, type TeamsDeps } from "./teams.types.ts";

/** A question was settled: what was chosen is done. A job, so no crash loses it; done twice it is done once. */
export const answered =
  (deps: TeamsDeps) =>
  async ({ requestId }: { requestId: string }): Promise<void> => {
    const { db } = deps.database;
    const question = await findQuestion(db, { requestId });
    if (!question?.open) return;
    const stored = await deps.decisions.find(db, requestId);
    if (!stored || stored.request.status === "pending") return;
    const { decision } = stored.request;
    const choice = question.choices[decision?.option ?? ""];
    const outcome = choice && decision ? await act(deps, { question, choice, by: answererOf(decision) }).catch(refusal) : undefined;
    await deps.database.transaction(async (work) => {
      await updateQuestion(work.db, question.key, { open: false });
      if (!question.teamId) return;
      await deps.feed.append(work, { kind: "team", entityId: question.teamId });
      await deps.jobs.enqueue(work, tendQueue, { id: question.teamId });
    });
    if (outcome) await deps.decisions.reportOutcome(asker, requestId, outcome).catch(expected);
  };

const refusal = (error: unknown) => {
  if (!(error instanceof DomainError)) throw error;
  return { status: "failed" as const, message: error.detail ?? error.message };
};

type Acting = { question: QuestionRow; choice: Choice; by: Actor };
type Outcome = { status: "executed" | "failed"; message: string };
const done = (message: string): Outcome => ({ status: "executed", message });

const act = async (deps: TeamsDeps, acting: Acting): Promise<Outcome> => {
  const { question, choice, by } = acting;
  switch (choice.do) {
    case "again":
      await onMember(deps, acting, (work, member) => wantAgain(deps, work, member));
      return done("It is started again.");
    case "leave":
      if (question.kind === "stuck") await leaveStuck(deps, question);
      else
        await onMember(deps, acting, (work, { id }) =>
          updateMember(work.db, id, { held: true, state: "stopped", problem: `Left down by ${by.name ?? "nobody"}.` }),
        );
      return done("It is left as it is.");
    case "start":
      await deps.controls.requestAs(
        { by, callerId: "hand-out" },
        {
          kind: "start",
          hostId: choice.hostId,
          profile: choice.profile,
          count: 1,
          reason: "Tasks wait for it",
          timeoutSeconds: startSeconds,
        },
        question.key.replace(/[^\x21-\x7e]/g, "_").slice(0, 200),
      );
      return done("It is being started; what waits is handed out when it is here.");
    case "assign":
      return assign(deps, acting, choice.agentId);
  }
};

type MemberOf = Awaited<ReturnType<typeof membersOf>>[number];

const onMember = (
  deps: TeamsDeps,
  { question, choice, by }: Acting,
  change: (work: Parameters<Parameters<TeamsDeps["database"]["transaction"]>[0]>[0], member: MemberOf) => Promise<void>,
): Promise<void> =>
  deps.database.transaction(async (work) => {
    const team = await lockTeam(work.db, question.teamId ?? "");
    const member = (await membersOf(work.db, [question.teamId ?? ""])).find(({ id }) => id === question.memberId);
    if (team?.state !== "active" || member?.state !== "given_up") return;
    await change(work, member);
    await deps.audit.append(work, {
      actor: by,
      action: choice.do === "again" ? "team.member_wanted" : "team.member_left_down",
      subject: team.id,
      detail: { team: team.name, member: member.agentName ?? member.profile ?? member.role },
    });
  });

const leaveStuck = (deps: TeamsDeps, { cause }: QuestionRow): Promise<void> =>
  deps.database.transaction(async (work) => {
    const row = (await listStuck(work.db)).find(({ role }) => role === cause);
    if (row) await putStuck(work.db, { ...row, left: true });
  });

const assign = (deps: TeamsDeps, { question, by }: Acting, agentId: string): Promise<Outcome> =>
  deps.database.transaction(async (work) => {
    const name = by.name ?? "somebody";
    const count = await deps.tasks.giveTo(work, { role: question.cause ?? "", agentId, by: name, reason: `${name} chose it` });
    await deps.audit.append(work, {
      actor: by,
      action: "hand_out.assigned",
      subject: agentId,
      detail: { role: question.cause, tasks: count },
    });
    await deps.jobs.enqueue(work, handOutQueue, {});
    return count > 0 ? done(`${count} given.`) : { status: "failed", message: "Nothing waits for it any more, or the agent is gone." };
  });
