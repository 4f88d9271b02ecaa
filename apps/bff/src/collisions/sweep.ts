import { closeDue, pruneCollisions } from "./collisions.repository.ts";
import type { CollisionsDeps } from "./collisions.types.ts";
import { pruneEdits } from "./edits.repository.ts";

const keptMs = { edits: 8 * 86_400_000, collisions: 30 * 86_400_000 };

/** Tells the apps of those that are over by now. May run in several processes at once. */
export const sweep =
  ({ database, clock, feed }: CollisionsDeps) =>
  (): Promise<void> =>
    database.transaction(async (work) => {
      const ids = await closeDue(work.db, clock());
      await feed.append(work, ...ids.map((entityId) => ({ kind: "collision" as const, entityId })));
    });

/** Forgets edits that nobody can meet any more, and collisions of long ago. */
export const prune =
  ({ database, clock, feed }: CollisionsDeps) =>
  (): Promise<void> =>
    database.transaction(async (work) => {
      const now = clock().getTime();
      await pruneEdits(work.db, new Date(now - keptMs.edits));
      const ids = await pruneCollisions(work.db, new Date(now - keptMs.collisions));
      await feed.append(work, ...ids.map((entityId) => ({ kind: "collision" as const, entityId })));
    });
