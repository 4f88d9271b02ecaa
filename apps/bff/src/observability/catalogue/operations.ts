import type { Metric } from "../catalogue.ts";

const gauge = { type: "gauge", of: "system" } as const;
const counter = { type: "counter", of: "system" } as const;

/** What the server itself does for the team, whichever of its processes did it. */
export const operationsMetrics = {
  beckon_alerts: {
    ...gauge,
    help: "Alerts that fire, by kind, severity and state: firing, acknowledged, silenced, or inhibited by another.",
    labels: ["kind", "severity", "state"],
  },
  beckon_provider_error_ratio: {
    ...gauge,
    help: "Share of the calls to a model provider that failed in a window, 0 to 1.",
    labels: ["provider", "window"],
  },
  beckon_deliveries_total: {
    ...counter,
    help: "Notifications by kind and how far they got: each step counts when it is reached.",
    labels: ["kind", "outcome"],
  },
  beckon_push_devices: { ...gauge, help: "Devices with notifications, by whether they reach them.", labels: ["state"] },
  beckon_push_failing_seconds: {
    ...gauge,
    help: "How long the device that is longest out of reach has been so; 0 without one.",
    labels: [],
  },
  beckon_webhooks_total: {
    ...counter,
    help: "Webhook deliveries that came for the first time, by what became of them.",
    labels: ["outcome"],
  },
  beckon_webhook_duration_seconds: {
    ...{ type: "histogram", of: "system" },
    help: "How long it took to take a webhook delivery.",
    labels: [],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  },
  beckon_jobs: { ...gauge, help: "Jobs that are not over, by queue and state.", labels: ["queue", "state"] },
  beckon_job_oldest_due_seconds: { ...gauge, help: "How long the job that is longest due waits; 0 without one.", labels: [] },
  beckon_jobs_ended_total: { ...counter, help: "Jobs that ended, by queue and outcome.", labels: ["queue", "outcome"] },
  beckon_database_size_bytes: { ...gauge, help: "Size of the database on its disk.", labels: [] },
  beckon_metrics_folded_values: {
    ...gauge,
    help: 'Values of a label that have no series of their own, because there are too many: they are added up as "other", or left out where that would say nothing.',
    labels: ["label"],
  },
} as const satisfies Record<string, Metric>;
