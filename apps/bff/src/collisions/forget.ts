import type { Work } from "../platform/db/database.ts";
import { collisionsOfSessions, deleteCollisions } from "./collisions.repository.ts";
import type { CollisionsDeps } from "./collisions.types.ts";
import { deleteEdits } from "./edits.repository.ts";

/** Takes away what runs of these tokens edited, and whom they met: who is alone then met nobody. */
export const forget =
  ({ feed }: CollisionsDeps) =>
  async (work: Work, { ownerIds, sessionIds }: { ownerIds: readonly string[]; sessionIds: readonly string[] }): Promise<number> => {
    if (ownerIds.length === 0) return 0;
    await deleteEdits(work.db, ownerIds);
    const ids = (await collisionsOfSessions(work.db, sessionIds)).map(({ id }) => id);
    await deleteCollisions(work.db, ids);
    await feed.append(work, ...ids.map((entityId) => ({ kind: "collision" as const, entityId })));
    return ids.length;
  };
