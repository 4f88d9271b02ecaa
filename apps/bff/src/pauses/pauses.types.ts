import type { SessionPause } from "@beckon/contracts/agents";
import type { Audit } from "../access/audit.ts";
import type { AgentsService } from "../agents/agents.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Work } from "../platform/db/database.ts";
import type { Waiters } from "../platform/http/waiters.ts";
import type { Logger } from "../platform/logger.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";
import type { PauseRow } from "./pauses.repository.ts";

/** Told with a pause's id whenever it changes. */
export const pauseTopic = "pause";

export type PausesDeps = {
  database: Database;
  clock: Clock;
  logger: Logger;
  feed: ChangeFeed;
  audit: Audit;
  agents: Pick<AgentsService, "findSessions" | "ownersOfSessions">;
  waiters: Waiters;
  /** Told of each change in its transaction: who asked for it by a command hears what came of it. */
  changed?: (work: Work, pause: SessionPause) => Promise<void>;
};

/** What another slice writes in the transaction that asks for a pause, or ends one; the pause is locked. */
export type Within = (work: Work, pause: SessionPause) => Promise<void>;

export const toPause = (row: PauseRow): SessionPause => ({
  id: row.id,
  state: row.state,
  at: row.at.toISOString(),
  by: row.by,
  ...(row.heldAt ? { heldAt: row.heldAt.toISOString() } : {}),
  ...(row.step ? { step: row.step } : {}),
  ...(row.endedAt ? { endedAt: row.endedAt.toISOString() } : {}),
  ...(row.note ? { note: row.note } : {}),
});
