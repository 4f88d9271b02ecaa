import type { Command } from "@beckon/contracts/controls";
import { DomainError } from "../platform/errors.ts";
import { ask } from "./ask.ts";
import { collect } from "./collect.ts";
import { diagnose } from "./diagnose/diagnose.ts";
import type { Finding } from "./diagnose/finding.ts";
import { followQueue, callerId, commandSeconds, type HealingDeps } from "./healing.types.ts";
import { isAlive } from "./world.ts";
import { changeStep, openSteps, type StepRow } from "./runs.repository.ts";

/**
 * Carries out what is planned, one step after the other. Runs as a job, and may run again after a crash: each step is known
 * by its id wherever it acts, so nothing is done twice.
 */
export const carryOut = (deps: HealingDeps) => async (): Promise<void> => {
  const steps = (await openSteps(deps.database.db)).filter(({ state, commandIds }) => state === "planned" || commandIds.length === 0);
  // As it is at this moment: a person may have been faster, or this server was away.
  const world = steps.some(({ askedBy }) => askedBy === null) ? await collect(deps, deps.database.db) : undefined;
  // Nothing by itself in maintenance; what a person answered is that person's.
  const findings = world && !world.maintenance ? diagnose(world).findings : [];
  for (const step of steps) await take(deps, step, findings);
  await deps.database.transaction((work) => deps.jobs.enqueue(work, followQueue, {}));
};

const take = async (deps: HealingDeps, given: StepRow, findings: readonly Finding[]): Promise<void> => {
  const { db } = deps.database;
  const step = await changeStep(
    db,
    { id: given.id, from: ["planned", "doing"] },
    { state: "doing", startedAt: given.startedAt ?? deps.clock() },
  );
  if (!step) return;
  if (step.askedBy === null && !findings.some(({ fault, key }) => fault === step.fault && key === step.key))
    return end(deps, step, { state: "failed", result: "It is so no more, or maintenance is on: nothing was done." });
  try {
    const done = await act(deps, step);
    if ("commands" in done) {
      await changeStep(db, { id: step.id, from: ["doing"] }, { commandIds: done.commands.map(({ id }) => id) });
      await deps.database.transaction((work) => deps.feed.append(work, { kind: "healingRun", entityId: step.runId }));
    } else await end(deps, step, { state: "done", result: done.result });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await end(deps, step, { state: "failed", result: error.detail ?? error.message });
  }
};

type Done = { commands: Command[] } | { result: string };

const act = async (deps: HealingDeps, step: StepRow): Promise<Done> => {
  const { hostId, processId, profile, alive, taskId, taskVersion, toAgentId } = step.target;
  const who = { name: step.by.name ?? "Auto-heal", actor: step.by };
  const command = (kind: Command["kind"], more: object) =>
    deps.controls.requestAs(
      { by: step.by, callerId },
      { kind, hostId: hostId as string, count: 1, timeoutSeconds: commandSeconds, reason: reasonOf(step), ...more },
      step.id,
    );
  switch (step.act) {
    case "restart":
      return alive && (await stillLives(deps, step)) ? command("restart", { processId }) : command("start", { profile });
    case "resume":
      return command("resume", { processId });
    case "stop":
      if (processId !== undefined) return command("stop", { processId });
      await deps.tasks.change(who, taskId as string, { status: "cancelled" });
      return { result: "It is cancelled." };
    case "requeue":
      await deps.tasks.change(who, taskId as string, { agent: null, ...(taskVersion === undefined ? {} : { version: taskVersion }) });
      return { result: "It is in the queue again." };
    case "reassign":
      await deps.tasks.change(who, taskId as string, {
        agent: { id: toAgentId as string },
        ...(taskVersion === undefined ? {} : { version: taskVersion }),
      });
      return { result: `It is ${step.to?.name ?? "another agent"}'s now.` };
    case "retry":
      await deps.tasks.retry(who, taskId as string);
      return { result: "It is tried once more." };
    case "ask":
      return { result: await ask(deps, step) };
    case "wait":
      return { result: "It is left in peace." };
  }
};

/** Between a question and its answer a process may have ended: then it is started anew. */
const stillLives = async ({ hosts, database }: HealingDeps, { target }: StepRow): Promise<boolean> =>
  (await hosts.listIn(database.db)).some(({ processes }) => processes.some((one) => one.id === target.processId && isAlive(one)));

const reasonOf = ({ fault, reason }: StepRow) => `Auto-heal, ${fault.replaceAll("_", " ")}: ${reason}`.slice(0, 500).toWellFormed();

/** What came of a step, with feed and audit; measured from then on where it changed something. */
export const end = (deps: HealingDeps, step: StepRow, { state, result }: { state: "done" | "failed"; result: string }): Promise<void> =>
  deps.database.transaction(async (work) => {
    const measures = state === "done" && step.act !== "ask" && step.act !== "stop" && step.act !== "wait";
    const row = await changeStep(
      work.db,
      { id: step.id, from: ["doing"] },
      { state, result, endedAt: deps.clock(), ...(measures ? { outcome: "pending" as const } : {}) },
    );
    if (!row) return;
    await deps.audit.append(work, {
      actor: row.by,
      action: `healing.${row.act}`,
      subject: row.runId,
      detail: { fault: row.fault, of: row.subject.name, state, result, ...(row.commandIds[0] ? { command: row.commandIds[0] } : {}) },
    });
    await deps.feed.append(work, { kind: "healingRun", entityId: row.runId });
  });
