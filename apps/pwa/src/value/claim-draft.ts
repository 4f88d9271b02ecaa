import { checkClaim } from "@beckon/metrics/value/claim";
import type { ClaimInput, ClaimResult, ClaimWarning } from "@beckon/metrics/value/types";
import { wholeOf } from "./terms-draft.ts";
import { count, exactMoney, hours, percent } from "./value-words.ts";

/** A claim as it is copied from where it was made. */
export type ClaimDraft = {
  before: string;
  after: string;
  perDay: string;
  days: string;
  rate: string;
  extra: string;
  more: string;
  cost: string;
  gain: string;
  sum: string;
};
export const emptyClaim: ClaimDraft = {
  before: "",
  after: "",
  perDay: "",
  days: "",
  rate: "",
  extra: "",
  more: "",
  cost: "",
  gain: "",
  sum: "",
};

export const claimFields: { name: keyof ClaimDraft; label: string; places: number; hint?: string }[] = [
  { name: "before", label: "Hours of work put in", places: 3 },
  { name: "after", label: "Hours of work it is said to equal", places: 3 },
  { name: "perDay", label: "Hours saved a day", places: 3 },
  { name: "days", label: "Days a year", places: 0 },
  { name: "rate", label: "Worth of an hour", places: 6 },
  { name: "extra", label: "Further benefit", places: 6 },
  { name: "more", label: "Another benefit", places: 6 },
  { name: "cost", label: "Cost", places: 6 },
  { name: "gain", label: "It says: gain, in %", places: 4 },
  { name: "sum", label: "It says: sum", places: 6 },
];

/** The claim's own inputs; undefined where too little is told to compute anything, with what is no number. */
export function claimOf(draft: ClaimDraft): { claim?: ClaimInput; errors: Partial<Record<keyof ClaimDraft, string>> } {
  const errors: Partial<Record<keyof ClaimDraft, string>> = {};
  const read = Object.fromEntries(
    claimFields.map(({ name, places }) => {
      const text = draft[name].trim();
      const value = text === "" ? undefined : wholeOf(text, places);
      if (text !== "" && value === undefined) errors[name] = places === 0 ? "A whole number." : "A number, such as 23.5.";
      return [name, value];
    }),
  ) as Partial<Record<keyof ClaimDraft, number>>;
  const { before, after, perDay, days, rate, extra, more, cost, gain, sum } = read;
  const hasHours = perDay !== undefined && days !== undefined && rate !== undefined;
  const hasOutput = before !== undefined && after !== undefined && before > 0;
  if (Object.keys(errors).length > 0 || (!hasHours && !hasOutput && extra === undefined)) return { errors };
  return {
    errors,
    claim: {
      milliHoursPerDay: perDay ?? 0,
      days: days ?? 0,
      rateMicros: rate ?? 0,
      flat: [
        ...(extra === undefined ? [] : [{ name: "further benefit", micros: extra }]),
        ...(more === undefined ? [] : [{ name: "another benefit", micros: more }]),
      ],
      costMicros: cost ?? 0,
      ...(hasOutput && { output: { humanMilliHours: before, equivalentMilliHours: after } }),
      stated: { ...(gain !== undefined && { gain }), ...(sum !== undefined && { sumMicros: sum }) },
    },
  };
}

/** What it comes to; undefined where that is more than can be added up exactly. */
export function resultOf(claim: ClaimInput): ClaimResult | undefined {
  try {
    return checkClaim(claim);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Why a claim is not to be believed, in plain words. */
export function claimWarningWords(warning: ClaimWarning): string {
  switch (warning.code) {
    case "over_year":
      return `It counts ${hours(warning.milliHours)} a year for one person. A year of work holds 2,080 h.`;
    case "over_working_days":
      return `It counts ${count(warning.days)} days a year. A year has about ${count(warning.workingDays)} working days.`;
    case "over_working_day":
      return `It saves ${hours(warning.milliHours)} a day. A working day has 8 h${warning.milliHours > 24_000 ? ", and a day 24 h" : ""}.`;
    case "multiple_called_gain":
      return `It calls the multiple a gain: ${percent(warning.stated)} of before is ${percent(warning.gain)} more.`;
    case "hours_disagree":
      return `Its hours contradict each other: by its own output it would be ${hours(warning.milliHours)} a day.`;
    case "sum_disagrees":
      return `It says ${exactMoney(warning.stated)}; its parts add up to ${exactMoney(warning.sum)}.`;
    case "no_grade":
      return "No hour in it was measured, or estimated before the work: below the lowest grade.";
    case "gross":
      return "It is gross: nothing is taken off for time that is not really used, for what people did themselves, for what would not have been done, for what was taken back.";
    case "flat_unproven":
      return "Further benefits are flat sums without hours, rate or source; they may count the same hours twice.";
    case "no_range":
      return "It is one number. What nobody measured is a range.";
  }
}
