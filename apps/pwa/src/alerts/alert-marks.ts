import type { AlertKind } from "@beckon/contracts/alert-kinds";
import type { Alert } from "@beckon/contracts/alerts";
import { formatMoment } from "@beckon/ui/duration";
import type { Bar } from "@beckon/ui/ui-bars";
import { shownWords } from "../decisions/shown-text.ts";

type Step = { from: string; to: string };

/** Which alerts belong on which chart. */
export const teamworkKinds: readonly AlertKind[] = [
  "coordination_success",
  "failure_rate",
  "agent_stale",
  "no_data",
  "provider_errors",
  "provider_errors_high",
];
export const spendKinds: readonly AlertKind[] = ["spend_hour", "spend_anomaly", "budget_forecast", "no_data"];
/** What costs, and what keeps work from being delivered. */
export const valueKinds: readonly AlertKind[] = [
  ...spendKinds,
  "failure_rate",
  "coordination_success",
  "workflow_stuck",
  "provider_errors_high",
];
/** What makes agents wait for people. */
export const waitingKinds: readonly AlertKind[] = ["decision_waiting", "push_failing"];

/** What a mark is called beside the chart. */
export const markName = "an alert fired";

/** The same bars, with what fired in each step said and marked. */
export function withMarks(
  bars: readonly Bar[],
  steps: readonly Step[],
  { alerts, kinds }: { alerts: readonly Alert[]; kinds: readonly AlertKind[] },
): Bar[] {
  const own = alerts.filter(({ kind }) => kinds.includes(kind)).map((alert) => ({ alert, at: Date.parse(alert.firedAt) }));
  return bars.map((bar, index) => {
    const step = steps[index];
    const [from, to] = step ? [Date.parse(step.from), Date.parse(step.to)] : [0, 0];
    const fired = own.filter(({ at }) => at >= from && at < to);
    if (fired.length === 0) return bar;
    const said = fired.slice(0, 3).map(({ alert }) => `${shownWords(alert.title)} (${formatMoment(alert.firedAt)})`);
    const mark = `Alert: ${said.join("; ")}${fired.length > 3 ? `; ${fired.length - 3} more` : ""}`;
    return { ...bar, mark, words: `${bar.words}. ${mark}` };
  });
}
