import type { HoursTriple, Outcome, OutcomePatch } from "@beckon/contracts/outcomes";

/** What stands in the fields of the sheet. */
export type OutcomeDraft = {
  taskType: string;
  p10: string;
  p50: string;
  p90: string;
  agentShare: string;
  /** Minutes of one's own. */
  reviewed: string;
  counterfactual: Outcome["counterfactual"];
  reason: string;
};

const most = 10_000_000;

/** Thousandths of an hour of what a person wrote: "2", "1.5", "1,5"; nothing where it is no such number. */
export function milliHoursOf(text: string): number | undefined {
  const match = /^\s*(\d{1,5})(?:[.,](\d{1,3}))?\s*h?\s*$/.exec(text);
  if (!match) return undefined;
  const value = Number(match[1]) * 1_000 + Number((match[2] ?? "").padEnd(3, "0"));
  return value <= most ? value : undefined;
}

/** "1.5" of 1500. */
export function hoursText(milliHours: number): string {
  const rest = String(milliHours % 1_000)
    .padStart(3, "0")
    .replace(/0+$/, "");
  return `${Math.floor(milliHours / 1_000)}${rest && `.${rest}`}`;
}

export const draftOf = ({ taskType, hours, agentShare, counterfactual, declaredReviewMinutes }: Outcome): OutcomeDraft => ({
  taskType,
  p10: hours ? hoursText(hours.p10) : "",
  p50: hours ? hoursText(hours.p50) : "",
  p90: hours ? hoursText(hours.p90) : "",
  agentShare: String(Math.round(agentShare / 10_000)),
  reviewed: declaredReviewMinutes === undefined ? "" : String(declaredReviewMinutes),
  counterfactual,
  reason: "",
});

export type Read<T> = { value: T } | { problem: string };

/** Three times the hours, all or none. */
export function readHours({ p10, p50, p90 }: Pick<OutcomeDraft, "p10" | "p50" | "p90">): Read<HoursTriple | undefined> {
  if ([p10, p50, p90].every((text) => text.trim() === "")) return { value: undefined };
  const [a, b, c] = [p10, p50, p90].map(milliHoursOf);
  if (a === undefined || b === undefined || c === undefined) return { problem: "Write all three as hours, such as 1.5." };
  if (a > b || b > c) return { problem: "At least ≤ likely ≤ at most." };
  return { value: { p10: a, p50: b, p90: c } };
}

/** What is other than before; nothing where all is as it was. */
export function patchOf(outcome: Outcome, draft: OutcomeDraft): Read<Omit<OutcomePatch, "version"> | undefined> {
  const before = draftOf(outcome);
  const hours = readHours(draft);
  if ("problem" in hours) return hours;
  const isOther = draft.p10 !== before.p10 || draft.p50 !== before.p50 || draft.p90 !== before.p90;
  const taskType = draft.taskType.trim().toLowerCase().replaceAll(/\s+/g, "-");
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(taskType)) return { problem: "A type has small letters, digits and dashes." };
  const share = /^\s*(\d{1,3})\s*%?\s*$/.exec(draft.agentShare)?.[1];
  if (share === undefined || Number(share) > 100) return { problem: "The agents’ part goes from 0 to 100 %." };
  const reviewed = draft.reviewed.trim();
  if (reviewed !== "" && !/^\d{1,4}$/.test(reviewed)) return { problem: "Write the time of reviewing in whole minutes." };
  const patch: Omit<OutcomePatch, "version"> = {
    ...(taskType === before.taskType ? {} : { taskType }),
    ...(isOther ? { hours: hours.value ? { ...hours.value, judgedBy: "person" as const } : null } : {}),
    ...(Number(share) === Number(before.agentShare) ? {} : { agentShare: Number(share) * 10_000 }),
    ...(reviewed === before.reviewed || reviewed === "" ? {} : { declaredReviewMinutes: Number(reviewed) }),
    ...(draft.counterfactual === before.counterfactual ? {} : { counterfactual: draft.counterfactual }),
  };
  if (Object.keys(patch).length === 0) return { value: undefined };
  return { value: { ...patch, ...(draft.reason.trim() ? { reason: draft.reason.trim() } : {}) } };
}
