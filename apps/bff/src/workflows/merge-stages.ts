import type { WorkflowRun } from "@beckon/contracts/workflows";

export type StageStatus = WorkflowRun["stages"][number]["status"];
type Named = { id: string | undefined; name: string };

/** A stage as it stands. */
export type StageState = {
  name: string;
  status: StageStatus;
  agent: Named | undefined;
  startedAt: Date | undefined;
  endedAt: Date | undefined;
  attempts: number;
  error: string | undefined;
};

/** A stage as it is told now; what is absent is not told. */
export type StageTold = {
  name: string;
  status: StageStatus;
  agent?: Named | undefined;
  startedAt?: Date | undefined;
  endedAt?: Date | undefined;
  attempts?: number | undefined;
  error?: string | undefined;
};

const ended = new Set<StageStatus>(["succeeded", "failed", "skipped"]);
const begun = (status: StageStatus) => status !== "waiting" && status !== "skipped";
const earlier = (a: Date | undefined, b: Date | undefined) => (a && b ? (a < b ? a : b) : (a ?? b));

/**
 * The stages after a report. In the order of their first naming, or in that of the report if it names all that are
 * known. What was not told stays.
 */
export const mergeStages = (before: readonly StageState[], told: readonly StageTold[], now: Date): StageState[] => {
  const known = new Map(before.map((stage) => [stage.name, stage]));
  const names = new Set(told.map(({ name }) => name));
  for (const stage of told) known.set(stage.name, mergeStage(known.get(stage.name), stage, now));
  const order = before.every(({ name }) => names.has(name)) ? names : known.keys();
  return [...order].map((name) => known.get(name) as StageState);
};

/**
 * One stage. An earlier attempt changes nothing; a later one begins anew; in one attempt an end stands, and nothing
 * goes back to waiting. Of two times of one thing the earlier counts: a report can be late, not early.
 */
const mergeStage = (before: StageState | undefined, told: StageTold, now: Date): StageState => {
  // Without a word of attempts an end is that of the attempt at hand.
  const atHand = before && ended.has(before.status) ? before.attempts : Math.max(before?.attempts ?? 0, begun(told.status) ? 1 : 0);
  const attempts = told.attempts ?? atHand;
  if (!before || attempts > before.attempts) {
    // Waiting has no attempt yet: what begins now is the same one.
    const same = before !== undefined && before.attempts === 0 ? before : undefined;
    return withTimes({ ...told, attempts, agent: told.agent ?? before?.agent }, { told, before: same, now });
  }
  if (attempts < before.attempts) return before;
  const status = rank(told.status) > rank(before.status) || isSameOpen(before.status, told.status) ? told.status : before.status;
  const error = told.error === undefined ? before.error : told.error || undefined;
  return withTimes({ name: before.name, status, attempts, agent: told.agent ?? before.agent, error }, { told, before, now });
};

const rank = (status: StageStatus) => (ended.has(status) ? 2 : status === "waiting" ? 0 : 1);
const isSameOpen = (a: StageStatus, b: StageStatus) => rank(a) === 1 && rank(b) === 1;

type Base = Pick<StageState, "name" | "status" | "attempts" | "agent"> & { error?: string | undefined };

const withTimes = (
  { name, status, attempts, agent, error }: Base,
  { told, before, now }: { told: StageTold; before: StageState | undefined; now: Date },
): StageState => {
  const startedAt = earlier(told.startedAt, before?.startedAt);
  const endedAt = earlier(told.endedAt, before?.endedAt);
  return {
    name,
    status,
    attempts,
    agent,
    error: error || undefined,
    // Told of by its end alone: when it began, nobody knows.
    startedAt: startedAt ?? (rank(status) === 1 ? now : undefined),
    endedAt: ended.has(status) ? (endedAt ?? now) : undefined,
  };
};
