import type { ValueSummary } from "@beckon/contracts/value";
import { partNames } from "./cost-figures.ts";
import { whyWords } from "./figures.ts";
import { counted, hours, span } from "./value-words.ts";

type Figures = ValueSummary["figures"];

export type Verdict = "paid" | "perhaps" | "not" | "unknown";

/** Whether the hours that were delivered are beyond what the fleet cost. */
export function verdictOf({ breakEvenMilliHours, milliHours }: Pick<Figures, "breakEvenMilliHours" | "milliHours">): Verdict {
  if (breakEvenMilliHours === null || milliHours === null) return "unknown";
  if (milliHours.p10 >= breakEvenMilliHours) return "paid";
  return milliHours.p90 < breakEvenMilliHours ? "not" : "perhaps";
}

export const verdictWords: Readonly<Record<Exclude<Verdict, "unknown">, string>> = {
  paid: "It has paid for itself.",
  perhaps: "It may have paid for itself: the range lies on both sides.",
  not: "It has not paid for itself in this time.",
};

/** Nothing was told that value is made of: no cost, nothing accepted. */
export const isBlank = ({ cost, counts }: Pick<ValueSummary, "cost" | "counts">): boolean =>
  cost.total === null && cost.listPrice === null && counts.outcomes + counts.withoutHours === 0;

/** The answer in one sentence: what has to come back, and what did. Figures do not break at the end of a line. */
export function headlineWords(summary: Pick<ValueSummary, "figures" | "why" | "counts" | "cost">): string {
  return sentence(summary)
    .replaceAll(/(?<=\d) (?=h)/gu, "\u00a0")
    .replaceAll("–", "\u2060–\u2060");
}

function sentence({ figures, why, counts, cost }: Pick<ValueSummary, "figures" | "why" | "counts" | "cost">): string {
  const { breakEvenMilliHours: need, milliHours: got } = figures;
  const delivered = got && span(got, hours);
  if (isBlank({ cost, counts })) return "What your fleet is worth is not known yet. Three steps, and it is.";
  if (need !== null && delivered) return `Your fleet pays for itself from ${hours(need)} of real work saved; it delivered ${delivered}.`;
  if (need !== null)
    return `Your fleet pays for itself from ${hours(need)} of real work saved; what it delivered is ${whyWords[why.milliHours ?? why.value ?? "no_outcomes"]}.`;
  if (delivered && figures.value !== null && figures.costMicros === null)
    return `Your fleet delivered ${delivered} of work; whether it pays for itself is ${whyWords[why.costMicros ?? "no_cost"]}.`;
  if (delivered)
    return `Your fleet delivered ${delivered} of work; what that is worth is ${whyWords[why.breakEvenMilliHours ?? "no_rate"]}.`;
  const accepted =
    counts.outcomes > 0 ? `${counted(counts.outcomes, "outcome")} accepted; what that is worth is ` : "What your fleet is worth is ";
  return `${accepted}${whyWords[why.breakEvenMilliHours ?? why.value ?? "no_assumptions"]}.`;
}

/** One warning of the model in plain words, beside its cost. A code that this version does not know is shown as it is: a warning is never swallowed. */
export function warningWords(
  { code, parts = [], milliHours = 0 }: Figures["warnings"][number],
  { costMicros }: Pick<Figures, "costMicros">,
): string {
  switch (code) {
    case "cost_missing": {
      // Rework that is not told by itself stands in what was billed.
      const lacking = parts.filter((part) => part !== "rework" || parts.includes("billed"));
      return `${costMicros === null ? "What it cost is not known" : "It really cost more"}: nobody has said ${lacking.map((part) => partNames[part].toLowerCase()).join(", ")}.`;
    }
    case "indicative":
      return "Indicative: more than half of the value rests on hours that were estimated afterwards or judged by a model.";
    case "over_year":
      return `That is ${hours(milliHours)} of human work for each person and year. A year of work holds 2,080 h, so something is counted twice or too high.`;
    case "too_large":
      return "Rate and hours come to more money than can be told exactly. Is the rate right?";
    default:
      return `The model warns: ${code}.`;
  }
}
