import type { Collision } from "@beckon/contracts/coordination";
import type { Db, Work } from "../platform/db/database.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { Reaction } from "../signals/reactions.ts";
import { findCollisions, recentCollisions } from "./collisions.repository.ts";
import type { CollisionsDeps } from "./collisions.types.ts";
import { forget } from "./forget.ts";
import { list, type CollisionPage, type CollisionQuery } from "./list.ts";
import { toCollision } from "./mapper.ts";
import { reactionOf } from "./react.ts";
import { prune, sweep } from "./sweep.ts";

/** A phone keeps the open ones and those of this long. */
const replicaMs = 86_400_000;
const mostInReplica = 500;

export type CollisionsService = {
  /** What signals say of files that runs edit. */
  reaction: Reaction;
  list(query: CollisionQuery): Promise<CollisionPage>;
  find(db: Db, ids: string[]): Promise<Collision[]>;
  forReplica(db: Db): Promise<Collision[]>;
  /** Tells the apps of what is over by now. */
  sweep(): Promise<void>;
  prune(): Promise<void>;
  /** Takes away what these tokens' runs did; says of how many collisions. */
  forget(work: Work, gone: { ownerIds: readonly string[]; sessionIds: readonly string[] }): Promise<number>;
};

/** Files that two runs edit within half an hour, across worktrees and machines. */
export const createCollisionsService = (options: CollisionsDeps & { jobs: Jobs }): CollisionsService => {
  const { clock, jobs } = options;
  const service: CollisionsService = {
    reaction: reactionOf(options),
    list: list(options),
    find: async (db, ids) => (await findCollisions(db, ids)).map((row) => toCollision(row, clock())),
    forReplica: async (db) => {
      const now = clock();
      const rows = await recentCollisions(db, { now, since: new Date(now.getTime() - replicaMs), most: mostInReplica });
      return rows.map((row) => toCollision(row, now));
    },
    sweep: sweep(options),
    prune: prune(options),
    forget: forget(options),
  };
  jobs.schedule("collisions.sweep", "* * * * *", service.sweep);
  jobs.schedule("collisions.prune", "31 4 * * *", service.prune);
  return service;
};
