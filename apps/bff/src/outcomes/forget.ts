import type { Work } from "../platform/db/database.ts";
import { forgetTasks } from "./baselines.repository.ts";
import { deleteOfWorks } from "./outcomes.repository.ts";
import type { OutcomesDeps } from "./outcomes.types.ts";
import { deleteParts, worksOfOwners } from "./parts.repository.ts";
import { readBatch } from "./read-inbox.ts";
import { forgetSessions } from "./traces.repository.ts";

export type Forgotten = { ownerIds: readonly string[]; sessionIds: readonly string[]; taskIds: readonly string[] };

/** Takes away what these tokens and their runs told; what nobody has read yet is read first, or it would come back. */
export const forget = async (deps: OutcomesDeps, work: Work, { ownerIds, sessionIds, taskIds }: Forgotten): Promise<void> => {
  while (await readBatch(deps, work));
  const works = await worksOfOwners(work.db, ownerIds);
  await forgetSessions(work.db, sessionIds);
  await forgetTasks(work.db, taskIds);
  if (works.length === 0) return;
  await deleteOfWorks(work.db, works);
  await deleteParts(work.db, works);
};
