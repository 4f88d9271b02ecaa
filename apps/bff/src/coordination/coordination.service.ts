import type {
  Coordination,
  coordinationEnd,
  coordinationInput,
  CoordinationFlow,
  CoordinationQuery,
  CoordinationSummary,
  Diagnostics,
  FlowQuery,
} from "@beckon/contracts/coordination";
import type { z } from "zod";
import type { Work } from "../platform/db/database.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { Reaction } from "../signals/reactions.ts";
import type { CoordinationDeps } from "./coordination.types.ts";
import { diagnose } from "./diagnostics.ts";
import { failures, type FailureQuery } from "./failures.ts";
import { flow } from "./flow.ts";
import { forget } from "./forget.ts";
import { onTasks, type TaskChange } from "./on-tasks.ts";
import { createPulse } from "./pulse.ts";
import { reactionOf } from "./react.ts";
import { records, type RecordQuery } from "./records.ts";
import { summarize } from "./summary.ts";
import { sweep } from "./sweep.ts";
import { end, start, type Teller } from "./told.ts";

export type CoordinationService = {
  /** What signals say of agents that work together. */
  reaction: Reaction;
  /** The same of tasks that agents change by calls. */
  onTasks(work: Work, changes: readonly TaskChange[]): Promise<void>;
  start(teller: Teller, input: z.output<typeof coordinationInput>): Promise<{ coordination: Coordination; made: boolean }>;
  end(teller: Teller, id: string, input: z.output<typeof coordinationEnd>): Promise<Coordination>;
  summary(query: CoordinationQuery): Promise<CoordinationSummary>;
  flow(query: FlowQuery): Promise<CoordinationFlow>;
  failures(query: FailureQuery): ReturnType<ReturnType<typeof failures>>;
  records(query: RecordQuery): Promise<{ items: Coordination[]; cursor?: string }>;
  diagnostics(): Promise<Diagnostics>;
  /** Ends what nobody told the end of in time. */
  sweep(): Promise<void>;
  /** Takes away what these tokens told; says how many attempts that were. */
  forget(work: Work, ownerIds: readonly string[]): Promise<number>;
  /** Tells the apps what was to be told in a moment. */
  stop(): Promise<void>;
};

/** How well agents work together: attempts made of what was told in any order, sums beside them, and what pages ask. */
export const createCoordinationService = (options: CoordinationDeps & { jobs: Jobs }): CoordinationService => {
  const pulse = createPulse(options);
  const deps = { ...options, pulse };
  const settleDue = sweep(deps);
  options.jobs.schedule("coordination.sweep", "* * * * *", settleDue);
  return {
    reaction: reactionOf(deps),
    onTasks: onTasks(deps),
    start: start(deps),
    end: end(deps),
    summary: summarize(deps, settleDue),
    flow: flow(deps, settleDue),
    failures: failures(deps, settleDue),
    records: records(deps, settleDue),
    diagnostics: diagnose(deps),
    sweep: settleDue,
    forget,
    stop: () => pulse.flush(),
  };
};
