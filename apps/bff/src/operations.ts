import { createAlertsService, type AlertsOptions } from "./alerts/alerts.service.ts";
import { createObservabilityService } from "./observability/observability.service.ts";
import type { ObservabilityOptions } from "./observability/parts.ts";
import { createTimings, requestBounds } from "./platform/http/timings.ts";
import { createHealthService } from "./health/health.service.ts";
import type { HealthDeps } from "./health/health.types.ts";

/** What the parts that watch over the rest are made of. */
export type OperationsParts = AlertsOptions & HealthDeps & Omit<ObservabilityOptions, "alerts" | "timings">;

/** Alerts, metrics and health: what looks at all other parts, and none of them knows. */
export const createOperations = (parts: OperationsParts) => {
  const alerts = createAlertsService(parts);
  const health = createHealthService(parts);
  const timings = createTimings(requestBounds);
  const observability = createObservabilityService({ ...parts, alerts, timings });
  return { alerts, health, observability, timings };
};
