import type { Decision, DecisionRequest } from "@beckon/contracts/decisions";
import type { DecisionRequestRow } from "./decisions.table.ts";
import type { StoredDecision } from "./decisions.types.ts";

/** Drops what is absent, so that the wire holds no nulls. */
const present = <T extends Record<string, unknown>>(value: T) =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== null && entry !== undefined)) as {
    [K in keyof T]: Exclude<T[K], null>;
  };

const toDecision = ({ answererId: _, ...decision }: StoredDecision): Decision => decision;

export const toDecisionRequest = (row: DecisionRequestRow): DecisionRequest =>
  present({
    id: row.id,
    kind: row.kind,
    title: row.title,
    body: row.body,
    options: row.options,
    allowText: row.allowText,
    multiple: row.multiple || undefined,
    action: row.action,
    actionHash: row.actionHash,
    risk: row.risk,
    riskReasons: row.riskReasons,
    agent: row.agent,
    taskId: row.taskId,
    status: row.status,
    askedAt: row.askedAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString(),
    onExpiry: row.onExpiry,
    decision: row.decision && toDecision(row.decision),
    cancelReason: row.cancelReason,
    resolvedAt: row.resolvedAt?.toISOString(),
    outcome: row.outcome,
  }) as DecisionRequest;
