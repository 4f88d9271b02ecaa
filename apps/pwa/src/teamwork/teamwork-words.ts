import type { CoordinationSummary, CoordinationType, Diagnostics, FailureCause } from "@beckon/contracts/coordination";
import type { IconName } from "@beckon/ui/icons";
import { formatCount } from "@beckon/ui/numbers";

export const typeWords: Readonly<Record<CoordinationType, string>> = {
  delegation: "Delegation",
  team_task: "Team task",
  handoff: "Hand-off",
  review: "Review",
  pair: "Pair work",
  conflict_resolution: "Conflict resolution",
  spawn: "Spawn",
};

export const causeWords: Readonly<Record<FailureCause, string>> = {
  connectivity: "no connection",
  serialization: "unreadable message",
  timeout: "timeout",
  crash: "crash",
  rate_limit: "rate limit",
  budget: "budget used up",
  permission: "permission",
  conflict: "edit conflict",
  tool_error: "tool error",
  verification_failed: "failed a check",
  handoff_lost: "lost hand-off",
  unclear_task: "unclear task",
  unknown: "unknown",
};

type Look = { icon: IconName; tone: "good" | "bad" | "beacon" | "info" | "faint"; word: string };

export const statusLooks: Readonly<Record<"pending" | "succeeded" | "failed" | "dropped", Look>> = {
  succeeded: { icon: "check", tone: "good", word: "Succeeded" },
  failed: { icon: "crossFill", tone: "bad", word: "Failed" },
  pending: { icon: "ring", tone: "info", word: "Open" },
  dropped: { icon: "ring", tone: "faint", word: "Called off" },
};

export const gradeLooks: Readonly<Record<Diagnostics["grade"], Look>> = {
  healthy: { icon: "check", tone: "good", word: "Healthy" },
  degraded: { icon: "triangle", tone: "beacon", word: "Degraded" },
  critical: { icon: "octagon", tone: "bad", word: "Critical" },
};

export const checkWords: Readonly<Record<Diagnostics["checks"][number]["name"], string>> = {
  unassigned: "Tasks that nobody took for more than 10 minutes",
  long_running: "Tasks running for over an hour without a sign of life",
  stale_agents: "Agents that fell silent in the middle of a turn",
  orphaned_tasks: "Tasks whose agent no longer exists",
  store: "Store and live stream",
};

/** "78.9", "75": one decimal at most, as the reference cases are shown. */
export const percent = (value: number): string => (Math.round(value * 10) / 10).toFixed(1).replace(/\.0$/u, "");
export const count = formatCount;
/** "1 failure", "1,204 failures". */
export const counted = (value: number, one: string, many = `${one}s`): string => `${count(value)} ${value === 1 ? one : many}`;

type Row = Pick<CoordinationSummary["total"], "succeeded" | "failed" | "pending" | "share">;

/** "9 of 11 succeeded, 81.8 % (52.3–94.9 %), 1 open"; of nothing "nothing ended". */
export function rowWords({ succeeded, pending, share }: Row): string {
  const open = pending > 0 ? `, ${count(pending)} open` : "";
  if (share.value === null) return `nothing ended${open}`;
  return `${count(succeeded)} of ${count(share.n)} succeeded, ${percent(share.value)} %${intervalWords(share)}${open}`;
}
const intervalWords = ({ low, high }: Row["share"]) => (low === null || high === null ? "" : ` (${percent(low)}–${percent(high)} %)`);

/** "1 h", "24 h", "7 d": the window before is as long as this one. */
export function spanWords(window: { from: string; to: string }): string {
  const hours = Math.round((Date.parse(window.to) - Date.parse(window.from)) / 3_600_000);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}

/** The trend by shape, colour and word, with what it rests on. */
export function trendLook({ trend, window }: Pick<CoordinationSummary, "trend" | "window">): Look & { mark: string; detail: string } {
  const before = `the ${spanWords(window)} before`;
  if (trend.direction === "no data" || trend.difference === null)
    return { icon: "ring", tone: "faint", word: "no trend yet", mark: "○", detail: `too little ended now or in ${before}` };
  const points = `${trend.difference < 0 ? "−" : "+"}${percent(Math.abs(trend.difference))} points on ${before}`;
  if (trend.direction === "improving") return { icon: "triangle", tone: "good", word: "improving", mark: "▲", detail: points };
  if (trend.direction === "declining") return { icon: "triangle", tone: "bad", word: "declining", mark: "▼", detail: points };
  return { icon: "ring", tone: "faint", word: "stable", mark: "■", detail: `${points}, within chance` };
}

/** The answer in one sentence, of what was counted and nothing else. */
export function verdict({ total, byCause }: Pick<CoordinationSummary, "total" | "byCause">): string {
  const { share, failed, pending } = total;
  if (share.value === null)
    return pending > 0 ? `${counted(pending, "attempt")} to work together, none ended yet.` : "No attempt to work together yet.";
  if (failed === 0) return `Every attempt that ended worked out.`;
  const first = [...byCause].sort((a, b) => b.count - a.count)[0];
  const exhausted = byCause.reduce((sum, cause) => sum + cause.exhausted, 0);
  const why = first ? `Most often: ${causeWords[first.cause]}, ${count(first.count)} of ${counted(failed, "failure")}.` : "";
  return `${why}${exhausted > 0 ? ` ${count(exhausted)} had no retry left.` : ""}`.trim();
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
