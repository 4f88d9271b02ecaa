import type { Db } from "../platform/db/database.ts";
import { collect } from "./collect.ts";
import { isJudged } from "./diagnose/clocks.ts";
import { diagnose } from "./diagnose/diagnose.ts";
import type { Finding } from "./diagnose/finding.ts";
import type { HealingDeps } from "./healing.types.ts";
import { closeAsk, measureStep, openAsks, pendingOutcomes, type StepRow } from "./runs.repository.ts";
import { measured } from "./thresholds.ts";
import { agentKeyOf, isAlive, kinOf, type World } from "./world.ts";

/** Whether what was done helped, and whether what was asked is so still. May run at any time, in several processes. */
export const measure = (deps: HealingDeps) => async (): Promise<void> => {
  const { database } = deps;
  const [pending, asks] = [await pendingOutcomes(database.db), await openAsks(database.db)];
  if (pending.length === 0 && asks.length === 0) return;
  const world = await collect(deps, database.db);
  const { findings } = diagnose(world);
  for (const step of pending) {
    const changes = await outcomeOf(deps, database.db, { step, world, findings });
    if (changes)
      await database.transaction(async (work) => {
        const row = await measureStep(work.db, step.id, changes);
        if (row && row.outcome !== "pending") await deps.feed.append(work, { kind: "healingRun", entityId: row.runId });
      });
  }
  for (const asked of asks) if (isOver(world, findings, asked)) await withdraw(deps, asked);
};

type Looking = { step: StepRow; world: World; findings: readonly Finding[] };
type Outcome = Partial<Pick<StepRow, "outcome" | "outcomeNote" | "workedAt">>;

/** Exported for its test: what a look at one step says, nothing where it is too early to say more. */
export const outcomeOf = async (
  deps: Pick<HealingDeps, "tasks">,
  db: Db,
  { step, world, findings }: Looking,
): Promise<Outcome | undefined> => {
  const [begun, done, now] = [step.startedAt ?? step.since, step.endedAt ?? step.since, Date.parse(world.now)].map(Number) as [
    number,
    number,
    number,
  ];
  const back = findings.find((one) => isBack(one, step, begun));
  const words = (ms: number) => `${Math.max(1, Math.round(ms / 60_000))} min`;
  if (back) return { outcome: "not_helped", outcomeNote: `It came back ${words(Date.parse(momentOf(back)) - begun)} later.` };
  // A machine that is away, or tells the wrong time, cannot be asked whether it helped.
  const blind = step.target.hostId !== undefined && !isJudged(world, step.target.hostId);
  if (blind && now >= done + measured.backMs) return { outcome: null, outcomeNote: "It could not be measured: its machine is away." };
  if (blind) return undefined;
  if (step.workedAt === null) {
    const at = await workedAt(deps, db, { step, world, begun });
    if (at !== undefined && at <= done + measured.workMs) return { workedAt: new Date(at) };
    if (now >= done + measured.workMs) return { outcome: "not_helped", outcomeNote: `No sign of work in ${words(measured.workMs)}.` };
    return undefined;
  }
  if (now < done + measured.backMs) return undefined;
  return {
    outcome: "helped",
    outcomeNote: `At work after ${words(step.workedAt.getTime() - begun)}, and not back in ${words(measured.backMs)}.`,
  };
};

/** That a process ends by itself is one trouble, by whatever name. */
const ends = new Set<StepRow["fault"]>(["silent_exit", "crash_loop", "out_of_memory", "start_failed"]);
const momentOf = ({ process, since }: Finding): string => process?.endedAt ?? since;
const isBack = (finding: Finding, step: StepRow, begun: number): boolean =>
  finding.key === step.key &&
  (finding.fault === step.fault || (ends.has(finding.fault) && ends.has(step.fault))) &&
  Date.parse(momentOf(finding)) >= begun;

/** New evidence of work of whom it was done to: not that a process exists, but that it says or does something. */
const workedAt = async (
  { tasks }: Pick<HealingDeps, "tasks">,
  db: Db,
  { step, world, begun }: { step: StepRow; world: World; begun: number },
): Promise<number | undefined> => {
  const { taskId } = step.target;
  if (step.act === "requeue" || step.act === "reassign" || step.act === "retry") {
    const [task] = taskId === undefined ? [] : await tasks.findAll(db, [taskId]);
    const again = world.failed.find(({ newest }) => newest.id === taskId)?.newest;
    if (again && again.id !== taskId && (again.status === "in_progress" || again.status === "completed")) return Date.parse(world.now);
    if (!task || (task.status !== "in_progress" && task.status !== "completed") || Date.parse(task.updatedAt) <= begun) return undefined;
    return Date.parse(task.updatedAt);
  }
  const own = world.processes.filter((process) => agentKeyOf(process) === step.key && isAlive(process));
  const signs = own.flatMap((process) => [process.lastOutputAt, ...kinOf(world, process).map(({ heardAt }) => heardAt)]);
  const times = signs.flatMap((at) => (at === undefined ? [] : Date.parse(at))).filter((at) => at > begun);
  return times.length === 0 ? undefined : Math.min(...times);
};

/** What was asked about has healed: of a process only where it lives, for one that nobody looks at any more is not healed. */
const isOver = (world: World, findings: readonly Finding[], { fault, key, target }: StepRow): boolean => {
  if (fault === "outage" || findings.some((one) => one.fault === fault && one.key === key)) return false;
  if (findings.some(({ of = [] }) => of.some((one) => one.key === key))) return false;
  if (target.hostId === undefined) return true;
  return isJudged(world, target.hostId) && world.processes.some((process) => agentKeyOf(process) === key && isAlive(process));
};

const withdraw = async (deps: HealingDeps, asked: StepRow): Promise<void> => {
  const closed = await deps.database.transaction(async (work) => {
    const row = await closeAsk(work.db, asked.id, { result: "It is so no more; the question was taken back." });
    if (row) await deps.feed.append(work, { kind: "healingRun", entityId: row.runId });
    return row;
  });
  // Answered at this very moment: then that stands.
  if (closed?.requestId) await deps.decisions.cancel(undefined, closed.requestId, "it has healed").catch(() => undefined);
};
