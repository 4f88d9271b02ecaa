import { requestBounds } from "../../platform/http/timings.ts";
import type { Metric } from "../catalogue.ts";

const own = { type: "gauge", of: "process" } as const;

/** Of the one process that answers. Beside these stand `process_*` and `nodejs_*`, by prom-client. */
export const processMetrics = {
  beckon_process_info: { ...own, help: "1, with the version of this process.", labels: ["version", "engine"] },
  beckon_process_ready: { ...own, help: "Whether what this process needs answers, as GET /ready tells.", labels: ["check"] },
  beckon_process_database_ping_seconds: { ...own, help: "How long the database took to answer this process.", labels: [] },
  beckon_process_streams: { ...own, help: "Apps with a live stream to this process.", labels: [] },
  beckon_process_reading_age_seconds: { ...own, help: "How old the system's figures are in this answer.", labels: [] },
  beckon_process_reading_duration_seconds: { ...own, help: "How long this process took to read the system's figures.", labels: [] },
  beckon_process_signals_total: {
    ...{ type: "counter", of: "process" },
    help: "Signals that this process took and that had not been told before.",
    labels: [],
  },
  beckon_process_http_request_duration_seconds: {
    ...{ type: "histogram", of: "process" },
    help: "How long requests took until their answer began, by route and class of status. Ingest, hooks and webhooks are among them; long polls are as long as they wait.",
    labels: ["method", "route", "status"],
    buckets: requestBounds,
  },
} as const satisfies Record<string, Metric>;
