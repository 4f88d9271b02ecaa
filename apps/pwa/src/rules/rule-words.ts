import type { Risk } from "@beckon/contracts/decisions";
import type { Rule, RuleAnswer, RuleHours, RuleReplayFigures, RuleScope } from "@beckon/contracts/rules";
import { formatDuration } from "@beckon/ui/duration";

type Said = { scope: RuleScope; answer: RuleAnswer; maxRisk: Risk; hours?: RuleHours; mostPerHour: number };
/** `code`: to be shown as it is, in fixed width. */
export type RuleLine = { name: string; text: string; code?: true };

const kindWords = {
  permission: "permission",
  choice: "a choice",
  question: "an answer",
  plan: "approval of a plan",
  review: "a review",
  budget: "a budget",
} as const;
const dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

export const answerWords = (answer: RuleAnswer): string =>
  "tone" in answer ? (answer.tone === "deny" ? "Deny" : "Approve") : answer.label;

export const denies = ({ answer }: Pick<Said, "answer">): boolean => "tone" in answer && answer.tone === "deny";

/** What a rule says, a line for each of its conditions. */
export function ruleLines(rule: Said, agentNames: ReadonlyMap<string, string>): RuleLine[] {
  const { kinds, tools, agentId, role, vendor, host, folder, command, files, says } = rule.scope;
  const lines: (RuleLine | undefined)[] = [
    { name: "Answers", text: answerWords(rule.answer) },
    command &&
      ("is" in command
        ? { name: "Command", text: command.is, code: true }
        : { name: "Begins with", text: command.begins.join(" "), code: true }),
    says && { name: "Question", text: says.title },
    says?.body === undefined ? undefined : { name: "With the text", text: says.body },
    files === undefined ? undefined : { name: "Files in", text: files, code: true },
    folder === undefined ? undefined : { name: "In the folder", text: folder, code: true },
    tools && { name: tools.length === 1 ? "Tool" : "Tools", text: tools.join(", ") },
    kinds && { name: "Asks for", text: kinds.map((kind) => kindWords[kind]).join(", ") },
    agentId === undefined ? undefined : { name: "Agent", text: agentNames.get(agentId) ?? "one that is gone" },
    role === undefined ? undefined : { name: "Role", text: role },
    vendor === undefined ? undefined : { name: "Vendor", text: vendor },
    host === undefined ? undefined : { name: "Machine", text: host },
    { name: "Risk", text: rule.maxRisk === "low" ? "low only" : `up to ${rule.maxRisk}` },
    rule.hours && { name: "Hours", text: hoursWords(rule.hours) },
    { name: "At most", text: `${rule.mostPerHour} an hour` },
  ];
  return lines.filter((line): line is RuleLine => line !== undefined);
}

/** "Mon–Fri 08:00–18:00, Europe/Berlin". */
export function hoursWords({ days, from, to, zone }: RuleHours): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  const [first = 1, last = 7] = [sorted[0], sorted.at(-1)];
  const inRow = last - first + 1 === sorted.length && sorted.length > 2;
  const names =
    sorted.length === 7
      ? "every day"
      : inRow
        ? `${dayNames[first - 1]}–${dayNames[last - 1]}`
        : sorted.map((day) => dayNames[day - 1]).join(", ");
  return `${names} ${from}–${to}, ${zone}`;
}

/** "Would have answered 31 of 52, none against you." */
export function figuresWords({ asked, would, against }: RuleReplayFigures): string {
  if (asked === 0) return "Nothing was asked in this time: there is nothing to compare it with.";
  if (would === 0) return `Would have answered none of ${asked}.`;
  return `Would have answered ${would} of ${asked}, ${against === 0 ? "none" : against} against you.`;
}

/** What else the figures say; empty where there is nothing. */
export function furtherFigures({ would, same, nobody, left }: RuleReplayFigures): string {
  if (would + left === 0) return "";
  const parts = [
    same > 0 ? `${same} as you did` : "",
    nobody > 0 ? `${nobody} that no person had answered` : "",
    left > 0 ? `${left} more left to you by its limit for the hour` : "",
  ].filter((part) => part !== "");
  const text = parts.join(", ");
  return text === "" ? "" : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

export const isOn = ({ state, until }: Pick<Rule, "state" | "until">, now: number): boolean => state === "on" && Date.parse(until) > now;

/** How a rule stands: "On, ends in 6 d". */
export function stateWords(rule: Rule, now: number): string {
  const ends = Date.parse(rule.until) - now;
  if (isOn(rule, now)) return `On, ends in ${formatDuration(ends)}`;
  const because = rule.state === "on" ? "ended" : rule.off?.because;
  if (because === "ended" || ends <= 0) return "Its time is over";
  if (because === "edited") return "Off: it was changed, replay it anew";
  if (because === "person") return rule.off?.by?.name ? `Off: switched off by ${rule.off.by.name}` : "Off: switched off";
  return "Off: not switched on yet";
}

/** "answered 12"; "answered 12, left 3 to you". */
export function countWords({ answered, left }: Pick<Rule, "answered" | "left">): string {
  if (answered + left === 0) return "answered nothing yet";
  return `answered ${answered}${left > 0 ? `, left ${left} to you by its limit` : ""}`;
}
