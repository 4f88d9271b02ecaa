import type { WorkflowRun, workflowQuery } from "@beckon/contracts/workflows";
import { isStuckRun } from "@beckon/metrics/stuck-run";
import type { z } from "zod";
import type { Db } from "../platform/db/database.ts";
import { storable } from "../platform/storable.ts";
import { withParts } from "./load-runs.ts";
import { runNotFound } from "./workflows.errors.ts";
import { findRuns, openRuns, searchRuns, type RunFilter } from "./workflows.repository.ts";
import type { WorkflowsDeps } from "./workflows.types.ts";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";

export type WorkflowQuery = z.output<typeof workflowQuery>;

/** More open runs than these are not looked through for stuck ones. */
const mostOpen = 10_000;

export const toFilter = ({ status, source, agent, task, role, project, from, to }: Partial<WorkflowQuery>): RunFilter => ({
  ...(status ? { status } : {}),
  ...(source ? { source } : {}),
  ...(agent ? { agent } : {}),
  ...(task ? { task } : {}),
  ...(role ? { role } : {}),
  ...(project ? { project } : {}),
  ...(from ? { from: storable(from) } : {}),
  ...(to ? { to: storable(to) } : {}),
});

/** Runs of these filters that are stuck now, latest first. */
export const stuckRuns = async (db: Db, filter: RunFilter, now: Date): Promise<WorkflowRun[]> =>
  (await withParts(db, await openRuns(db, filter, mostOpen))).filter((run) => isStuckRun(run, now.getTime()));

/** One page of the runs, latest first. */
export const search =
  (deps: Pick<WorkflowsDeps, "database" | "clock">) =>
  async (query: WorkflowQuery): Promise<{ items: WorkflowRun[]; cursor?: string }> => {
    const filter = toFilter(query);
    const before = query.cursor === undefined ? undefined : parseCursor(query.cursor);
    const now = deps.clock();
    const page = { limit: query.limit, ...(before ? { before } : {}) };
    // Runs and their parts as of one instant: a run must not be seen to go on while its stage still waits.
    const items = await deps.database.snapshot(async (db) =>
      query.stuck
        ? (await stuckRuns(db, filter, now)).filter((run) => !before || isAfter(run, before)).slice(0, query.limit)
        : withParts(db, await searchRuns(db, filter, page)),
    );
    const last = items.at(-1);
    return { items, ...(last && items.length === query.limit ? { cursor: `${atOf(last)}~${last.id}` } : {}) };
  };

const atOf = (run: WorkflowRun) => Date.parse(run.endedAt ?? run.startedAt);

const isAfter = (run: WorkflowRun, before: { at: Date; id: string }) =>
  atOf(run) < before.at.getTime() || (atOf(run) === before.at.getTime() && run.id < before.id);

const parseCursor = (cursor: string) => {
  const match = /^(\d{1,15})~(wf_[0-9A-Za-z]{16,40})$/.exec(cursor);
  const at = storable(new Date(Math.min(Number(match?.[1] ?? 0), 8e15)).toISOString());
  if (!match?.[2]) throw wrongCursor();
  return { at, id: match[2] };
};

export const find =
  (deps: Pick<WorkflowsDeps, "database">) =>
  (id: string): Promise<WorkflowRun> =>
    deps.database.snapshot(async (db) => {
      const [run] = await withParts(db, await findRuns(db, [id]));
      if (!run) throw runNotFound();
      return run;
    });
