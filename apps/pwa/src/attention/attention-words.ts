import type { AttentionHabit, AttentionSummary, PriceGap } from "@beckon/contracts/attention";
import type { DecisionKind } from "@beckon/contracts/decisions";
import { formatDuration } from "@beckon/ui/duration";
import { formatCount, once } from "@beckon/ui/numbers";

const hourMs = 3_600_000;
const tenths = once(() => new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 }));

export const kindWords: Record<DecisionKind, string> = {
  permission: "Permissions",
  choice: "Choices",
  question: "Questions",
  plan: "Plans",
  review: "Reviews",
  budget: "Budgets",
};

/** "14.2 h"; below two hours as a person says it. */
export const hoursWords = (ms: number): string => (ms >= 2 * hourMs ? `${tenths().format(ms / hourMs)} h` : formatDuration(ms, 600));
/** "1 min 20 s", and what is not known as such. */
export const lengthWords = (ms: number | null): string => (ms === null ? "no data" : formatDuration(ms, 600));
export const countWords = (n: number): string => formatCount(n);
export const timesWords = (n: number, one: string, many = `${one}s`): string => `${formatCount(n)} ${n === 1 ? one : many}`;
/** Whole percents of millionths. */
export const percentWords = (ppm: number): string => `${Math.round(ppm / 10_000)} %`;

/** Money of the workspace: cents above one, two digits that count below. */
export function moneyWords(micros: number, currency: string): string {
  const value = micros / 1e6;
  const digits = value !== 0 && Math.abs(value) < 0.01 ? 4 : 2;
  const format = new Intl.NumberFormat("en-US", {
    style: "currency",
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(value);
}

const rangeWords = { 7: "in the last 7 days", 30: "in the last 30 days", 90: "in the last 90 days" } as const;

/** Of less than this nobody asks at which hours it was. */
const leastMs = hourMs / 2;

/** The whole ledger in one sentence; only what was measured. */
export function headline({ waiting, answers }: AttentionSummary, days: number): string {
  const when = rangeWords[days as 7] ?? `in ${days} days`;
  if (waiting.n === 0) return answers.ended.rule > 0 ? `No agent waited for anybody ${when}.` : `Nobody was asked anything ${when}.`;
  const outside =
    waiting.outsideShare === null || waiting.outsideShare < 10_000 || waiting.ms < leastMs
      ? ""
      : `; ${percentWords(waiting.outsideShare)} of it outside 9–18 h`;
  return `Agents waited ${hoursWords(waiting.ms)} for people ${when}${outside}.`;
}

export const gapWords: Record<PriceGap, string> = {
  no_rate: "No hourly rate is set among the assumptions.",
  no_delay: "No cost of delay is set among the assumptions.",
  agents_unpriced: "What an hour costs is known only of agents whose runs are billed by token.",
};

/** What waiting cost, in words: what is known of it, and what is not. */
export function waitingCostWords({ waiting, currency }: Pick<AttentionSummary, "waiting" | "currency">): string {
  const { agentsMicros, delayMicros, unpricedMs } = waiting.cost;
  const known = [
    ...(agentsMicros === null ? [] : [`${moneyWords(agentsMicros, currency)} of agents’ time`]),
    ...(delayMicros === null ? [] : [`${moneyWords(delayMicros, currency)} of delay`]),
  ];
  if (known.length === 0) return "Not known.";
  return `${known.join(" and ")}${agentsMicros !== null && unpricedMs > 0 ? ` (${hoursWords(unpricedMs)} of waiting not priced)` : ""}`;
}

/** Whether answers agree, and what follows. */
export function habitVerdict({ n, approved, denied, refusal }: AttentionHabit): string {
  if (refusal === "covered") return "A rule answers this by now.";
  if (refusal === "risk") return "Always approved, but its risk is too high for a rule: keep asking.";
  if (refusal === "too_wide") return "Always answered the same way, but no narrow rule can say it.";
  if (refusal === undefined) return approved === n ? "Always approved." : "Always denied.";
  if (approved === n || denied === n) return "Not always with the same option: keep asking.";
  const denies =
    denied > 0 ? `denied 1 in ${Math.round(n / denied)}` : `answered otherwise 1 in ${Math.round(n / Math.max(1, n - approved))}`;
  return `Answers differ, ${denies}: keep asking.`;
}
