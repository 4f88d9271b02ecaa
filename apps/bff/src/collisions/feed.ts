import type { Collision } from "@beckon/contracts/coordination";
import type { Db } from "../platform/db/database.ts";
import type { FeedSource } from "../sync/sync.service.ts";

type Collisions = { find(db: Db, ids: string[]): Promise<Collision[]>; forReplica(db: Db): Promise<Collision[]> };

/** Collisions in every paired person's feed: all that are open, and those of the last day. */
export const collisionsFeed = (collisions: Collisions): FeedSource => ({
  kind: "collision",
  load: async (db, ids) => (await collisions.find(db, ids)).map((value) => ({ kind: "collision", id: value.id, value })),
  snapshot: async (db) => (await collisions.forReplica(db)).map((value) => ({ kind: "collision", id: value.id, value })),
});
