import type { DurabilityEvidence, DurabilityState, HoursBasis, Outcome, OutcomeSource, OutcomeCost } from "@beckon/contracts/outcomes";
import { formatMoment } from "@beckon/ui/duration";
import type { IconName } from "@beckon/ui/icons";
import { exactMoney, hours, percent } from "../value/value-words.ts";

export const sourceWords: Readonly<Record<OutcomeSource, string>> = {
  pull_request: "Pull request",
  task: "Task",
  workflow: "Workflow",
  hand: "By hand",
};

type Look = { word: string; icon: IconName; tone: string };
export const stateLooks: Readonly<Record<DurabilityState | "withdrawn", Look>> = {
  standing: { word: "Stands", icon: "check", tone: "good" },
  unchecked: { word: "Not checked yet", icon: "clock", tone: "soft" },
  reworked: { word: "Partly gone", icon: "triangle", tone: "beacon" },
  reverted: { word: "Taken back", icon: "cross", tone: "bad" },
  withdrawn: { word: "Withdrawn", icon: "cross", tone: "soft" },
};
export const stateOf = (outcome: Outcome): DurabilityState | "withdrawn" => (outcome.withdrawn ? "withdrawn" : outcome.durability.state);

/** What a state means, with what is left. */
export const stateWords = (outcome: Outcome): string => {
  const { word } = stateLooks[stateOf(outcome)];
  return stateOf(outcome) === "reworked" ? `${percent(outcome.durability.d)} left` : word;
};

export const gradeWords = {
  A: "measured on work of this type",
  B: "estimated before the work began",
  C: "estimated after the work",
  D: "judged by a model",
} as const;

/** Where the hours are from. */
export const basisWords = (basis: HoursBasis): string => {
  const by = basis.by ? ` by ${basis.by}` : "";
  switch (basis.kind) {
    case "history":
      return `${basis.n ?? 0} tasks of this type, measured without agents`;
    case "estimate":
      return basis.lockedAt
        ? `The task’s estimate${by}, locked when its run began, ${formatMoment(basis.lockedAt)}`
        : `The task’s estimate${by}, after its run had begun`;
    case "type":
      return basis.lockedAt
        ? `The baseline of this type${by}, set before the work began`
        : `The baseline of this type${by}, set after the work began`;
    case "person":
      return `Entered${by}${basis.at ? `, ${formatMoment(basis.at)}` : ""}`;
    case "model":
      return `A model’s word, reported${by}`;
  }
};

export const viaWords: Readonly<Record<Outcome["sessions"][number]["via"], string>> = {
  commit: "made its commits",
  trailer: "named in a commit",
  branch: "worked in its branch",
  pull_request: "told of the pull request",
  task: "worked on the task",
  workflow: "ran the workflow",
  hand: "named by hand",
};

export const shareWords = (outcome: Outcome): string => {
  const from = { commits: "by its commits", assumed: "assumed: nothing tells another", person: "entered", hold_out: "done without agents" };
  return `${percent(outcome.agentShare)}, ${from[outcome.agentShareFrom]}`;
};

export const counterfactualWords: Readonly<Record<Outcome["counterfactual"], string>> = {
  1_000_000: "would not have been done otherwise",
  500_000: "might have been done anyway: half counts",
  0: "would have been done anyway: nothing counts",
};

export const evidenceWords = ({ kind, from, d, detail }: DurabilityEvidence): string => {
  const where = { webhook: "GitHub told", repository: "found in the repository", schedule: "looked at" }[from];
  switch (kind) {
    case "standing":
      return from === "schedule"
        ? `Stood after ${detail}, as far as was told`
        : `Stands, ${where}${d === undefined ? "" : `: all lines left`}`;
    case "rewritten":
      return `Written anew, ${d === undefined ? "" : `${percent(d)} of its lines left, `}${where}`;
    case "reverted":
      return `Taken back${detail === "taken back again" ? ", which was taken back in turn" : ""}, ${where}`;
    case "restored":
      return `Put back, ${where}`;
    case "incident":
      return `An incident names it${detail ? `: ${detail}` : ""}`;
  }
};

/** Only columns that have something; none: it is not known. */
export const costParts = (
  cost: Pick<OutcomeCost, "billedMicros" | "planMicros" | "apiEquivalentMicros">,
): { word: string; text: string }[] =>
  [
    { word: "Billed", micros: cost.billedMicros },
    { word: "Covered by a plan", micros: cost.planMicros },
    { word: "At list price", micros: cost.apiEquivalentMicros },
  ].flatMap(({ word, micros }) => (micros === null ? [] : [{ word, text: exactMoney(micros) }]));

/** The one figure of a row: what was billed; else what it would have cost, said to be so. */
export const costWords = (cost: OutcomeCost): string => {
  if (cost.billedMicros !== null) return `${exactMoney(cost.billedMicros)} billed`;
  if (cost.planMicros !== null) return `${exactMoney(cost.planMicros)} on a plan`;
  if (cost.apiEquivalentMicros !== null) return `${exactMoney(cost.apiEquivalentMicros)} at list price`;
  return "cost not known";
};

export const hoursWords = ({ hours: triple }: Pick<Outcome, "hours">): string => (triple ? `${hours(triple.p50)}` : "no hours");
