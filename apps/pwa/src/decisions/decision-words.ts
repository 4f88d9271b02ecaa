import type { Decision, DecisionRequest, Risk } from "@beckon/contracts/decisions";
import { formatDuration } from "@beckon/ui/duration";
import type { IconName } from "@beckon/ui/icons";
import type { LikeThis } from "./history-like-this.ts";

/** Risk by shape, colour and word; never by colour alone. */
export const riskLooks: Record<Risk, { word: string; icon: IconName; tone: "good" | "beacon" | "bad" }> = {
  low: { word: "Low risk", icon: "circle", tone: "good" },
  medium: { word: "Medium risk", icon: "diamond", tone: "beacon" },
  high: { word: "High risk", icon: "triangle", tone: "bad" },
  critical: { word: "Critical risk", icon: "octagon", tone: "bad" },
};

export const isGrave = (request: DecisionRequest): boolean => request.risk === "high" || request.risk === "critical";

/** Where the agent works, from what it told: vendor, project folder, host. Unknown parts are left out. */
export function placeOf(request: DecisionRequest): string[] {
  const project = request.action?.cwd?.split(/[\\/]/).findLast((part) => part !== "");
  return [request.agent.vendor, project, request.agent.host].filter((part): part is string => part !== undefined && part !== "");
}

export function optionLabel(request: DecisionRequest, optionId: string): string {
  return request.options.find((option) => option.id === optionId)?.label ?? optionId;
}

/** "denied", "approved" or the label itself: what an option does, as a word in a sentence. */
export function optionDone(request: DecisionRequest, optionId: string): string {
  const tone = request.options.find((option) => option.id === optionId)?.tone;
  // Of what a budget offers, none is a mere yes or no.
  if (request.kind === "budget" && request.options.length > 2) return `“${optionLabel(request, optionId)}”`;
  if (tone === "deny") return "denied";
  if (tone === "approve") return "approved";
  return `“${optionLabel(request, optionId)}”`;
}

/** What happens when nobody answers: `strong` is the point of the sentence, `rest` follows it. */
export function ifNothing(request: DecisionRequest, now: number): { strong: string; rest: string } {
  if (request.expiresAt === undefined) return { strong: "nothing", rest: ", it waits for you" };
  const left = Date.parse(request.expiresAt) - now;
  const when = left <= 0 ? "any moment now" : `in ${formatDuration(left, 600)}`;
  const then = request.onExpiry === undefined ? "expires without an answer" : optionDone(request, request.onExpiry);
  return { strong: then, rest: ` ${when}` };
}

/** "approved 2, denied 1 of 3 in the last 30 days"; empty when there is no such history. */
export function likeThisWords({ approved, denied, other, total }: LikeThis): string {
  if (total === 0) return "";
  const parts = [
    approved > 0 ? `approved ${approved}` : "",
    denied > 0 ? `denied ${denied}` : "",
    other > 0 ? `answered otherwise ${other}` : "",
  ].filter((part) => part !== "");
  return `${parts.join(", ")} of ${total} in the last 30 days`;
}

/** The answer in a word or two: "Approved", "Denied", "“Redis”". */
export function answerWord(request: DecisionRequest, answer: Pick<Decision, "option" | "text">): string {
  if (answer.option !== undefined) {
    const done = optionDone(request, answer.option);
    return done.startsWith("“") ? done : done.charAt(0).toUpperCase() + done.slice(1);
  }
  if (answer.text !== undefined) return request.multiple ? "Answered" : "Answered in words";
  return "No answer";
}

/** Who answered, and where: "by Ada on Pixel 9". */
export function answeredBy({ decidedBy }: Decision): string {
  if (decidedBy.kind === "expiry") return "because the time ran out";
  if (decidedBy.kind === "rule") return decidedBy.name ? `by the rule “${decidedBy.name}”` : "by a rule";
  const who = decidedBy.name ? `by ${decidedBy.name}` : "";
  const where = decidedBy.device ? `on ${decidedBy.device}` : "";
  return [who, where].filter((part) => part !== "").join(" ");
}

export type Standing = { word: string; icon: IconName; tone: "good" | "bad" | "info" | "quiet" | "beacon" };

/** How a request stands, in one word with its sign. */
export function standingOf(request: DecisionRequest): Standing {
  if (request.status === "pending") return { word: "Waiting", icon: "clock", tone: "beacon" };
  if (request.status === "cancelled") return { word: "Withdrawn", icon: "cross", tone: "quiet" };
  if (request.outcome?.status === "failed") return { word: "Failed", icon: "alert", tone: "bad" };
  if (request.decision === undefined) return { word: "Expired", icon: "clock", tone: "quiet" };
  const word = answerWord(request, request.decision);
  if (request.status === "expired")
    return { word: `Expired: ${word === "No answer" ? "no answer" : word.toLowerCase()}`, icon: "clock", tone: "quiet" };
  const tone = request.options.find((option) => option.id === request.decision?.option)?.tone;
  if (tone === "deny") return { word, icon: "cross", tone: "bad" };
  return { word, icon: "check", tone: tone === "approve" ? "good" : "info" };
}
