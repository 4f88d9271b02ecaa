import type { Clock } from "../platform/clock.ts";
import type { Database, Work } from "../platform/db/database.ts";
import type { Logger } from "../platform/logger.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";
import type { SessionPlace } from "../usage/usage.types.ts";

/** Moves what these sessions used to the account that is theirs now; the usage slice does it. */
export type Rebook = (work: Work, places: ReadonlyMap<string, SessionPlace>) => Promise<unknown>;

export type AgentsDeps = { database: Database; clock: Clock; feed: ChangeFeed; logger: Logger; rebook: Rebook };

/** What a signal says of its agent. */
export type SignalHead = { vendor?: string | undefined; role?: string | undefined; host?: string | undefined };
