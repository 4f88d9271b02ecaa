import type { Outcome } from "@beckon/contracts/outcomes";

/** One row of a spreadsheet for each outcome: hours, money in dollars, shares between 0 and 1. */
export const outcomeColumns = [
  ...["id", "source", "title", "url", "taskType", "acceptedAt", "acceptedBy", "agent", "role", "team", "model", "project"],
  ...["billedUsd", "planUsd", "apiEquivalentUsd", "hoursP10", "hoursP50", "hoursP90", "grade", "basis"],
  ...["agentShare", "counterfactual", "durability", "state", "incident", "checkedAt", "reviewMinutes", "holdOut", "demo"],
];

const part = (value: number | null | undefined, by: number) => (value === null || value === undefined ? null : value / by);

export const outcomeCells = (one: Outcome): (string | number | boolean | null | undefined)[] => [
  ...[
    one.id,
    one.source,
    one.title,
    one.url,
    one.taskType,
    one.acceptedAt,
    one.acceptedBy,
    one.agent?.name,
    one.role,
    one.team,
    one.model,
    one.project,
  ],
  ...[part(one.cost.billedMicros, 1e6), part(one.cost.planMicros, 1e6), part(one.cost.apiEquivalentMicros, 1e6)],
  ...[part(one.hours?.p10, 1_000), part(one.hours?.p50, 1_000), part(one.hours?.p90, 1_000), one.grade, one.basis?.kind],
  ...[part(one.agentShare, 1e6), part(one.counterfactual, 1e6), part(one.durability.d, 1e6), one.durability.state, one.durability.incident],
  ...[one.durability.checkedAt, one.reviewMinutes, one.holdOut ?? false, one.demo ?? false],
];
