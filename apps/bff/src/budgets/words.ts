import type { NoticeWords } from "../notifications/notifications.types.ts";
import type { BudgetRow, PeriodRow, StepRow } from "./budgets.repository.ts";

export const dollars = (micros: number): string => `$${(micros / 1e6).toFixed(2)}`;
export const clip = (words: string, most: number): string => (words.length > most ? `${words.slice(0, most - 1).toWellFormed()}…` : words);

const kinds = { workspace: "", agent: "Agent ", team: "Team ", project: "Project ", task: "Task " } as const;

/** A name is an agent's or a machine's own text: one short line of it. */
export const scopeWords = ({ scopeKind, scopeName }: Pick<BudgetRow, "scopeKind" | "scopeName">): string =>
  scopeKind === "workspace" ? "All agents" : `${kinds[scopeKind]}${clip(scopeName.replaceAll("\n", " "), 120)}`;

const times = { day: " today", week: " this week", month: " this month", life: "" } as const;
export const timeWords = ({ period }: Pick<BudgetRow, "period">): string => times[period];

export const columnWords = {
  billed: "This budget counts what is paid by token.",
  apiEquivalent: "This budget counts everything at list price (API equivalent), plans included.",
};

export const stepWords = ({ row, step }: { row: BudgetRow; step: StepRow }): NoticeWords => ({
  title: `${step.percent} % of a budget is spent`,
  body: `${scopeWords(row)}: ${dollars(step.spentMicros)} of ${dollars(step.limitMicros)}${timeWords(row)}`,
  private: "A budget passed a step",
  path: `/value/budgets?id=${row.id}`,
  tag: `budget-${row.id}`,
});

export const spentWords = (period: Pick<PeriodRow, "limitMicros">, row: BudgetRow, spentMicros: number): string =>
  `${scopeWords(row)} ${row.scopeKind === "workspace" ? "have" : "has"} spent ${dollars(spentMicros)} of ${dollars(period.limitMicros)}${timeWords(row)}`;
