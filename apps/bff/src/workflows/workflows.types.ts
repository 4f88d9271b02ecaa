import type { WorkflowRun } from "@beckon/contracts/workflows";
import type { AgentsService } from "../agents/agents.service.ts";
import type { DecisionsService } from "../decisions/decisions.service.ts";
import type { Clock } from "../platform/clock.ts";
import type { Database, Work } from "../platform/db/database.ts";
import type { Events } from "../platform/jobs/events.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { ChangeFeed } from "../sync/change-feed.ts";

/** Who reports: a token, or a webhook. */
export type Owner = { id: string; name: string; demo?: boolean };

export type Source = WorkflowRun["source"];

/** One try to go on, as an ISO instant, and whether the system outside took it. */
export type Attempt = WorkflowRun["suspensions"][number]["attempts"][number];

/** Where a system outside waits: a node of an Argo workflow, and what each option means there. */
export type Outward = {
  system: "argo";
  namespace: string;
  workflow: string;
  node: string;
  /** The supplied output to set; without, a yes resumes the node and a no fails it. */
  parameter?: string;
  /** By option id: the value of the output. */
  values?: Record<string, string>;
};

/** What a person, a rule or an expiry said. `deny`: the chosen option refuses. */
export type PersonsAnswer = { option?: string; text?: string; deny: boolean; by: string };

/**
 * What a system outside made of an answer. `again`: it may take it later. `over`: it does not wait there any more,
 * `gone`: it does not know the run any more.
 */
export type OutwardResult = { ok: true } | { ok: false; error: string; next: "again" | "give up" | "over" | "gone" };

/** Tells the answer to the system outside. `uncertain`: a try before this one may have been taken, and nobody heard. */
export type TellOutside = (outward: Outward, answer: PersonsAnswer, uncertain: boolean) => Promise<OutwardResult>;

export type WorkflowsDeps = {
  database: Database;
  clock: Clock;
  feed: ChangeFeed;
  jobs: Jobs;
  events: Events;
  agents: Pick<AgentsService, "called" | "onlyDemo">;
  decisions: Pick<DecisionsService, "request" | "cancel" | "find">;
  tellOutside: TellOutside;
  /** Told of each run that changed, in the transaction that changes it. */
  changed?: (work: Work, run: WorkflowRun, owner: Owner) => Promise<void>;
};
