import type { RecoveryAction, RecoveryPreview } from "@beckon/contracts/recovery";
import type { Audit } from "../access/audit.ts";
import type { AgentsService } from "../agents/agents.service.ts";
import type { ControlsService } from "../controls/controls.service.ts";
import type { CoordinationService } from "../coordination/coordination.service.ts";
import type { StepUp } from "../decisions/decisions.types.ts";
import type { HostsService } from "../hosts/hosts.service.ts";
import type { PausesService } from "../pauses/pauses.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Work } from "../platform/db/database.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { Logger } from "../platform/logger.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";
import type { TasksService } from "../tasks/tasks.service.ts";

export type RecoveryDeps = {
  database: Database;
  clock: Clock;
  logger: Logger;
  feed: ChangeFeed;
  jobs: Jobs;
  audit: Audit;
  stepUp: StepUp;
  hosts: Pick<HostsService, "live" | "knownAll">;
  agents: Pick<AgentsService, "recentSessions" | "find" | "agentsOfSessions" | "onlyDemo">;
  controls: Pick<ControlsService, "sendToHost" | "sendToRun" | "coming" | "lastOf" | "cancel">;
  pauses: Pick<PausesService, "latest">;
  tasks: Pick<TasksService, "open" | "halt" | "restore">;
  coordination: Pick<CoordinationService, "stuck" | "pending" | "callOff" | "takeUp">;
  /** Every app loads all of it anew. */
  resync: (work: Work) => Promise<void>;
};

/** One thing that would be touched, with what is needed to do so. */
export type Planned = RecoveryPreview["items"][number] & { hostId?: string; agentId?: string };

/** Does one recovery, until nothing of it can be done now. */
export const carryQueue = "recovery.carry";
/** So many are listed in a preview, and so many at most are touched by one recovery. */
export const most = { listed: 200, items: 20_000, problems: 20, atOnce: 200, kept: 200 } as const;
/** A machine that is away gets it when it comes back within this time; a run comes to its next step in this one. */
export const patience = { hostSeconds: 600, stepSeconds: 3_600 } as const;

/** What of it cannot be undone, in words; nothing where all of it can. */
export const lastingWords: Readonly<Partial<Record<RecoveryAction, string>>> = {
  restart_all: "A restart cannot be undone: what the agents had in their heads is lost.",
  reset_hard: "Tasks can be given back; a restart cannot be undone.",
  reset_full: "Tasks and coordinations can be taken up again; a restart cannot be undone.",
};
/** Acts whose way back is known. */
export const canGoBack = {
  pause: true,
  hold: true,
  requeue: true,
  cancel: true,
  drop: true,
  restart: false,
  reload: false,
  none: false,
} as const;
/** Where what is meant is "all", what came since the preview is meant too; the way back brings all of it back. */
export const meansAll: ReadonlySet<RecoveryAction> = new Set(["pause_all", "stop_tasks", "maintenance"]);
