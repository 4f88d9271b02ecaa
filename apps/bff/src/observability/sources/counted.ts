import { longBuckets } from "../catalogue/work.ts";
import { metricOf } from "../catalogue.ts";
import type { Source, Sums } from "../counting.ts";
import type { Slices } from "../parts.ts";
import { endedJobs } from "../../platform/jobs/job-figures.ts";
import { startOfQuarter, quarterMs } from "../../platform/keys.ts";

const hourMs = 3_600_000;
/** Agents tell late what happened while they were without network: by a day at most it is counted. */
const late = 24 * hourMs;

/** All that is counted by when it happened. */
export const countedSources = ({ tasks, workflows, attention, coordination, notifications, github }: Slices): Source[] => [
  {
    name: "tasks",
    lagMs: late,
    read: async (db, span) => {
      const { ended, durations } = await tasks.totals.ended(db, span, longBuckets);
      return { beckon_tasks_ended_total: ended, beckon_task_duration_seconds: durations };
    },
  },
  {
    name: "workflows",
    lagMs: late,
    read: async (db, span) => {
      const { runs, stages, waits, resumes } = await workflows.totals.ended(db, span, longBuckets);
      return {
        beckon_workflow_runs_ended_total: runs,
        beckon_workflow_stage_duration_seconds: stages,
        beckon_workflow_suspension_seconds: waits,
        beckon_workflow_resumes_total: resumes,
      };
    },
  },
  {
    name: "attention",
    lagMs: hourMs,
    read: async (db, span) => {
      const { asked, ended, answers, waitingSeconds, shown } = await attention.totals(
        db,
        span,
        metricOf("beckon_decision_answer_seconds").buckets ?? [],
      );
      return {
        beckon_decisions_asked_total: asked,
        beckon_decisions_ended_total: ended,
        beckon_decision_answer_seconds: answers,
        beckon_agent_waiting_seconds_total: [{ labels: {}, value: waitingSeconds }],
        beckon_interruptions_total: [{ labels: {}, value: shown }],
      };
    },
  },
  {
    name: "coordination",
    lagMs: late,
    // Kept by quarters of an hour: the one under way belongs to what is newest.
    read: async (db, { from, to }) => {
      const { ended, failures } = await coordination.totals(db, { from, to: new Date(startOfQuarter(to.getTime() + quarterMs - 1)) });
      return { beckon_coordinations_total: ended, beckon_coordination_failures_total: failures };
    },
  },
  {
    name: "deliveries",
    lagMs: late,
    read: async (db, span) => ({ beckon_deliveries_total: await notifications.totals(db, span) }),
  },
  {
    name: "webhooks",
    lagMs: hourMs,
    read: async (db, span) => {
      const { taken, took } = await github.totals(db, span, metricOf("beckon_webhook_duration_seconds").buckets ?? []);
      return { beckon_webhooks_total: taken, beckon_webhook_duration_seconds: took };
    },
  },
  { name: "jobs", lagMs: hourMs, read: async (db, span) => ({ beckon_jobs_ended_total: await endedJobs(db, span) }) },
];

const dollars = (micros: number) => micros / 1_000_000;

/** What sums that are kept for ever have. */
export const keptSums = ({ usage }: Slices): Sums[] => [
  {
    name: "usage",
    read: async (db) => {
      const models = await usage.totals.models(db);
      const by = (of: (one: (typeof models)[number]) => number) => models.map((one) => ({ labels: { model: one.model }, value: of(one) }));
      const kinds = {
        input: "input",
        output: "output",
        cache_read: "cacheRead",
        cache_write: "cacheWrite",
        reasoning: "reasoning",
      } as const;
      return {
        beckon_cost_billed_dollars_total: by(({ billedMicros }) => dollars(billedMicros)),
        beckon_cost_plan_dollars_total: by(({ planMicros }) => dollars(planMicros)),
        beckon_cost_api_equivalent_dollars_total: by(({ micros }) => dollars(micros)),
        beckon_tokens_total: Object.entries(kinds).flatMap(([kind, name]) =>
          models.map((one) => ({ labels: { model: one.model, kind }, value: one[name] })),
        ),
        beckon_model_calls_total: by(({ calls }) => calls),
        beckon_unpriced_records_total: by(({ unpriced }) => unpriced),
      };
    },
  },
];
