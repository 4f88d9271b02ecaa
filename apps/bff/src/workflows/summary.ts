import type { WorkflowSummary, workflowSummaryQuery } from "@beckon/contracts/workflows";
import { spread as spreadOf } from "@beckon/metrics/quantile";
import { isStuckRun } from "@beckon/metrics/stuck-run";
import { durations, resumeSuccess, stageDurations, suspensionWaits } from "@beckon/metrics/workflows";
import type { z } from "zod";
import type { Db } from "../platform/db/database.ts";
import { bucketsOf } from "../platform/calendar.ts";
import { storable } from "../platform/storable.ts";
import { withParts } from "./load-runs.ts";
import { toFilter } from "./search.ts";
import { endedRuns, endedStages, suspensionsIn, type Window } from "./summary.repository.ts";
import { windowEmpty, windowTooLong } from "./workflows.errors.ts";
import { openRuns, type RunFilter } from "./workflows.repository.ts";
import type { WorkflowsDeps } from "./workflows.types.ts";

export type SummaryQuery = z.output<typeof workflowSummaryQuery>;

const dayMs = 86_400_000;
const usualDays = 7;
const mostDays = 400;
/** Of the agents side by side: those with most stages. */
const mostAgents = 100;
const mostOpen = 10_000;

type Spread = { n: number; p50: number | null; p95: number | null };
const plain = ({ n, p50, p95 }: Spread): Spread => ({ n, p50, p95 });

/** How runs went in a window, by METRICS. */
export const summarize =
  (deps: Pick<WorkflowsDeps, "database" | "clock" | "agents">) =>
  async (query: SummaryQuery): Promise<WorkflowSummary> => {
    const asOf = deps.clock();
    const window = windowOf(query, asOf);
    return deps.database.snapshot(async (db) => {
      const demo = await deps.agents.onlyDemo(db);
      const { agent, task, role } = query;
      const filter = { ...toFilter({ agent, task, role }), demo };
      const ended = (await endedRuns(db, filter, window)).map((run) => ({ ...run, ...spanOf(run) }));
      const stages = await endedStages(db, filter, window);
      // What was skipped took no time, and of what was told by its end alone nobody knows how long it took.
      const timed = stages.filter(({ startedAt, status }) => startedAt !== null && status !== "skipped");
      return {
        window: { from: window.from.toISOString(), to: window.to.toISOString(), timeZone: query.tz },
        asOf: asOf.toISOString(),
        ...(demo ? { demo: true } : {}),
        runs: await countRuns(db, { filter, ended, now: asOf }),
        stages: stageDurations(timed.map((stage) => ({ stage: stage.name, ...spanOf(stage) }))).map(({ stage, ...rest }) => ({
          name: stage,
          ...plain(rest),
        })),
        ...(await suspensionFigures(db, filter, window)),
        agents: sideBySide(stages),
        trend: byDay(ended, window, query.tz),
      };
    });
  };

const windowOf = ({ from, to }: SummaryQuery, now: Date): Window => {
  const end = to === undefined ? now : storable(to);
  const start = from === undefined ? new Date(Math.max(0, end.getTime() - usualDays * dayMs)) : storable(from);
  if (start >= end) throw windowEmpty();
  if (end.getTime() - start.getTime() > mostDays * dayMs) throw windowTooLong();
  return { from: start, to: end };
};

const spanOf = ({ startedAt, endedAt }: { startedAt: Date | null; endedAt: Date | null }) => ({
  startedAt: startedAt?.toISOString() ?? "",
  endedAt: endedAt?.toISOString(),
});

type Counting = { filter: RunFilter; ended: readonly { status: string }[]; now: Date };

const countRuns = async (db: Db, { filter, ended, now }: Counting): Promise<WorkflowSummary["runs"]> => {
  const open = await withParts(db, await openRuns(db, filter, mostOpen));
  const count = (status: string) => ended.filter((run) => run.status === status).length;
  return {
    running: open.filter(({ status }) => status === "running").length,
    suspended: open.filter(({ status }) => status === "suspended").length,
    succeeded: count("succeeded"),
    failed: count("failed"),
    cancelled: count("cancelled"),
    stuck: open.filter((run) => isStuckRun(run, now.getTime())).length,
  };
};

const suspensionFigures = async (
  db: Db,
  filter: RunFilter,
  { from, to }: Window,
): Promise<Pick<WorkflowSummary, "suspensions" | "resume">> => {
  const rows = await suspensionsIn(db, filter, { from, to });
  const over = rows.flatMap(({ waitsFor, since, resumedAt }) =>
    resumedAt && resumedAt >= from && resumedAt < to
      ? [{ waitsFor, suspendedAt: since.toISOString(), resumedAt: resumedAt.toISOString() }]
      : [],
  );
  const tries = rows
    .flatMap(({ attempts }) => attempts)
    .filter(({ at }) => at >= from.toISOString() && at < to.toISOString())
    .map(({ at, ok }) => ({ startedAt: at, endedAt: at, ok }));
  const { value, n } = resumeSuccess(tries);
  return {
    suspensions: (["event", "person"] as const).map((waitsFor) => ({
      waitsFor,
      ...plain(suspensionWaits(over.filter((one) => one.waitsFor === waitsFor))),
    })),
    resume: { value, n },
  };
};

type EndedStage = Awaited<ReturnType<typeof endedStages>>[number];

/** Who had which stage, how long it took them and how it ended. Skipped ones were nobody's work. */
const sideBySide = (stages: readonly EndedStage[]): WorkflowSummary["agents"] => {
  const worked = stages.flatMap((stage) => {
    const own = stage.agentName !== null;
    const name = own ? stage.agentName : stage.runAgentName;
    const id = (own ? stage.agentId : stage.runAgentId) ?? undefined;
    return name === null || stage.status === "skipped" ? [] : [{ ...stage, who: { id, name } }];
  });
  const groups = [...Map.groupBy(worked, ({ who, name }) => JSON.stringify([who.id ?? null, who.id ? "" : who.name, name])).values()];
  return groups
    .toSorted((a, b) => b.length - a.length)
    .slice(0, mostAgents)
    .map((group) => {
      const [first] = group as [(typeof group)[0]];
      return {
        ...(first.who.id ? { id: first.who.id } : {}),
        name: first.who.name,
        stage: first.name,
        duration: plain(durations(group.map(spanOf))),
        succeeded: group.filter(({ status }) => status === "succeeded").length,
        failed: group.filter(({ status }) => status === "failed").length,
      };
    });
};

type Ended = { status: string; startedAt: string; endedAt: string | undefined };

const byDay = (ended: readonly Ended[], { from, to }: Window, timeZone: string): WorkflowSummary["trend"] => {
  const days = bucketsOf("day", { from: from.getTime(), to: to.getTime(), timeZone }, mostDays + 1);
  return days.map((day) => {
    const own = ended.filter(({ endedAt = "" }) => Date.parse(endedAt) >= day.from && Date.parse(endedAt) < day.to);
    return {
      from: new Date(day.from).toISOString(),
      to: new Date(day.to).toISOString(),
      succeeded: own.filter(({ status }) => status === "succeeded").length,
      failed: own.filter(({ status }) => status === "failed").length,
      duration: own.length === 0 ? plain(spreadOf([])) : plain(durations(own)),
    };
  });
};
