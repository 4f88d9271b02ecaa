import { isDeepStrictEqual } from "node:util";
import type { WorkflowInput, WorkflowRun } from "@beckon/contracts/workflows";
import type { Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { storable } from "../platform/storable.ts";
import { loadRun } from "./load-runs.ts";
import { hasEnded, mergeRun, type RunTold } from "./merge-run.ts";
import { mergeStages, type StageTold } from "./merge-stages.ts";
import { suspensionsOf } from "./suspensions.repository.ts";
import { withdrawQueue } from "./withdraw.ts";
import { tooManyStages } from "./workflows.errors.ts";
import { toRunState, toStageState } from "./workflows.mapper.ts";
import { insertRun, lockRun, saveStages, stagesOf, updateRun } from "./workflows.repository.ts";
import type { Owner, Source, WorkflowsDeps } from "./workflows.types.ts";

const mostStages = 200;
/** A clock that runs ahead by more than this is put right. */
const aheadMs = 60_000;

/** `lessName`: its name is only for want of a better one, and takes the place of none. */
export type Report = { owner: Owner; source: Source; key: string; input: WorkflowInput; lessName?: boolean | undefined };
export type Reported = { run: WorkflowRun; created: boolean; changed: boolean };

/** Takes what a reporter says of a run, in the caller's transaction. Told again it changes nothing, and nobody hears of it. */
export const report =
  (deps: Pick<WorkflowsDeps, "clock" | "feed" | "jobs" | "agents" | "changed">) =>
  async (work: Work, { owner, source, key, input, lessName }: Report): Promise<Reported> => {
    const now = deps.clock();
    const { run: toldRun, stages: toldStages } = await readInput(deps, work, { owner, input, now });
    const fresh = mergeRun(undefined, toldRun, { suspended: false, now });
    const id = newId("wf", now.getTime());
    const created = await insertRun(work.db, {
      id,
      ownerId: owner.id,
      source,
      key,
      name: fresh.name,
      status: fresh.status,
      startedAt: fresh.startedAt,
      at: fresh.startedAt,
      updatedAt: now,
      demo: owner.demo ?? false,
    });
    const row = await lockRun(work.db, { ownerId: owner.id, source, key });
    if (!row) throw new Error(`the workflow run ${key} was neither made nor found`);

    const before = { run: toRunState(row), stages: (await stagesOf(work.db, [row.id])).map(toStageState) };
    const open = (await suspensionsOf(work.db, [row.id])).filter(({ resumedAt }) => resumedAt === null);
    const named = lessName ? { ...toldRun, name: before.run.name } : toldRun;
    const run = created ? fresh : mergeRun(before.run, named, { suspended: open.length > 0, now });
    const stages = mergeStages(before.stages, toldStages, now);
    if (stages.length > mostStages) throw tooManyStages();
    const changed = created || !isDeepStrictEqual({ run, stages }, before);
    if (changed) {
      await updateRun(work.db, row.id, run, now);
      await saveStages(work.db, row.id, stages);
      await deps.feed.append(work, { kind: "workflowRun", entityId: row.id });
      if (hasEnded(run.status))
        for (const { requestId } of open)
          if (requestId) await deps.jobs.enqueue(work, withdrawQueue, { requestId, reason: "the workflow ended" });
    }
    const stands = await loadRun(work.db, row.id);
    if (changed) await deps.changed?.(work, stands, owner);
    return { run: stands, created, changed };
  };

/** This reporter's agents of these names, by name: the one that stands by itself before another's sub-agent, the latest first. */
const idsOf = async (
  { agents }: Pick<WorkflowsDeps, "agents">,
  work: Work,
  { owner, names }: { owner: Owner; names: string[] },
): Promise<ReadonlyMap<string, string>> => {
  if (names.length === 0) return new Map();
  const own = (await agents.called(work.db, names)).filter(({ ownerId }) => ownerId === owner.id);
  // The last of a name stands in the map.
  const ordered = [...own.filter(({ parentId }) => parentId !== ""), ...own.filter(({ parentId }) => parentId === "").toReversed()];
  return new Map(ordered.map(({ name, id }) => [name, id]));
};

type Reading = { owner: Owner; input: WorkflowInput; now: Date };

/** Instants as the database can hold them, agents by their ids where they are known. */
const readInput = async (
  deps: Pick<WorkflowsDeps, "agents">,
  work: Work,
  { owner, input, now }: Reading,
): Promise<{ run: RunTold; stages: StageTold[] }> => {
  const at = (instant: string | undefined) => {
    if (instant === undefined) return undefined;
    const told = storable(instant);
    return told.getTime() > now.getTime() + aheadMs ? now : told;
  };
  const { stages = [], agent, startedAt, endedAt, ...rest } = input;
  const names = [agent, ...stages.map((stage) => stage.agent)].filter((name) => name !== undefined);
  const ids = await idsOf(deps, work, { owner, names: [...new Set(names)] });
  const named = (name: string | undefined) => (name === undefined ? undefined : { id: ids.get(name), name });
  return {
    run: { ...rest, agent: named(agent), startedAt: at(startedAt), endedAt: at(endedAt) },
    stages: stages.map((stage) => ({
      ...stage,
      agent: named(stage.agent),
      startedAt: at(stage.startedAt),
      endedAt: at(stage.endedAt),
    })),
  };
};
