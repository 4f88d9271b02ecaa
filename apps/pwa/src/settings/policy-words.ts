import type { NoticeKind, NotificationPolicy } from "@beckon/contracts/notification-policy";

/** In the order of the page. */
export const kindWords: { kind: NoticeKind; label: string; hint?: string }[] = [
  { kind: "decision.critical", label: "Decisions of critical risk" },
  { kind: "decision.high", label: "Decisions of high risk" },
  { kind: "decision.medium", label: "Decisions of medium risk" },
  { kind: "decision.low", label: "Decisions of low risk" },
  { kind: "alert.critical", label: "Critical alerts" },
  { kind: "alert.warning", label: "Warnings" },
  { kind: "budget", label: "Budgets" },
  { kind: "reminder", label: "Reminders", hint: "At the end of your own snooze" },
];

const list = (words: readonly string[]): string =>
  words.length <= 1 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/** What will happen here tonight, in a sentence or three. */
export function policySentences({ quiet, kinds, digestAt }: NotificationPolicy): string[] {
  const of = (timing: string) => kindWords.filter(({ kind }) => kinds[kind] === timing);
  const names = (timing: string) => list(of(timing).map(({ label }) => label.toLowerCase()));
  const digest = of("digest");
  const off = of("off");
  if (off.length === kindWords.length) return ["Nothing rings on this device."];
  const critical = [
    ...(kinds["decision.critical"] === "off" ? [] : ["critical decisions"]),
    ...(kinds["alert.critical"] === "off" ? [] : ["critical alerts"]),
    ...(kinds.reminder === "off" ? [] : ["your own reminders"]),
  ];
  const night = !quiet
    ? digest.length + off.length === 0
      ? "Everything rings, at any hour."
      : "What is not named below rings, at any hour."
    : critical.length === 0
      ? `Between ${quiet.from} and ${quiet.to} nothing rings; the rest comes at ${quiet.to}.`
      : `Between ${quiet.from} and ${quiet.to} only ${list(critical)} ring; the rest comes at ${quiet.to}.`;
  return [
    night,
    ...(digest.length > 0 ? [`Told together at ${list(digestAt.toSorted())}: ${names("digest")}.`] : []),
    ...(off.length > 0 ? [`Never told here: ${names("off")}.`] : []),
  ];
}
