import type { HealingRule, HealingRun, TakenStep } from "@beckon/contracts/healing";
import type { RuleRow, RunRow, StepRow } from "./healing.table.ts";

const iso = (at: Date) => at.toISOString();

export const toTakenStep = (row: StepRow): TakenStep => ({
  id: row.id,
  act: row.act,
  fault: row.fault,
  subject: row.subject,
  reason: row.reason,
  evidence: row.evidence,
  since: iso(row.since),
  ...(row.likelihood ? { likelihood: row.likelihood } : {}),
  ...(row.refusedBy ? { refusedBy: row.refusedBy } : {}),
  ...(row.until ? { until: iso(row.until) } : {}),
  ...(row.to ? { to: row.to } : {}),
  state: row.state,
  commandIds: row.commandIds,
  ...(row.requestId ? { requestId: row.requestId } : {}),
  ...(row.result ? { result: row.result } : {}),
  ...(row.startedAt ? { startedAt: iso(row.startedAt) } : {}),
  ...(row.endedAt ? { endedAt: iso(row.endedAt) } : {}),
  ...(row.outcome ? { outcome: row.outcome } : {}),
  ...(row.outcomeNote ? { outcomeNote: row.outcomeNote } : {}),
  ...(row.answer ? { answer: row.answer } : {}),
});

export const toRun = (row: RunRow, steps: readonly StepRow[]): HealingRun => ({
  id: row.id,
  mode: row.mode,
  limits: row.limits,
  by: row.by,
  state: row.state,
  startedAt: iso(row.startedAt),
  ...(row.endedAt ? { endedAt: iso(row.endedAt) } : {}),
  steps: steps.filter(({ runId }) => runId === row.id).map(toTakenStep),
  left: row.left,
  ...(row.demo ? { demo: true } : {}),
});

export const toRule = (row: RuleRow): HealingRule => ({
  id: row.id,
  mode: row.mode,
  scope: row.scope,
  limits: row.limits,
  everyMinutes: row.everyMinutes,
  ...(row.until ? { until: iso(row.until) } : {}),
  by: row.by,
  at: iso(row.at),
  ...(row.lookedAt ? { lookedAt: iso(row.lookedAt) } : {}),
  ...(row.offAt ? { offAt: iso(row.offAt) } : {}),
  ...(row.offBy ? { offBy: row.offBy } : {}),
});
