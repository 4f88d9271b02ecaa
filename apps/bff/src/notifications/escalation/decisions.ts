import type { DecisionRequest, Risk } from "@beckon/contracts/decisions";
import type { EscalationPolicy } from "@beckon/contracts/escalation";
import type { Work } from "../../platform/db/database.ts";
import { escalateQueue, type NotificationsDeps } from "../notifications.types.ts";
import { readEscalationPolicy, updateEscalation } from "./escalations.repository.ts";
import { begin } from "./page.ts";

/** What a request's escalation is known by. */
export const decisionOccasion = (requestId: string): string => `decision/${requestId}`;

const rank: Record<Risk, number> = { low: 0, medium: 1, high: 2, critical: 3 };

/** Whether a request is told further while nobody takes it; `costMicros`: an hour of waiting, where it is known. */
export const escalates = (
  { fromRisk, fromCostPerHourMicros }: EscalationPolicy["decisions"],
  risk: Risk,
  costMicros: number | undefined,
): boolean =>
  (fromRisk !== null && rank[risk] >= rank[fromRisk]) ||
  (fromCostPerHourMicros !== null && costMicros !== undefined && costMicros >= fromCostPerHourMicros);

/** All devices have just been told, which was the first step: the second is set. */
export const escalateDecision = async (deps: NotificationsDeps, work: Work, request: DecisionRequest): Promise<void> => {
  if (request.agent.demo) return;
  const { policy } = await readEscalationPolicy(work.db);
  const cost = policy.decisions.fromCostPerHourMicros === null ? undefined : await deps.waitingCost(work.db, request.agent.id);
  if (!escalates(policy.decisions, request.risk, cost)) return;
  const second = policy.steps[1];
  const minutes = second?.afterMinutes ?? policy.repeat?.afterMinutes;
  if (minutes === undefined) return;
  const severity = request.risk === "critical" ? "critical" : "warning";
  const row = await begin(deps, work, {
    ...{ occasion: decisionOccasion(request.id), severity, notice: null, personId: null, requestId: request.id, title: request.title },
    ...{ policy: { steps: policy.steps, repeat: policy.repeat }, next: 1 },
  });
  if (!row) return;
  const nextAt = new Date(deps.clock().getTime() + minutes * 60_000);
  await updateEscalation(work.db, row.id, { nextAt });
  await deps.jobs.enqueue(work, escalateQueue, { escalationId: row.id, n: 1 }, { startAfter: nextAt });
};
