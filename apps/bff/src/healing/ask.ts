import type { DecisionRequestInput } from "@beckon/contracts/decisions";
import { asker, type HealingDeps } from "./healing.types.ts";
import { changeStep, findRuns, type StepRow } from "./runs.repository.ts";

/** Asks a person, once: the request is known by the step. */
export const ask = async (deps: HealingDeps, step: StepRow): Promise<string> => {
  const [run] = await findRuns(deps.database.db, [step.runId]);
  const { request } = await deps.decisions.request(
    { ...asker, ...(run?.demo ? { demo: true } : {}) },
    questionOf(step),
    step.id,
    async (work, made) => {
      await changeStep(work.db, { id: step.id, from: ["doing"] }, { requestId: made.id, askOpen: true });
    },
  );
  return request.status === "pending" ? "A person has been asked." : "A person was asked.";
};

type Option = { id: "again" | "stop" | "leave"; label: string; tone: "approve" | "deny" | "neutral" };
const leave = (label = "Leave it"): Option => ({ id: "leave", label, tone: "neutral" });

/** What a person can say, and what is then done. */
const optionsOf = ({ fault, target }: StepRow): Option[] => {
  const { hostId, profile, alive, taskId, taskEnded } = target;
  if (fault === "outage")
    return [...(hostId ? [{ id: "again", label: "Restart one of them, to see", tone: "approve" } as const] : []), leave("I look at it")];
  if (fault === "poisoned_task")
    return taskEnded
      ? [{ id: "again", label: "Try it once more", tone: "approve" }, leave("Leave it failed")]
      : [{ id: "stop", label: "Cancel it", tone: "deny" }, leave()];
  if (hostId && alive)
    return [{ id: "again", label: "Restart it", tone: "approve" }, { id: "stop", label: "Stop it", tone: "deny" }, leave()];
  if (hostId && profile) return [{ id: "again", label: "Start it again", tone: "approve" }, leave("Leave it stopped")];
  if (taskId) return [{ id: "again", label: "Give its task to others", tone: "approve" }, leave()];
  return [leave("I look at it")];
};

const words: Partial<Record<StepRow["fault"], string>> = {
  crash_loop: "crashes again and again",
  out_of_memory: "ran out of memory",
  silent_exit: "ended by itself",
  start_failed: "cannot be started",
  hang: "hangs",
  stopped_outside: "is stopped again and again",
  stale: "is silent",
  outage: "fail together",
  poisoned_task: "fails with everybody",
  lost_hand_off: "was handed over and taken up by nobody",
  repeated_failure: "fails again and again",
};

const clip = (text: string, most: number) => (text.length > most ? `${text.slice(0, most - 1).toWellFormed()}…` : text);

const questionOf = (step: StepRow): DecisionRequestInput => ({
  kind: "choice",
  title: `${clip(step.subject.name, 120)} ${words[step.fault] ?? "needs you"}`,
  body: [
    step.reason,
    "",
    ...step.evidence
      .slice(0, 12)
      .map(({ what, where, at }) => `- ${clip(what, 300)} (${clip(where, 120)}${at === undefined ? "" : `, ${at.slice(11, 16)} UTC`})`),
  ].join("\n"),
  options: optionsOf(step),
  allowText: false,
  risk: step.target.alive ? "medium" : "low",
  ...(step.target.taskId ? { taskId: step.target.taskId } : {}),
});
