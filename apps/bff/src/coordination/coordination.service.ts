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
import type { Db, Work } from "../platform/db/database.ts";
import type { Jobs } from "../platform/jobs/jobs.ts";
import type { Reaction } from "../signals/reactions.ts";
import type { CoordinationDeps } from "./coordination.types.ts";
import { diagnose } from "./diagnostics.ts";
import { failures, type FailureQuery } from "./failures.ts";
import { flow } from "./flow.ts";
import { forget } from "./forget.ts";
import { onTasks, type TaskChange } from "./on-tasks.ts";
import { callOff, pending, takeUp } from "./call-off.ts";
import { createKeptSums } from "./kept-sums.ts";
import { createPairs } from "./pairs.ts";
import { peek } from "./peek.ts";
import { createPulse } from "./pulse.ts";
import { reactionOf } from "./react.ts";
import { records, type RecordQuery } from "./records.ts";
import { staleOf } from "./stale.ts";
import { stuck, type Stuck } from "./stuck.ts";
import { summarize } from "./summary.ts";
import { sweep } from "./sweep.ts";
import { tallyIn } from "./tally.ts";
import { end, start, type Teller } from "./told.ts";
import { coordinationTotals, successIn } from "./totals.ts";

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
  /** For monitoring, in full quarters of an hour and without the demo fleet: what a span added, and the success rate in it. */
  totals: typeof coordinationTotals;
  successIn: typeof successIn;
  /** How many attempts of real agents ended how in the full quarters of an hour around these moments. */
  tally(db: Db, window: { from: Date; to: Date }): Promise<{ succeeded: number; failed: number; pending: number }>;
  /** Agents that are silent in the middle of a turn, of what is known already. */
  staleOf: typeof staleOf;
  /** What does not go on by itself. */
  stuck(db: Db): Promise<Stuck>;
  /** Attempts without an end; called off they are neither a success nor a failure, and may be taken up again. */
  pending(db: Db): Promise<Coordination[]>;
  callOff(work: Work, ids: readonly string[]): Promise<ReadonlySet<string>>;
  takeUp(work: Work, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Offers that nobody accepted, and failures that say the same, as they stand: nothing is settled for that. */
  peek: ReturnType<typeof peek>;
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
  const kept = createKeptSums();
  const pairs = createPairs(deps, kept);
  options.jobs.schedule("coordination.sweep", "* * * * *", settleDue);
  return {
    reaction: reactionOf(deps),
    onTasks: onTasks(deps),
    start: start(deps),
    end: end(deps),
    summary: summarize(deps, settleDue, { pairsOf: pairs, kept }),
    flow: flow(deps, settleDue, pairs),
    failures: failures(deps, settleDue),
    records: records(deps, settleDue),
    diagnostics: diagnose(deps),
    totals: coordinationTotals,
    successIn,
    tally: tallyIn,
    staleOf,
    stuck: stuck(deps),
    pending: pending(deps),
    callOff: callOff(deps),
    takeUp: takeUp(deps),
    peek: peek(deps),
    sweep: settleDue,
    forget,
    stop: () => pulse.flush(),
  };
};
