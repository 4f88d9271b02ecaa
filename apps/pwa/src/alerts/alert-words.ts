import { alertKindOf, worseBy, type AlertAction } from "@beckon/contracts/alert-kinds";
import { nameWords, valueWords } from "@beckon/contracts/alert-words";
import type { Alert, AlertEvent, AlertRule, AlertSubject, Silence } from "@beckon/contracts/alerts";
import { formatMoment } from "@beckon/ui/duration";
import type { IconName } from "@beckon/ui/icons";
import { isQuiet } from "./taken.ts";

/** How an alert stands: by shape, word and tone, never by colour alone. */
export type AlertLook = { icon: IconName; tone: "bad" | "beacon" | "info" | "good" | "faint"; word: string };

const severities = { critical: 0, warning: 1, info: 2 } as const;

/** What fires before what is over; who needs somebody, then the worse, then the newer. */
export const byUrgency = (a: Alert, b: Alert): number =>
  Number(a.state !== "firing") - Number(b.state !== "firing") ||
  (a.state === "firing" ? Number(isQuiet(a)) - Number(isQuiet(b)) || severities[a.severity] - severities[b.severity] : 0) ||
  ((a.resolvedAt ?? a.firedAt) < (b.resolvedAt ?? b.firedAt) ? 1 : -1);

export function lookOf(alert: Alert): AlertLook {
  if (alert.state === "resolved") return { icon: "check", tone: "good", word: "Over" };
  if (alert.inhibitedBy) return { icon: "info", tone: "faint", word: `Follows from: ${alertKindOf(alert.inhibitedBy.kind).title}` };
  if (alert.silenceId) return { icon: "bell", tone: "faint", word: "Silenced" };
  if (alert.severity === "critical") return { icon: "octagon", tone: "bad", word: "Critical" };
  if (alert.severity === "warning") return { icon: "alert", tone: "beacon", word: "Warning" };
  return { icon: "info", tone: "info", word: "For information" };
}

const by = (who: { name?: string | undefined }) => who.name ?? "somebody";

/** Who has it, until when it waits; empty: nobody has taken it. */
export function takenWords({ acknowledged, snoozed, assigned }: Alert, now = new Date()): string {
  const whose = assigned ? `Assigned to ${assigned.name}` : "";
  if (snoozed) return [`Snoozed until ${formatMoment(snoozed.until, now)} by ${by(snoozed.by)}`, whose].filter(Boolean).join(" · ");
  if (acknowledged) return [`Taken by ${by(acknowledged.by)}`, whose].filter(Boolean).join(" · ");
  return whose;
}

const because = { cleared: "within bounds again", over: "what it was about is no more", off: "its rule was switched off" } as const;
export const overWords = ({ resolvedBecause = "cleared" }: Alert): string => because[resolvedBecause];

const happened: Record<AlertEvent["what"], string> = {
  fired: "It fired",
  paged: "Phones were told",
  grew: "It is about twice as many",
  acknowledged: "Taken",
  snoozed: "Snoozed",
  woke: "The snooze was over",
  assigned: "Assigned",
  silenced: "Silenced",
  inhibited: "Follows from another alert",
  no_reading: "No reading of it any more",
  resolved: "Over",
};
export function eventWords({ what, by: who, note }: AlertEvent, now = new Date()): string {
  const more =
    what === "snoozed" && note
      ? ` until ${formatMoment(note, now)}`
      : what === "assigned"
        ? note
          ? ` to ${note}`
          : " to nobody any more"
        : what === "inhibited" && note
          ? `: ${note}`
          : what === "resolved" && note && Object.hasOwn(because, note)
            ? `: ${because[note as keyof typeof because]}`
            : "";
  return `${happened[what]}${more}${who ? `, by ${by(who)}` : ""}`;
}

/** The page of one that an alert is about, where it has one. */
export function addressOf({ kind, id }: Pick<AlertSubject, "kind" | "id">): string | undefined {
  switch (kind) {
    case "agent":
      return id.startsWith("ag_") ? `/agents/${id}` : "/fleet?view=machines";
    case "run":
      return `/work/workflows/${id}`;
    case "request":
      return `/decisions/${id}`;
    case "task":
      return `/work/tasks/${id}`;
    case "budget":
      return "/value/budgets";
    case "device":
      return "/settings/devices";
    default:
      return undefined;
  }
}

/** Of those that it is still about, the one farthest beyond the bound. */
function worstOf({ kind, members }: Pick<Alert, "kind" | "members">): AlertSubject | undefined {
  const sign = worseBy(kind);
  const beyond = ({ value, resolvedAt }: Alert["members"][number]) => (value === null || resolvedAt ? -Infinity : sign * value);
  return members.reduce<Alert["members"][number] | undefined>(
    (worst, member) => (worst === undefined || beyond(member) > beyond(worst) ? member : worst),
    undefined,
  );
}

export type ActionLook = { label: string; icon: IconName; href?: string };

/** What a runbook's button is called, and where it leads; without an address it does something here. */
export function actionOf(action: AlertAction, alert: Alert): ActionLook | undefined {
  const first = alert.members[0]?.kind === "workspace" ? (alert.evidence[0] ?? alert.members[0]) : worstOf(alert);
  const opened = first && addressOf(first);
  switch (action) {
    case "open":
      return opened === undefined ? undefined : { label: alert.count > 1 ? "Open the worst" : "Open", icon: "forward", href: opened };
    case "control":
      return opened === undefined ? undefined : { label: "Restart, pause or stop", icon: "refresh", href: opened };
    case "retry":
      return first?.kind === "task" ? { label: "Try again", icon: "refresh", href: `/work/tasks/${first.id}` } : undefined;
    case "heal":
      return { label: "Auto-heal: dry run", icon: "teamwork", href: "/teamwork/healing" };
    case "pause_all":
      return { label: "Pause or reset", icon: "pause", href: "/teamwork/recovery" };
    case "diagnostics":
      return { label: "Diagnostics", icon: "search", href: "/teamwork" };
    case "failures":
      return { label: "Failures", icon: "list", href: "/teamwork/failures" };
    case "board":
      return { label: "Board", icon: "work", href: "/work" };
    case "budgets":
      return { label: "Budgets", icon: "value", href: "/value/budgets" };
    case "connect":
      return { label: "Machines", icon: "host", href: "/fleet?view=machines" };
    case "test_push":
      return { label: "Send a test to this device", icon: "bell" };
    case "health":
      return { label: "Health", icon: "host", href: "/settings/health" };
  }
}

/** "off", or when it fires in few words. */
export function ruleWords({ kind, enabled, threshold, forSeconds, severity }: AlertRule): string {
  if (!enabled) return "Off";
  const { unit, bound } = alertKindOf(kind);
  const lasting = forSeconds > 0 ? ` for ${valueWords("seconds", forSeconds)}` : "";
  return `${bound === "above" ? "Above" : "Below"} ${valueWords(unit, threshold)}${lasting} · ${severityWords[severity]}`;
}
export const severityWords = { info: "shown, rings nobody", warning: "warning", critical: "critical" } as const;

export const silenceWords = ({ matcher: { kind, severity, subjectId }, subjectName }: Silence): string =>
  [
    kind ? alertKindOf(kind).title : "Every alert",
    ...(severity ? [severity === "info" ? "for information" : severity] : []),
    ...(subjectId === undefined ? [] : [`of ${nameWords(subjectName ?? subjectId)}`]),
  ].join(", ");
