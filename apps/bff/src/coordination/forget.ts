import type { Work } from "../platform/db/database.ts";
import { deleteCases, lockNames, namesOf } from "./cases.repository.ts";
import { attemptsOfOwners, deleteAttempts } from "./coordination.repository.ts";
import { createTally } from "./rollups.ts";
import { addToRollups, deleteIdlePairs } from "./rollups.repository.ts";

/** Takes away what these tokens told, and out of every sum; says how many attempts that were. */
export const forget = async (work: Work, ownerIds: readonly string[]): Promise<number> => {
  if (ownerIds.length === 0) return 0;
  await lockNames(work.db, [...ownerIds, ...(await namesOf(work.db, ownerIds))]);
  const rows = await attemptsOfOwners(work.db, ownerIds);
  const tally = createTally();
  for (const row of rows) tally.add(row, -1);
  await deleteAttempts(
    work.db,
    rows.map(({ id }) => id),
  );
  await deleteCases(work.db, ownerIds);
  await addToRollups(work.db, tally.rows());
  await deleteIdlePairs(work.db);
  return rows.length;
};
