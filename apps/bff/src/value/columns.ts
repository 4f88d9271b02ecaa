import type { ValueInputs } from "@beckon/contracts/value";
import type { OutcomeOfWindow } from "./value.types.ts";

/** An outcome that somebody gave hours, and that was not held back to compare with. */
export type Valued = OutcomeOfWindow & { p10: number; p50: number; p90: number; grade: NonNullable<OutcomeOfWindow["grade"]> };

export const isValued = (row: OutcomeOfWindow): row is Valued => !row.holdOut && row.p50 !== null && row.grade !== null;

/** Outcomes as columns, equal ones beside each other: in an order of their own, whenever they were accepted. */
export const toColumns = (rows: readonly Valued[]): ValueInputs["outcomes"] => {
  const sorted = rows.toSorted(byContent);
  return {
    n: sorted.length,
    p10: sorted.map(({ p10 }) => p10),
    p50: sorted.map(({ p50 }) => p50),
    p90: sorted.map(({ p90 }) => p90),
    grade: sorted.map(({ grade }) => grade).join(""),
    agentShare: named(sorted, ({ agentShare }) => agentShare),
    counterfactual: named(sorted, ({ counterfactual }) => counterfactual),
    durability: named(sorted, ({ durability }) => durability),
    taskType: named(sorted, ({ taskType }) => taskType),
    basis: named(sorted, ({ basis }) => basis ?? ""),
  };
};

const keys = ["taskType", "p50", "p10", "p90", "grade", "agentShare", "counterfactual", "durability", "basis"] as const;
const byContent = (a: Valued, b: Valued): number => {
  for (const key of keys) {
    const [left, right] = [a[key] ?? "", b[key] ?? ""];
    if (left !== right) return left < right ? -1 : 1;
  }
  return 0;
};

/** The few values that occur, and of each row which of them it has. */
const named = <T>(rows: readonly Valued[], of: (row: Valued) => T): { of: T[]; at: number[] } => {
  const places = new Map<T, number>();
  const at = rows.map((row) => {
    const value = of(row);
    const place = places.get(value) ?? places.size;
    places.set(value, place);
    return place;
  });
  return { of: [...places.keys()], at };
};
