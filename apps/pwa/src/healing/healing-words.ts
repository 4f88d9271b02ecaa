import type { HealingAct, HealingFault, HealingMode, HealingRule, HealingStep, TakenStep } from "@beckon/contracts/healing";
import { formatMoment } from "@beckon/ui/duration";
import type { IconName } from "@beckon/ui/icons";
import type { Tone } from "../fleet/fleet-words.ts";

export const modes: readonly { value: HealingMode; label: string; says: string }[] = [
  {
    value: "conservative",
    label: "Conservative",
    says: "Does only what cannot lose work: gives back tasks of agents that have ended, waits out limits, and asks you the rest.",
  },
  { value: "smart", label: "Smart", says: "Also restarts, where it helped here before or the evidence is plain." },
  {
    value: "aggressive",
    label: "Aggressive",
    says: "Restarts whatever is silent or stuck, within its limits. What agents have not saved is lost.",
  },
];

export const faultWords: Record<HealingFault, string> = {
  crash_loop: "Crash loop",
  out_of_memory: "Out of memory",
  silent_exit: "Ended by itself",
  start_failed: "Cannot be started",
  hang: "Hangs",
  stopped_outside: "Stopped from outside",
  stale: "Silent",
  rate_limit: "At its limit",
  outage: "Many at once",
  orphaned_task: "Task without its agent",
  zombie_task: "Task left behind",
  poisoned_task: "Fails with everybody",
  lost_hand_off: "Lost hand-off",
  repeated_failure: "Same failure again",
  clock_skew: "Wrong clock",
  host_away: "Machine away",
};

export const actWords: Record<HealingAct, string> = {
  restart: "Restart",
  resume: "Let go on",
  stop: "Stop",
  requeue: "Back to the queue",
  reassign: "Give to another",
  retry: "Try once more",
  wait: "Wait",
  ask: "Ask you",
};

export const actIcons: Record<HealingAct, IconName> = {
  restart: "refresh",
  resume: "play",
  stop: "stop",
  requeue: "list",
  reassign: "people",
  retry: "refresh",
  wait: "clock",
  ask: "question",
};

/** Whether a step of a plan will be carried out. */
export const willAct = ({ act, refusedBy }: Pick<HealingStep, "act" | "refusedBy">): boolean => act !== "wait" && refusedBy === undefined;

/** Why a limit keeps it from being done, and until when. */
export function refusalWords({ limit, until }: NonNullable<HealingStep["refusedBy"]>): string {
  const from = until === undefined ? "" : ` Possible from ${formatMoment(until)}.`;
  if (limit === "restarts_per_hour") return `Not done: it has had all its restarts of this hour.${from}`;
  if (limit === "cool_down") return `Not done yet: something was done about it a moment ago.${from}`;
  return "Not done in this run: it has had all its acts. The next one goes on.";
}

export type StepSays = { icon: IconName; tone: Tone; says: string };

/** How far a step of a run has come. What its machine said of it stands apart. */
export function stepSays({ state, act, outcome }: Pick<TakenStep, "state" | "act" | "outcome">): StepSays {
  switch (state) {
    case "planned":
      return { icon: "clock", tone: "info", says: "Planned" };
    case "doing":
      return { icon: "clock", tone: "info", says: "Under way" };
    case "failed":
      return { icon: "crossFill", tone: "bad", says: "Failed" };
    case "refused":
      return { icon: "ring", tone: "faint", says: "Not done" };
    case "done":
      if (outcome === "helped") return { icon: "check", tone: "good", says: "Done, and it helped" };
      if (outcome === "not_helped") return { icon: "triangle", tone: "bad", says: "Done, and it did not help" };
      return { icon: "check", tone: "good", says: act === "ask" ? "Asked" : act === "wait" ? "Left in peace" : "Done" };
  }
}

export const answerWords = { again: "try it again", stop: "stop it", leave: "leave it" } as const;

/** "1 step", "3 steps". */
export const steps = (count: number): string => (count === 1 ? "1 step" : `${count} steps`);

export const isOn = (rule: HealingRule | undefined, now: number): rule is HealingRule =>
  rule !== undefined && rule.offAt === undefined && (rule.until === undefined || Date.parse(rule.until) > now);
