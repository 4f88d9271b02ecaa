import type { BaselineRow } from "./baselines.repository.ts";
import type { TypeWords } from "./task-type.ts";

/** What the newest word on each type says that means it; a type means itself. */
export const wordsOf = (baselines: readonly BaselineRow[]): TypeWords => {
  const newest = new Map(baselines.map((row) => [row.taskType, row]));
  return new Map(
    [...newest.values()].flatMap(({ taskType, words }) =>
      [taskType, ...words.map((word) => word.toLowerCase())].map((word) => [word, taskType] as const),
    ),
  );
};
