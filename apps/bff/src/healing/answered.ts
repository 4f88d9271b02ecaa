import type { Actor } from "@beckon/contracts/access";
import { answererOf } from "../decisions/answerer-of.ts";
import type { JobHandler } from "../platform/jobs/jobs.ts";
import { actQueue, type HealingDeps } from "./healing.types.ts";
import { closeAsk, findRuns, insertSteps, stepOfRequest, stepsOf, type StepRow } from "./runs.repository.ts";
import { emptyStep } from "./start-run.ts";

type Choice = NonNullable<StepRow["answer"]>["choice"];
const isChoice = (option: string | undefined): option is Choice => option === "again" || option === "stop" || option === "leave";

/** Somebody or a rule answered, or nobody will: what was chosen becomes a step of its own, in that name. May run twice. */
export const answered =
  (deps: HealingDeps): JobHandler<{ requestId: string }> =>
  async ({ requestId }) => {
    const asked = await stepOfRequest(deps.database.db, requestId);
    if (!asked?.askOpen) return;
    const stored = await deps.decisions.find(deps.database.db, requestId);
    if (!stored || stored.request.status === "pending") return;
    const { decision } = stored.request;
    const now = deps.clock();
    await deps.database.transaction(async (work) => {
      const answerer: Actor = decision ? answererOf(decision) : { kind: "system" };
      const by = { ...answerer, name: answerer.name ?? "Nobody" };
      const choice = isChoice(decision?.option) ? decision.option : undefined;
      const closed = await closeAsk(work.db, asked.id, choice ? { answer: { choice, by: by.name, at: now.toISOString() } } : {});
      if (!closed) return;
      const follow = choice && followOf(asked, choice);
      if (follow) {
        const place = (await stepsOf(work.db, [asked.runId])).length;
        await insertSteps(work.db, [
          {
            ...asked,
            ...emptyStep(now),
            place,
            act: follow,
            by,
            askedBy: asked.id,
            reason: `${by.name} said so.`,
            evidence: [],
            ...(follow === "restart" ? { startedAt: now } : {}),
            target: { ...asked.target },
          },
        ]);
        await deps.jobs.enqueue(work, actQueue, {});
      }
      const [run] = await findRuns(work.db, [asked.runId]);
      await deps.audit.append(work, {
        actor: by,
        action: "healing.answered",
        subject: asked.runId,
        detail: { fault: asked.fault, of: asked.subject.name, choice: choice ?? "none", mode: run?.mode },
      });
      await deps.feed.append(work, { kind: "healingRun", entityId: asked.runId });
    });
  };

const followOf = ({ fault, target }: StepRow, choice: Choice): StepRow["act"] | undefined => {
  if (choice === "leave") return undefined;
  if (fault === "poisoned_task") return choice === "again" ? "retry" : "stop";
  if (choice === "stop") return target.alive ? "stop" : undefined;
  if (target.hostId) return "restart";
  return target.taskId ? "requeue" : undefined;
};
