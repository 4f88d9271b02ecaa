import type { ValueInputs } from "@beckon/contracts/value";
import type { OutcomeOfWindow } from "./value.types.ts";

/** An outcome that somebody gave hours, and that was not held back to compare with. */
export type Valued = OutcomeOfWindow & { p10: number; p50: number; p90: number; grade: NonNullable<OutcomeOfWindow["grade"]> };

export const isValued = (row: OutcomeOfWindow): row is Valued => !row.holdOut && row.p50 !== null && row.grade !== null;

/** Outcomes as columns, in the order in which they are read: equal ones beside each other, whenever they were accepted. */
export const toColumns = (rows: readonly Valued[]): ValueInputs["outcomes"] => ({
  n: rows.length,
  p10: rows.map(({ p10 }) => p10),
  p50: rows.map(({ p50 }) => p50),
  p90: rows.map(({ p90 }) => p90),
  grade: rows.map(({ grade }) => grade).join(""),
  agentShare: named(rows, ({ agentShare }) => agentShare),
  counterfactual: named(rows, ({ counterfactual }) => counterfactual),
  durability: named(rows, ({ durability }) => durability),
  taskType: named(rows, ({ taskType }) => taskType),
  basis: named(rows, ({ basis }) => basis ?? ""),
});

/** The few values that occur, and of each row which of them it has. */
const named = <T>(rows: readonly Valued[], of: (row: Valued) => T): { of: T[]; at: number[] } => {
  const places = new Map<T, number>();
  let last: { value: T; place: number } | undefined;
  const at = rows.map((row) => {
    const value = of(row);
    if (last?.value === value) return last.place;
    const place = places.get(value) ?? places.size;
    places.set(value, place);
    last = { value, place };
    return place;
  });
  return { of: [...places.keys()], at };
};
