import type { Work } from "../platform/db/database.ts";
import { findByWorks, moveFindings, updateOutcome, type OutcomeRow } from "./outcomes.repository.ts";

/** Two works are one: so are their outcomes. The one that was accepted first stays; what people said of the other holds where they said nothing of it. */
export const mergeOutcomes = async (work: Work, { into, from }: { into: string; from: string }, _now: Date): Promise<void> => {
  const rows = (await findByWorks(work.db, [into, from])).toSorted(firstAccepted);
  const [stays, goes] = rows;
  if (!stays) return;
  if (!goes) {
    if (stays.workId !== into) await updateOutcome(work.db, stays.id, { workId: into });
    return;
  }
  await updateOutcome(work.db, goes.id, { mergedInto: stays.id, version: goes.version + 1, nextAt: null });
  await moveFindings(work.db, { from: goes.id, to: stays.id });
  await updateOutcome(work.db, stays.id, {
    workId: into,
    given: { ...goes.given, ...stays.given },
    // One that was taken out is taken out as the whole work, unless somebody wants the other.
    withdrawn: stays.withdrawn && goes.withdrawn ? stays.withdrawn : null,
  });
};

const firstAccepted = (a: OutcomeRow, b: OutcomeRow) => a.acceptedAt.getTime() - b.acceptedAt.getTime() || (a.id < b.id ? -1 : 1);
