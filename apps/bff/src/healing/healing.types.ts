import { beckonAsks } from "@beckon/contracts/rule-match";
import type { Audit } from "../access/audit.ts";
import type { AgentsService } from "../agents/agents.service.ts";
import type { ControlsService } from "../controls/controls.service.ts";
import type { CoordinationService } from "../coordination/coordination.service.ts";
import type { DecisionsService } from "../decisions/decisions.service.ts";
import type { HostsService } from "../hosts/hosts.service.ts";
import type { PausesService } from "../pauses/pauses.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db } from "../platform/db/database.ts";
import type { Events } from "../platform/jobs/events.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { SignalsService } from "../signals/signals.service.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";
import type { TasksService } from "../tasks/tasks.service.ts";

export type HealingDeps = {
  database: Database;
  clock: Clock;
  feed: ChangeFeed;
  jobs: Jobs;
  events: Events;
  audit: Audit;
  agents: Pick<AgentsService, "listIn" | "find" | "recentSessions" | "findSessions" | "onlyDemo">;
  hosts: Pick<HostsService, "listIn">;
  controls: Pick<ControlsService, "requestAs" | "standing" | "find">;
  pauses: Pick<PausesService, "latest">;
  tasks: Pick<TasksService, "open" | "failedAttempts" | "findAll" | "change" | "retry">;
  coordination: Pick<CoordinationService, "peek">;
  signals: Pick<SignalsService, "heard">;
  decisions: Pick<DecisionsService, "request" | "pending" | "find" | "cancel" | "reportOutcome">;
  /** While it is on, nothing is done by itself. */
  maintenance?: (db: Db) => Promise<boolean>;
};

/** Whose questions these are: the server's own. */
export const asker = { id: beckonAsks, name: "Auto-heal", system: true } as const;
/** Whose commands these are, for their keys: a step is carried out once, whoever carries it out. */
export const callerId = "healing";

export const actQueue = "healing.act";
export const followQueue = "healing.follow";
/** What is under way is looked at again so soon. */
export const followMs = 2_000;
/** A machine has so long to do what it is asked. */
export const commandSeconds = 60;
/** Runs that are shown; older ones are kept for the history of what helped. */
export const shownRuns = 50;
export const keptMs = 90 * 86_400_000;
