import type { Work } from "../platform/db/database.ts";
import { addToRollups, deleteSessions, entriesOf, lockSessions } from "./ledger.repository.ts";
import { createTally } from "./rollups.ts";
import type { Standing } from "./usage.types.ts";

const nowhere: Standing = { agentId: "", role: "", project: "", payment: "", demo: false };

/** Takes what these sessions booked out of the ledger and of every sum that it stands in. */
export const forget = async (work: Work, sessionIds: readonly string[]): Promise<void> => {
  const booked = await lockSessions(work.db, new Map(sessionIds.map((id) => [id, nowhere])), new Set());
  const ids = booked.map(({ sessionId }) => sessionId);
  if (ids.length === 0) return;
  const entries = Map.groupBy(await entriesOf(work.db, ids), ({ sessionId }) => sessionId);
  const tally = createTally();
  for (const session of booked) tally.add({ entries: entries.get(session.sessionId) ?? [], standing: session, rank: session.rank }, -1);
  await addToRollups(work.db, tally.rows());
  await deleteSessions(work.db, ids);
};
