import type { HoursTriple, OutcomeSource } from "@beckon/contracts/outcomes";
import type { OutcomeFinding } from "@beckon/contracts/outcome-checks";
import type { Audit } from "../access/audit.ts";
import type { AgentsService } from "../agents/agents.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Db, Work } from "../platform/db/database.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { TasksService } from "../tasks/tasks.service.ts";
import type { UsageService } from "../usage/usage.service.ts";
import type { WorkflowsService } from "../workflows/workflows.service.ts";

export type OutcomesDeps = {
  database: Database;
  clock: Clock;
  jobs: Jobs;
  audit: Audit;
  agents: Pick<AgentsService, "findSessions" | "agentsOfSessions" | "find" | "sessionsNamed" | "onlyDemo">;
  tasks: Pick<TasksService, "findAll" | "change" | "link">;
  usage: Pick<UsageService, "sumOfSessions" | "countSessions" | "bySession" | "inWindow">;
  workflows: Pick<WorkflowsService, "findAll">;
  /** In which team these runs worked, by run. */
  teamsOf(db: Db, runs: readonly { sessionId: string; agent: string; at: Date }[]): Promise<ReadonlyMap<string, string>>;
  /** Tells the apps that figures of value are other than before. */
  changed(work: Work): Promise<void>;
};

export type PartKey = { kind: OutcomeSource; ref: string };

export type TraceKind = "branch" | "pull_request" | "task" | "hand";

/** What GitHub tells of a pull request; `at` orders the words about it. */
export type PullFacts = {
  kind: "pull_request";
  at: string;
  url: string;
  title: string;
  repository: string;
  number: number;
  head: string;
  base?: string;
  headSha?: string;
  labels: string[];
  byAgent: boolean;
  openedAt?: string;
  /** It is itself a revert of something: no result of its own. */
  isRevert?: boolean;
};
export type OtherFacts = {
  kind: "task" | "workflow" | "hand";
  title: string;
  url?: string;
  project?: string;
  agent?: string;
  taskType?: string;
  owner?: string;
};
export type PartFacts = PullFacts | OtherFacts;

export type CommitFacts = {
  title: string;
  picks: string[];
  tasks: string[];
  sessions: string[];
};

/** What is kept of what was found; that nothing was found says nothing. */
export type Finding = Omit<OutcomeFinding, "id" | "state"> & { state: Exclude<OutcomeFinding["state"], "missing"> };

export type PullTold = PullFacts & {
  ref: string;
  mergedAt?: string;
  mergedBy?: string;
  mergeCommit?: string;
  reverts?: string;
  /** Tasks that it names, or that name it. */
  tasks: string[];
};
export type CommitTold = { sha: string; at: string; message: string; byAgent: boolean };

/** One word of somebody else, on its way to this slice. */
export type OutcomeFact =
  | { what: "pull"; pull: PullTold }
  | { what: "commits"; repository?: string; branch?: string; sessionId?: string; commits: CommitTold[] }
  | { what: "incident"; pulls: string[]; issue: string; title: string; at: string; on: boolean }
  | { what: "trace"; sessionId: string; kind: TraceKind; ref: string; at: string }
  | { what: "family"; sessionId: string; parentId: string }
  | {
      what: "task";
      id: string;
      owner: string;
      demo: boolean;
      title: string;
      agent?: string;
      prs: string[];
      retryOf?: string;
      sessionId?: string;
      at: string;
      estimate?: HoursTriple;
      estimateBy?: string;
      startedAt?: string;
      isNew: boolean;
      acceptedBy?: string;
    }
  | {
      what: "run";
      id: string;
      owner: string;
      demo: boolean;
      title: string;
      url?: string;
      project?: string;
      agent?: string;
      task?: string;
      by?: string;
      passedAt?: string;
    };

export const readQueue = "outcome.read";
export const settleQueue = "outcome.settle";
export const holdOutQueue = "outcome.hold-out";

/** Looks at what was accepted, so many days after it. */
export const lookDays = [7, 30] as const;
export const dayMs = 86_400_000;
/** From so many measured hold-outs on, their hours are the type's own history. */
export const enoughHistory = 5;
