import { summarise, type Summary } from "./stats.ts";

export type Unit = "ms" | "MB" | "KB" | "points" | "requests" | "frames" | "per s" | "ratio";

/** A measured row. Without a budget it is a baseline: what this machine itself takes for the like of it. */
export type Figure = {
  part: string;
  name: string;
  unit: Unit;
  values: Summary;
  budget?: { of: keyof Omit<Summary, "n">; atMost?: number; atLeast?: number };
  note?: string;
};

type Given = Omit<Figure, "values" | "part"> & { values: readonly number[] };

/** Collects a part's figures as they come, and tells them one by one. */
export const createFigures = (tell: (figure: Figure) => void) => {
  const all: Figure[] = [];
  return {
    all,
    of: (part: string) => (given: Given) => {
      const figure = { ...given, part, values: summarise(given.values) };
      all.push(figure);
      tell(figure);
    },
  };
};
export type Add = (given: Given) => void;

export const meetsBudget = ({ budget, values }: Figure): boolean =>
  budget === undefined || (values[budget.of] <= (budget.atMost ?? Infinity) && values[budget.of] >= (budget.atLeast ?? -Infinity));

const short = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

const budgetText = ({ budget }: Figure) => {
  if (!budget) return "";
  return `${budget.of} ${budget.atMost === undefined ? `≥ ${budget.atLeast}` : `≤ ${budget.atMost}`}`;
};

const row = (figure: Figure): string[] => {
  const { values, unit, name, note } = figure;
  const numbers = (["min", "median", "p95", "p99"] as const).map((key) => short(values[key]));
  const verdict = figure.budget === undefined ? "baseline" : meetsBudget(figure) ? "ok" : "OVER";
  return [name, unit, String(values.n), ...numbers, budgetText(figure), verdict, note ?? ""];
};

const head = ["", "unit", "n", "min", "median", "p95", "p99", "budget", "", ""];

/** One table a part, the budget beside each figure. */
export const toTable = (figures: readonly Figure[]): string => {
  const parts = Map.groupBy(figures, (figure) => figure.part);
  const widths = [head, ...figures.map(row)].reduce<number[]>(
    (widest, cells) => cells.map((cell, index) => Math.max(cell.length, widest[index] ?? 0)),
    [],
  );
  const line = (cells: string[]) =>
    cells
      .map((cell, index) => (index >= 2 && index <= 6 ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0)))
      .join("  ")
      .trimEnd();
  return [...parts].map(([part, rows]) => [part, line(head), ...rows.map((figure) => line(row(figure)))].join("\n")).join("\n\n");
};
