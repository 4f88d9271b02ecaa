import type { OutcomeBaseline, OutcomeBaselineInput } from "@beckon/contracts/outcomes";
import { actorOf } from "../access/callers.ts";
import type { Caller } from "../platform/http/env.ts";
import { newId } from "../platform/ids.ts";
import { historyOf } from "./baseline.ts";
import { insertBaseline, listBaselines, measuredHours, type BaselineRow } from "./baselines.repository.ts";
import { settleQueue, type OutcomesDeps } from "./outcomes.types.ts";
import { knownTypes } from "./task-type.ts";

const shown = (taskType: string, row: BaselineRow | undefined, measured: readonly number[]): OutcomeBaseline => ({
  taskType,
  words: row?.words ?? [],
  ...(row?.hours ? { hours: row.hours } : {}),
  ...(row ? { setAt: row.setAt.toISOString(), setBy: row.setBy } : {}),
  history: { n: measured.length, hours: historyOf(measured) },
});

/** Every type: the usual ones, and those that somebody named. */
export const readBaselines =
  ({ database }: OutcomesDeps) =>
  async (): Promise<{ items: OutcomeBaseline[] }> => {
    const newest = new Map((await listBaselines(database.db)).map((row) => [row.taskType, row]));
    const measured = await measuredHours(database.db);
    const types = [...new Set([...knownTypes, "other", ...newest.keys(), ...measured.keys()])];
    return { items: types.map((type) => shown(type, newest.get(type), measured.get(type) ?? [])) };
  };

/**
 * Says what a type takes people. Runs that began before keep what stood then; the outcomes of those that had nothing are
 * grade C by it.
 */
export const setBaseline =
  (deps: OutcomesDeps) =>
  async (caller: Caller, taskType: string, input: OutcomeBaselineInput): Promise<OutcomeBaseline> =>
    deps.database.transaction(async (work) => {
      const before = (await listBaselines(work.db)).findLast((row) => row.taskType === taskType);
      const now = deps.clock();
      const row: BaselineRow = {
        id: newId("bl", now.getTime()),
        taskType,
        hours: input.hours === undefined ? (before?.hours ?? null) : input.hours,
        words: [...new Set((input.words ?? before?.words ?? []).map((word) => word.trim().toLowerCase()).filter((word) => word !== ""))],
        setAt: now,
        setBy: actorOf(caller),
      };
      const measured = (await measuredHours(work.db)).get(taskType) ?? [];
      if (before && JSON.stringify([before.hours, before.words]) === JSON.stringify([row.hours, row.words]))
        return shown(taskType, before, measured);
      await insertBaseline(work.db, row);
      const { hours, words } = row;
      const detail = { hours, words, before: before ? { hours: before.hours, words: before.words } : null };
      await deps.audit.append(work, { actor: actorOf(caller), action: "outcome.baseline_set", subject: taskType, detail });
      // Other words may make other types of what there is.
      await deps.jobs.enqueue(
        work,
        settleQueue,
        JSON.stringify(words) === JSON.stringify(before?.words ?? []) ? { taskTypes: [taskType] } : {},
      );
      await deps.changed(work);
      return shown(taskType, row, measured);
    });
