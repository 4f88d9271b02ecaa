import type { Work } from "../platform/db/database.ts";
import { putFacts } from "./inbox.repository.ts";
import { readQueue, type OutcomeFact, type OutcomesDeps } from "./outcomes.types.ts";

/** Keeps what others told, in their transaction, and has it read right after it. */
export const tell = async (deps: Pick<OutcomesDeps, "clock" | "jobs">, work: Work, facts: readonly OutcomeFact[]): Promise<void> => {
  if (facts.length === 0) return;
  await putFacts(work.db, facts, deps.clock());
  await deps.jobs.enqueue(work, readQueue, {});
};

/** Remembers what was told lately, so that the same is not told with every signal; forgetting does no harm. */
export const createLately = (most = 5_000) => {
  const known = new Set<string>();
  return (key: string): boolean => {
    if (known.has(key)) return false;
    if (known.size >= most) known.clear();
    known.add(key);
    return true;
  };
};
