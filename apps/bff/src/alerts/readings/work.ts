import { fewest, hourMs, ofAll, percentOf, type ReadKind } from "./reading.ts";

const lastHour = (now: Date) => ({ from: new Date(now.getTime() - hourMs), to: now });

/** METRICS "Success rate" of coordinations, in percent, of the quarters of an hour around the last one. */
export const coordinationSuccess: ReadKind = async ({ deps, db, now }) => {
  const { succeeded, failed } = await deps.coordination.tally(db, lastHour(now));
  return ofAll(percentOf(succeeded, succeeded + failed));
};

/** Failed of finished tasks of the last hour, in percent. */
export const failureRate: ReadKind = async ({ deps, db, now }) => {
  const { completed, failed, lastFailed } = await deps.tasks.ended(db, lastHour(now));
  const evidence = lastFailed.map(({ id, title, error }) => ({
    kind: "task" as const,
    id,
    name: title,
    ...(error ? { note: error } : {}),
  }));
  return ofAll(failed > 0 && completed + failed < fewest ? null : (percentOf(failed, completed + failed) ?? 0), evidence);
};

/** METRICS "Stuck workflow": how long a run, or its oldest stage, goes on. */
export const workflowStuck: ReadKind = async ({ deps, db, now, rule }) => {
  const runs = await deps.workflows.lastingSince(db, new Date(now.getTime() - rule.threshold * 1_000));
  return runs.map(({ id, name, since, stage }) => ({
    subject: { kind: "run" as const, id, name, ...(stage === null ? {} : { note: `stage ${stage}` }) },
    value: (now.getTime() - since.getTime()) / 1_000,
  }));
};

export const queueDepth: ReadKind = async ({ facts }) => {
  const { pending, oldest } = await facts.queue();
  return ofAll(pending, oldest.map(asTask));
};

export const queueAge: ReadKind = async ({ now, facts }) => {
  const { oldest } = await facts.queue();
  const [first] = oldest;
  return ofAll(first ? Math.max(0, (now.getTime() - first.createdAt.getTime()) / 1_000) : 0, oldest.map(asTask));
};

const asTask = ({ id, title }: { id: string; title: string }) => ({ kind: "task" as const, id, name: title });
