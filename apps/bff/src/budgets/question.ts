import type { DecisionRequestInput } from "@beckon/contracts/decisions";
import type { BudgetRow, PeriodRow } from "./budgets.repository.ts";
import { clip, columnWords, dollars, spentWords } from "./words.ts";

/** One question for each limit of each period: many who ask at once ask it once. */
export const askKey = ({ budgetId, from, round }: Pick<PeriodRow, "budgetId" | "from" | "round">): string =>
  `budget/${budgetId}/${from.getTime()}/${round}`;

const durationWords = (seconds: number): string => {
  if (seconds % 86_400 === 0) return seconds === 86_400 ? "a day" : `${seconds / 86_400} days`;
  if (seconds % 3_600 === 0) return seconds === 3_600 ? "an hour" : `${seconds / 3_600} hours`;
  return seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
};

const stopLabel = ({ scopeKind }: BudgetRow) =>
  ({
    workspace: "Stop all agents",
    agent: "Stop the agent",
    team: "Dissolve the team",
    project: "Stop its agents",
    task: "Stop its agents",
  })[scopeKind];

const stopWords = ({ scopeKind }: BudgetRow): string =>
  scopeKind === "team"
    ? "Dissolve: its processes are asked to end, and its tasks go back to the queue."
    : "Stop: who runs under a machine is asked to end; others stop, or are held, at their next step. Who can be neither goes on, and that is said.";

/** What a person is asked when all of it is spent. */
export const question = ({
  row,
  period,
  spentMicros,
}: {
  row: BudgetRow;
  period: PeriodRow;
  spentMicros: number;
}): DecisionRequestInput => {
  const extend = `Extend by ${dollars(row.extendMicros)}`;
  const silent = row.onExpiry === "stop" ? stopLabel(row).toLowerCase() : "let it go on";
  return {
    kind: "budget",
    title: clip(`${spentWords(period, row, spentMicros)}. ${extend}?`, 280),
    body: `${columnWords[row.column]} Work goes on until you answer. Without an answer in ${durationWords(row.askSeconds)}: ${silent}.\n\n${stopWords(row)}`,
    options: [
      { id: "extend", label: extend, tone: "approve" },
      { id: "stop", label: stopLabel(row), tone: "deny" },
      { id: "continue", label: "Let it go on", tone: "neutral" },
    ],
    expiresInSeconds: row.askSeconds,
    onExpiry: row.onExpiry,
  };
};
