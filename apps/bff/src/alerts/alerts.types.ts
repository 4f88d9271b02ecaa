import type { AccessService } from "../access/access.service.ts";
import type { Audit } from "../access/audit.ts";
import type { AgentsService } from "../agents/agents.service.ts";
import type { BudgetsService } from "../budgets/budgets.service.ts";
import type { CoordinationService } from "../coordination/coordination.service.ts";
import type { DecisionsService } from "../decisions/decisions.service.ts";
import type { HostsService } from "../hosts/hosts.service.ts";
import type { NotificationsService } from "../notifications/notifications.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db } from "../platform/db/database.ts";
import type { Backlog } from "../platform/jobs/backlog.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { Logger } from "../platform/logger.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";
import type { TasksService } from "../tasks/tasks.service.ts";
import type { UsageService } from "../usage/usage.service.ts";
import type { WorkflowsService } from "../workflows/workflows.service.ts";
import type { Keep } from "./readings/keep.ts";

export type AlertsOptions = {
  database: Database;
  clock: Clock;
  logger: Logger;
  feed: ChangeFeed;
  jobs: Jobs;
  audit: Audit;
  access: Pick<AccessService, "people">;
  agents: Pick<AgentsService, "find" | "atWork" | "agentsOfSessions">;
  budgets: Pick<BudgetsService, "outlook">;
  coordination: Pick<CoordinationService, "tally" | "staleOf">;
  decisions: Pick<DecisionsService, "pending">;
  hosts: Pick<HostsService, "startsSince">;
  notifications: Pick<NotificationsService, "page" | "acknowledged" | "settle" | "deafDevices">;
  tasks: Pick<TasksService, "queue" | "ended">;
  usage: Pick<UsageService, "modelCalls" | "hourlyRates" | "spent">;
  workflows: Pick<WorkflowsService, "lastingSince">;
};

/** What the verbs of this slice work with. */
export type AlertsDeps = AlertsOptions & {
  backlog(db: Db): Promise<Backlog[]>;
  processName: string;
  /** What was read under this name no longer ago than `ms`, else read now. */
  kept: Keep;
};

export const evaluateQueue = "alerts.evaluate";
/** How often rules are looked at. */
export const intervalMs = 30_000;
/** What an alert is known by to who tells of it. */
export const occasionOf = (id: string): string => `alert/${id}`;
