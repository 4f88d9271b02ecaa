import { beckonAsks } from "@beckon/contracts/rule-match";
import type { Actor } from "@beckon/contracts/access";
import type { Audit } from "../access/audit.ts";
import type { AgentsService } from "../agents/agents.service.ts";
import type { BudgetsService } from "../budgets/budgets.service.ts";
import type { ControlsService } from "../controls/controls.service.ts";
import type { DecisionsService } from "../decisions/decisions.service.ts";
import type { HostsService } from "../hosts/hosts.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db } from "../platform/db/database.ts";
import type { Events } from "../platform/jobs/events.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";
import type { TasksService } from "../tasks/tasks.service.ts";
import type { UsageService } from "../usage/usage.service.ts";

export type TeamsDeps = {
  database: Database;
  clock: Clock;
  feed: ChangeFeed;
  jobs: Jobs;
  events: Events;
  audit: Audit;
  hosts: Pick<HostsService, "all" | "known" | "processes" | "lock">;
  controls: Pick<ControlsService, "requestAs" | "cancelAs" | "inUse" | "find" | "ofProcesses">;
  agents: Pick<AgentsService, "runsOf" | "agentsOfSessions">;
  tasks: Pick<TasksService, "create" | "change" | "search" | "findAll" | "handOut" | "takeBack" | "giveTo">;
  usage: Pick<UsageService, "ofSessions">;
  budgets: Pick<BudgetsService, "setOfTeam" | "ofTeams" | "onTeamOver">;
  decisions: Pick<DecisionsService, "request" | "find" | "cancel" | "reportOutcome">;
  /** Nothing is done by itself while this is so. */
  maintenance?: (db: Db) => Promise<boolean>;
};

/** What an option of a question means. */
export type Choice =
  | { do: "again" }
  | { do: "leave" }
  | { do: "start"; hostId: string; profile: string }
  | { do: "assign"; agentId: string };

/** What the machines are to be asked for, after what is known was written down. */
export type Act =
  | { kind: "start"; memberId: string; attempt: number; by: Actor }
  | { kind: "stop"; hostId: string; processId: string; key: string; by: Actor }
  | { kind: "cancel"; commandId: string; by: Actor }
  | { kind: "give_back"; memberId: string; by: Actor }
  | { kind: "task"; by: Actor };

/** Looks after one team. */
export const tendQueue = "team.tend";
export const handOutQueue = "team.hand-out";

/** The server by itself, in the audit. */
export const itself = (name: string): Actor => ({ kind: "system", name });
/** Who asks a question that no agent asks. */
export const asker = { id: beckonAsks, name: "Beckon", system: true } as const;

export const defaultRestarts = 5;
/** So long a start may take to be begun. */
export const startSeconds = 120;
export const hourMs = 3_600_000;
