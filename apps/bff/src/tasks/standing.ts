import { distributionEfficiency, queue, taskSuccess, type Queue } from "@beckon/metrics/tasks";
import type { Db } from "../platform/db/database.ts";
import { activeByAgent, endedRows, queueRows } from "./figures.repository.ts";
import type { TasksDeps } from "./tasks.types.ts";

/** Ratios 0–1, null where nothing was counted. */
export type QueueStanding = {
  counts: Queue["counts"];
  oldestSeconds: number | null;
  /** The age of the oldest that no agent has taken. */
  pendingSeconds: number | null;
  distribution: number | null;
  /** Of tasks that ended in the last hours, by how many hours. */
  success: { hours: number; ratio: number | null; n: number }[];
  /** Assigned or in progress, by agent. */
  active: ReadonlyMap<string, number>;
};

/** How the team's work stands, by the definitions of METRICS; the demo fleet's is not in it. */
export const queueStanding =
  ({ clock }: Pick<TasksDeps, "clock">) =>
  async (db: Db, hours: readonly number[]): Promise<QueueStanding> => {
    const now = clock();
    const filter = { demo: false };
    const rows = await queueRows(db, filter);
    const { counts, value } = queue(rows, now.getTime());
    const waiting = queue(
      rows.filter(({ status }) => status === "pending"),
      now.getTime(),
    );
    const { value: share } = distributionEfficiency(counts);
    const success = [];
    for (const some of hours) {
      const { ended } = await endedRows(db, filter, { from: new Date(now.getTime() - some * 3_600_000), to: now });
      const of = (status: string) => ended.find((row) => row.status === status)?.count ?? 0;
      const { value: percent, n } = taskSuccess({ completed: of("completed"), failed: of("failed"), timedOut: of("timed_out") });
      success.push({ hours: some, ratio: ratio(percent), n });
    }
    return {
      counts,
      oldestSeconds: seconds(value),
      pendingSeconds: seconds(waiting.value),
      distribution: ratio(share),
      success,
      active: await activeByAgent(db, filter),
    };
  };

const seconds = (ms: number | null) => (ms === null ? null : ms / 1_000);
const ratio = (percent: number | null) => (percent === null ? null : percent / 100);
