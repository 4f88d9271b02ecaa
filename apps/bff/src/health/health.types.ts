import type { ComponentKind, ComponentState, LogTrouble } from "@beckon/contracts/health";
import type { AgentsService } from "../agents/agents.service.ts";
import type { DecisionsService } from "../decisions/decisions.service.ts";
import type { HostsService } from "../hosts/hosts.service.ts";
import type { ArgoService } from "../integrations/argo/argo.service.ts";
import type { GithubService } from "../integrations/github/github.service.ts";
import type { NotificationsService } from "../notifications/notifications.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database } from "../platform/db/database.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";

export type HealthDeps = {
  database: Database;
  clock: Clock;
  jobs: Jobs;
  version: string;
  agents: Pick<AgentsService, "standing">;
  decisions: Pick<DecisionsService, "pending">;
  hosts: Pick<HostsService, "all">;
  github: Pick<GithubService, "list">;
  argo: Pick<ArgoService, "standing">;
  notifications: Pick<NotificationsService, "pushServices">;
  /** Where the change feed stands; answers as soon as streams could. */
  horizon(): Promise<unknown>;
  /** Open apps of this process. */
  openStreams(): number;
  /** What this process warned of in its log. */
  troubles(): LogTrouble[];
};

/** What one look found of one component. */
export type Reading = {
  id: string;
  kind: ComponentKind;
  name: string;
  state: ComponentState;
  words: string;
  latencyMs?: number;
  lastAt?: Date;
  error?: string;
};
