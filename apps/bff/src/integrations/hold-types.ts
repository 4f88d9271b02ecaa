import type { DecisionsService } from "../decisions/decisions.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db/database.ts";
import type { Logger } from "../platform/logger.ts";

export type HoldOwner = { id: string; name: string };
export type HoldsDeps = { database: Database; clock: Clock; logger: Logger; decisions: DecisionsService };

/** Names the run of a hold to every process. */
export const holdTopic = "hook-hold";

/** How long a hold stands without a sign of its connection, and how often a process gives one. */
export const leaseMs = 45_000;
export const renewMs = 15_000;

export const reasons = {
  answered: "answered in the terminal",
  refused: "refused in the terminal",
  ended: "the session ended",
  late: "nobody answered in the time that the agent waits",
  cut: "the connection to the agent was cut",
} as const;

/** The run that a session belongs to: a sub-agent's own session is `<run>/<id>`. */
export const runOf = (session: string): string => session.split("/")[0] as string;
