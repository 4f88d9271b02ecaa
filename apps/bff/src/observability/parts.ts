import type { AgentsService } from "../agents/agents.service.ts";
import type { AlertsService } from "../alerts/alerts.service.ts";
import type { AttentionService } from "../attention/attention.service.ts";
import type { BudgetsService } from "../budgets/budgets.service.ts";
import type { CoordinationService } from "../coordination/coordination.service.ts";
import type { DecisionsService } from "../decisions/decisions.service.ts";
import type { GithubService } from "../integrations/github/github.service.ts";
import type { NotificationsService } from "../notifications/notifications.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db/database.ts";
import type { Check } from "../platform/http/health.routes.ts";
import type { Timings } from "../platform/http/timings.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { Logger } from "../platform/logger.ts";
import type { SignalsService } from "../signals/signals.service.ts";
import type { TasksService } from "../tasks/tasks.service.ts";
import type { TeamsService } from "../teams/teams.service.ts";
import type { UsageService } from "../usage/usage.service.ts";
import type { ValueService } from "../value/value.service.ts";
import type { WorkflowsService } from "../workflows/workflows.service.ts";

/** Whose figures are told. */
export type Slices = {
  agents: Pick<AgentsService, "standing" | "demoOwners" | "onlyDemo">;
  alerts: Pick<AlertsService, "rules" | "readings" | "states">;
  attention: Pick<AttentionService, "totals">;
  budgets: Pick<BudgetsService, "forReplica">;
  coordination: Pick<CoordinationService, "totals" | "successIn">;
  decisions: Pick<DecisionsService, "open">;
  github: Pick<GithubService, "totals">;
  notifications: Pick<NotificationsService, "totals" | "pushStanding">;
  tasks: Pick<TasksService, "totals" | "ended24h">;
  teams: Pick<TeamsService, "atWork" | "runs">;
  usage: Pick<UsageService, "totals" | "costs">;
  value: Pick<ValueService, "summary">;
  workflows: Pick<WorkflowsService, "totals">;
};

export type ObservabilityOptions = Slices & {
  database: Database;
  clock: Clock;
  logger: Logger;
  jobs: Pick<Jobs, "schedule">;
  signals: Pick<SignalsService, "onAccepted">;
  version: string;
  /** Where the app is, for links in alerts and dashboards. */
  config: { publicOrigin: string };
  timings: Timings;
  /** Apps with a live stream to this process. */
  openStreams(): number;
  checks(): readonly Check[];
};
