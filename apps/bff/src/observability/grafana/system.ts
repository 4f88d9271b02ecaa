import { each, eachQuantile, growth, largest, total } from "../query.ts";
import type { Thresholds } from "./overview.ts";
import type { Dashboard } from "./panels.ts";

const rate = "$__rate_interval";

/** Whether Beckon itself is well: its database, jobs, notifications, and each of its processes. */
export const system = (threshold: Thresholds): Dashboard => ({
  uid: "beckon-system",
  title: "Beckon: system health",
  description: "Database, jobs, notifications, what comes in, and each process of the server.",
  variables: [],
  rows: [
    {
      title: "Together",
      panels: [
        {
          ...{
            title: "Alerts that fire",
            description: "By kind; muted ones are silenced or follow from another.",
            type: "timeseries",
            unit: "none",
            path: "/alerts",
          },
          queries: [{ expr: `${total("beckon_alerts", { by: ["kind", "state"] })} or vector(0)`, legend: "{{kind}} {{state}}" }],
        },
        {
          ...{
            title: "Jobs at hand",
            description: "Due, under way and tried again.",
            type: "timeseries",
            unit: "none",
            path: "/settings/health",
          },
          queries: [{ expr: `${total("beckon_jobs", { by: ["state"] })} or vector(0)`, legend: "{{state}}" }],
        },
        {
          ...{
            title: "The job that is longest due",
            description: "How long it waits.",
            type: "timeseries",
            unit: "s",
            path: "/settings/health",
          },
          ...threshold("job_backlog"),
          queries: [{ expr: largest("beckon_job_oldest_due_seconds"), legend: "due" }],
        },
        {
          ...{
            title: "Jobs that failed, per hour",
            description: "After all tries.",
            type: "timeseries",
            unit: "none",
            path: "/settings/health",
          },
          queries: [
            { expr: growth("beckon_jobs_ended_total", "1h", { by: ["queue"], where: { outcome: "failed" } }), legend: "{{queue}}" },
          ],
        },
        {
          ...{
            title: "Notifications, per hour",
            description: "How far they got.",
            type: "timeseries",
            unit: "none",
            path: "/settings/notifications",
          },
          queries: [{ expr: growth("beckon_deliveries_total", "1h", { by: ["outcome"] }), legend: "{{outcome}}" }],
        },
        {
          ...{
            title: "Devices out of reach",
            description: "Since when pushes to the longest failing one fail.",
            type: "timeseries",
            unit: "s",
          },
          ...{ path: "/settings/notifications", ...threshold("push_failing") },
          queries: [{ expr: largest("beckon_push_failing_seconds"), legend: "failing" }],
        },
        {
          ...{
            title: "Calls to model providers that failed",
            description: "Of the last five minutes.",
            type: "timeseries",
            unit: "percentunit",
            path: "/fleet",
          },
          ...threshold("provider_errors"),
          queries: [
            { expr: largest("beckon_provider_error_ratio", { by: ["provider"], where: { window: "5m" } }), legend: "{{provider}}" },
          ],
        },
        {
          ...{
            title: "Since anything was heard",
            description: "Of any agent, while agents are at work.",
            type: "timeseries",
            unit: "s",
            path: "/fleet",
          },
          ...threshold("no_data"),
          queries: [{ expr: largest("beckon_ingest_silence_seconds"), legend: "silence" }],
        },
        {
          ...{ title: "Webhooks, per hour", description: "By what became of them.", type: "timeseries", unit: "none", path: "/connect" },
          queries: [{ expr: growth("beckon_webhooks_total", "1h", { by: ["outcome"] }), legend: "{{outcome}}" }],
        },
        {
          ...{ title: "Size of the database", description: "On its disk.", type: "timeseries", unit: "bytes", path: "/settings/health" },
          queries: [{ expr: largest("beckon_database_size_bytes"), legend: "size" }],
        },
        {
          ...{
            title: "Names without series of their own",
            description: 'More than these do not fit; they are added up as "other".',
            type: "timeseries",
          },
          ...{ unit: "none", path: "/settings/health" },
          queries: [{ expr: largest("beckon_metrics_folded_values", { by: ["label"] }), legend: "{{label}}" }],
        },
      ],
    },
    {
      title: "Each process",
      panels: [
        {
          ...{
            title: "Answers of the database",
            description: "How long it takes to answer the simplest question.",
            type: "timeseries",
            unit: "s",
            path: "/settings/health",
          },
          ...threshold("database_slow"),
          queries: [{ expr: each("beckon_process_database_ping_seconds"), legend: "{{instance}}" }],
        },
        {
          ...{ title: "What works", description: "1: it answers.", type: "timeseries", unit: "none", path: "/settings/health", max: 1 },
          queries: [{ expr: each("beckon_process_ready", { by: ["check"] }), legend: "{{check}}, {{instance}}" }],
        },
        {
          ...{
            title: "Requests",
            description: "A second, by class of status.",
            type: "timeseries",
            unit: "ops",
            path: "/settings/health",
            stacked: true,
          },
          queries: [{ expr: `sum by (status) (rate(beckon_process_http_request_duration_seconds_count[${rate}]))`, legend: "{{status}}" }],
        },
        {
          ...{
            title: "Time of requests, 95 %",
            description: "By route, without live streams and long polls.",
            type: "timeseries",
            unit: "s",
            path: "/settings/health",
          },
          queries: [
            {
              expr: eachQuantile(0.95, "beckon_process_http_request_duration_seconds", rate, { by: ["route"], where: { status: "2xx" } }),
              legend: "{{route}}",
            },
          ],
        },
        {
          ...{ title: "Signals", description: "New ones, a second.", type: "timeseries", unit: "ops", path: "/fleet" },
          queries: [{ expr: `sum by (instance) (rate(beckon_process_signals_total[${rate}]))`, legend: "{{instance}}" }],
        },
        {
          ...{
            title: "Open apps",
            description: "With a live stream.",
            type: "timeseries",
            unit: "none",
            path: "/settings/devices",
            stacked: true,
          },
          queries: [{ expr: each("beckon_process_streams"), legend: "{{instance}}" }],
        },
        {
          ...{ title: "Memory", description: "Resident.", type: "timeseries", unit: "bytes", path: "/settings/health" },
          queries: [{ expr: "process_resident_memory_bytes and on (instance, job) beckon_process_info", legend: "{{instance}}" }],
        },
        {
          ...{ title: "CPU", description: "Of one core.", type: "timeseries", unit: "percentunit", path: "/settings/health" },
          queries: [
            { expr: `rate(process_cpu_seconds_total[${rate}]) and on (instance, job) beckon_process_info`, legend: "{{instance}}" },
          ],
        },
        {
          ...{
            title: "Event loop, 99 %",
            description: "How long other work holds it up.",
            type: "timeseries",
            unit: "s",
            path: "/settings/health",
          },
          queries: [{ expr: "nodejs_eventloop_lag_p99_seconds and on (instance, job) beckon_process_info", legend: "{{instance}}" }],
        },
        {
          ...{
            title: "Time to read these figures",
            description: "By this process, at most every few seconds.",
            type: "timeseries",
            unit: "s",
            path: "/settings/health",
          },
          queries: [{ expr: each("beckon_process_reading_duration_seconds"), legend: "{{instance}}" }],
        },
      ],
    },
  ],
});
