import type { Actor } from "@beckon/contracts/access";
import { beckonAsks } from "@beckon/contracts/rule-match";
import type { Audit } from "../access/audit.ts";
import type { AgentsService } from "../agents/agents.service.ts";
import type { ControlsService } from "../controls/controls.service.ts";
import type { DecisionsService } from "../decisions/decisions.service.ts";
import type { HostsService } from "../hosts/hosts.service.ts";
import type { NotificationsService } from "../notifications/notifications.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db } from "../platform/db/database.ts";
import type { Events } from "../platform/jobs/events.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { Logger } from "../platform/logger.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";
import type { TasksService } from "../tasks/tasks.service.ts";
import type { UsageService } from "../usage/usage.service.ts";

/** What a budget has to know of a team. */
export type KnownTeam = { id: string; name: string; state: "off" | "active" | "dissolving" | "dissolved"; since: Date };

export type TeamsPort = {
  known(db: Db, ids: readonly string[]): Promise<KnownTeam[]>;
  /** The runs of its processes since it began. */
  runs(db: Db, id: string): Promise<{ sessionId: string; agentId: string }[]>;
  dissolve(actor: Actor, id: string, how: { tasks: "requeue"; reason: string }): Promise<void>;
};

export type BudgetsDeps = {
  database: Database;
  clock: Clock;
  logger: Logger;
  feed: ChangeFeed;
  jobs: Jobs;
  events: Events;
  audit: Audit;
  usage: Pick<UsageService, "spent" | "spentByHour" | "onBooked">;
  agents: Pick<AgentsService, "find" | "recentSessions" | "agentsOfSessions">;
  hosts: Pick<HostsService, "live" | "knownAll">;
  controls: Pick<ControlsService, "requestAs" | "endRun" | "find">;
  tasks: Pick<TasksService, "findAll" | "usageNames">;
  decisions: Pick<DecisionsService, "request" | "find" | "cancel" | "reportOutcome" | "pending">;
  notifications: Pick<NotificationsService, "notify" | "takeBack">;
  teams: TeamsPort;
};

/** Who asks a question that no agent asks. */
export const asker = { id: beckonAsks, name: "Beckon", system: true } as const;
/** Whose commands these are, for their keys. */
export const callerId = "budgets";

export const askQueue = "budget.ask";
export const withdrawQueue = "budget.withdraw";
export const stopQueue = "budget.stop";
export const settleQueue = "budget.settle";

export const steps = [50, 80, 100] as const;
/** Which stop: of what period, under which limit. */
export type StopKey = { budgetId: string; from: string; round: number };

export const itself = (name: string): Actor => ({ kind: "system", name });
