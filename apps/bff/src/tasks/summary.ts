import type { TaskSummary, TaskSummaryQuery } from "@beckon/contracts/task-summary";
import { balance, distributionEfficiency, queue, taskSuccess, throughput } from "@beckon/metrics/tasks";
import type { Db } from "../platform/db/database.ts";
import { storable } from "../platform/storable.ts";
import { activeByAgent, endedRows, queueRows, type FigureFilter } from "./figures.repository.ts";
import { liveAgents } from "./live-agents.ts";
import { windowEmpty } from "./tasks.errors.ts";
import type { TasksDeps } from "./tasks.types.ts";

const usualHours = 24;

/** The queue of now, and what became of the work in a window, by the definitions of METRICS. */
export const summarize =
  (deps: TasksDeps) =>
  async (query: TaskSummaryQuery): Promise<TaskSummary> => {
    const asOf = deps.clock();
    const window = windowOf(query, asOf);
    return deps.database.snapshot(async (db) => {
      const filter = { demo: await demoIn(deps, db, query), ...partsOf(query) };
      const queued = queue(await queueRows(db, filter), asOf.getTime());
      const { ended, durations } = await endedRows(db, filter, window);
      const of = (status: string) => ended.find((row) => row.status === status)?.count ?? 0;
      const tally = { completed: of("completed"), failed: of("failed"), cancelled: of("cancelled"), timedOut: of("timed_out") };
      const success = taskSuccess(tally);
      const told = { from: window.from.toISOString(), to: window.to.toISOString() };
      const { value: oldestMs } = queued;
      return {
        window: told,
        asOf: asOf.toISOString(),
        ...(filter.demo ? { demo: true } : {}),
        queue: {
          pending: queued.counts.pending,
          assigned: queued.counts.assigned,
          inProgress: queued.counts.in_progress,
          blocked: queued.counts.blocked,
          oldestAt: oldestMs === null ? null : new Date(asOf.getTime() - oldestMs).toISOString(),
          oldestSeconds: oldestMs === null ? null : oldestMs / 1_000,
        },
        ended: tally,
        success: { value: success.value, n: success.n, low: success.interval?.low ?? null, high: success.interval?.high ?? null },
        throughput: figure(throughput(tally.completed, { window: told })),
        duration: durations,
        distribution: figure(distributionEfficiency(queued.counts)),
        balance: figure(balance(await loads(deps, db, filter))),
      };
    });
  };

const figure = ({ value, n }: { value: number | null; n: number }) => ({ value, n });

/** Of live agents alone: nobody gives work to those that are away. */
const loads = async (deps: TasksDeps, db: Db, filter: FigureFilter): Promise<number[]> => {
  const active = await activeByAgent(db, filter);
  const live = (await liveAgents(deps, db)).filter(
    ({ agent }) => (agent.demo ?? false) === filter.demo && (filter.role === undefined || agent.role === filter.role),
  );
  return live.filter(({ agent }) => filter.agent === undefined || agent.id === filter.agent).map(({ agent }) => active.get(agent.id) ?? 0);
};

/** The demo fleet's work stands in no figure beside real work: only by name, or while there is nobody else. */
const demoIn = async ({ agents }: TasksDeps, db: Db, { agent }: TaskSummaryQuery): Promise<boolean> =>
  agent === undefined ? agents.onlyDemo(db) : ((await agents.find(db, [agent]))[0]?.demo ?? false);

const partsOf = ({ agent, role, project }: TaskSummaryQuery) => ({
  ...(agent === undefined ? {} : { agent }),
  ...(role === undefined ? {} : { role }),
  ...(project === undefined ? {} : { project }),
});

const windowOf = (query: TaskSummaryQuery, now: Date) => {
  const to = query.to === undefined ? now : storable(query.to);
  const from = query.from === undefined ? new Date(Math.max(0, to.getTime() - usualHours * 3_600_000)) : storable(query.from);
  if (from >= to) throw windowEmpty();
  return { from, to };
};
