import type { Escalation, EscalationPolicyAnswer, EscalationStep, EscalationTell } from "@beckon/contracts/escalation";

/** Whom a step tells, in words that fit behind "tell". */
export const tellWords: Record<Exclude<EscalationTell, "channel">, string> = {
  device: "the next device of the person",
  devices: "all other devices of the person",
  person: "the next person",
  everyone: "everybody else",
};

type Channels = EscalationPolicyAnswer["channels"];

const whom = ({ tell, channelId }: EscalationStep, channels: Channels, first: boolean): string => {
  if (tell === "channel") return channels.find(({ id }) => id === channelId)?.name ?? "a channel that is gone";
  if (!first) return tellWords[tell];
  return {
    device: "the device used last",
    devices: "all devices of the person",
    person: "all devices of the first person",
    everyone: "everybody",
  }[tell];
};

const minutesWords = (minutes: number): string =>
  minutes === 0
    ? "at once"
    : minutes % 60 === 0
      ? `${minutes / 60} ${minutes === 60 ? "hour" : "hours"}`
      : `${minutes} ${minutes === 1 ? "minute" : "minutes"}`;

/** What happens while nobody takes it, in one sentence. */
export function stepsSentence({ steps, repeat, channels }: Pick<EscalationPolicyAnswer, "steps" | "repeat" | "channels">): string {
  let total = 0;
  const parts = steps.map((step, index) => {
    total += step.afterMinutes;
    const when = index === 0 ? "First" : step.afterMinutes === 0 ? "with it" : `after ${minutesWords(total)}`;
    return `${when} ${whom(step, channels, index === 0)}`;
  });
  const again = repeat
    ? `; from the beginning again ${minutesWords(repeat.afterMinutes)} later, ${repeat.times === 1 ? "once" : `${repeat.times} times`}`
    : "";
  return `${parts.join(", ")}${again}.`;
}

/** Which requests go the same way. */
export function decisionsSentence({ decisions: { fromRisk, fromCostPerHourMicros } }: Pick<EscalationPolicyAnswer, "decisions">): string {
  const risk = fromRisk === null ? "" : fromRisk === "critical" ? "of critical risk" : `of ${fromRisk} risk or more`;
  const cost = fromCostPerHourMicros === null ? "" : `whose waiting costs $${(fromCostPerHourMicros / 1e6).toFixed(0)} an hour or more`;
  if (!risk && !cost) return "Decisions are told once, to all devices.";
  return `Decisions ${[risk, cost].filter(Boolean).join(", and those ")} go on from the second step while nobody opens or answers them; all devices are told first.`;
}

const stateWords: Record<Escalation["state"], string> = {
  open: "under way",
  exhausted: "nobody took it",
  acknowledged: "taken",
  settled: "over",
};

/** How a page stands, in a few words. */
export const escalationStateWords = ({ state, by }: Pick<Escalation, "state" | "by">): string =>
  by?.name && state !== "open" && state !== "exhausted" ? `${stateWords[state]}, by ${by.name}` : stateWords[state];

/** Whom a step told. */
export const stepWords = ({ to }: Pick<Escalation["steps"][number], "to">): string =>
  to.length > 0 ? to.join(", ") : "nobody was left to tell";
