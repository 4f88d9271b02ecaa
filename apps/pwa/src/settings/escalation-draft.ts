import type { EscalationPolicy, EscalationStep, EscalationTell } from "@beckon/contracts/escalation";

/** One line of the form; `to` is a way of telling, or a channel's id. */
export type DraftStep = { after: string; to: string };
export type EscalationDraft = {
  steps: DraftStep[];
  repeatAfter: string;
  /** "0": told once, never again. */
  repeatTimes: string;
  /** Empty: by no risk. */
  fromRisk: string;
  /** In dollars; empty: by no cost. */
  cost: string;
};

const tells: readonly string[] = ["device", "devices", "person", "everyone"] satisfies EscalationTell[];

export const draftOf = ({ steps, repeat, decisions }: EscalationPolicy): EscalationDraft => ({
  steps: steps.map(({ afterMinutes, tell, channelId }) => ({ after: String(afterMinutes), to: channelId ?? tell })),
  repeatAfter: String(repeat?.afterMinutes ?? 30),
  repeatTimes: String(repeat?.times ?? 0),
  fromRisk: decisions.fromRisk ?? "",
  cost: decisions.fromCostPerHourMicros === null ? "" : String(decisions.fromCostPerHourMicros / 1e6),
});

const wholeOf = (text: string, least: number, most: number): number | undefined => {
  const value = Number(text);
  return /^\d{1,5}$/.test(text.trim()) && value >= least && value <= most ? value : undefined;
};

/** What is wrong with the minutes of a line; empty where nothing is. */
export const minutesProblem = (text: string): string => (wholeOf(text, 0, 1_440) === undefined ? "0 to 1440 minutes" : "");
export const costProblem = (text: string): string =>
  text.trim() === "" || (Number(text) > 0 && Number(text) <= 1_000_000) ? "" : "Dollars, such as 20";
export const repeatProblem = (text: string): string => (wholeOf(text, 5, 1_440) === undefined ? "5 to 1440 minutes" : "");

/** The policy that a form says; nothing while it says none. */
export const policyOf = ({ steps, repeatAfter, repeatTimes, fromRisk, cost }: EscalationDraft): EscalationPolicy | undefined => {
  const read = steps.map(({ after, to }, index): EscalationStep | undefined => {
    const afterMinutes = index === 0 ? 0 : wholeOf(after, 0, 1_440);
    if (afterMinutes === undefined) return undefined;
    return tells.includes(to) ? { afterMinutes, tell: to as EscalationTell } : { afterMinutes, tell: "channel", channelId: to };
  });
  const known = read.filter((step) => step !== undefined);
  const times = wholeOf(repeatTimes, 0, 10);
  const after = times === 0 ? 0 : wholeOf(repeatAfter, 5, 1_440);
  if (known.length !== steps.length || known.length === 0 || times === undefined || after === undefined || costProblem(cost))
    return undefined;
  return {
    steps: known,
    repeat: times === 0 ? null : { afterMinutes: after, times },
    decisions: {
      fromRisk: fromRisk === "" ? null : (fromRisk as "medium" | "high" | "critical"),
      fromCostPerHourMicros: cost.trim() === "" ? null : Math.round(Number(cost) * 1e6),
    },
  };
};
