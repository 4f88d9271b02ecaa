import type { Audit } from "../access/audit.ts";
import type { DecisionsService } from "../decisions/decisions.service.ts";
import type { StepUp } from "../decisions/decisions.types.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db } from "../platform/db/database.ts";
import type { Events } from "../platform/jobs/events.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";

export type RulesDeps = {
  database: Database;
  clock: Clock;
  feed: ChangeFeed;
  jobs: Jobs;
  events: Events;
  audit: Audit;
  stepUp: StepUp;
  decisions: Pick<DecisionsService, "past" | "pastFrom" | "find" | "findAll">;
  /** While it is on, rules approve nothing: only what denies goes on. */
  maintenance?: (db: Db) => Promise<boolean>;
};

export const dayMs = 86_400_000;
/** More rules than this are too many to look through before each answer. */
export const mostRules = 200;
/** More requests than this a replay does not look at. */
export const mostReplayed = 50_000;
