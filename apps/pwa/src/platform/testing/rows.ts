import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { SyncAnswer, SyncChange } from "@beckon/contracts/sync";

/** A request as the server would send it, for tests. */
export function aRequest(id: string, more: Partial<DecisionRequest> = {}): DecisionRequest {
  return {
    id,
    kind: "permission",
    title: `May ${id} run?`,
    options: [
      { id: "approve", label: "Approve", tone: "approve" },
      { id: "deny", label: "Deny", tone: "deny" },
    ],
    allowText: false,
    action: { tool: "Bash", command: `echo ${id}` },
    actionHash: `sha256:${id}`,
    risk: "low",
    riskReasons: [],
    agent: { id: "ag_1", name: "builder" },
    status: "pending",
    askedAt: "2026-11-21T09:00:00.000Z",
    ...more,
  };
}

export const decided = (id: string, option: string, more: Partial<DecisionRequest> = {}): DecisionRequest =>
  aRequest(id, {
    status: "decided",
    resolvedAt: "2026-11-21T09:05:00.000Z",
    decision: { option, decidedAt: "2026-11-21T09:05:00.000Z", decidedBy: { kind: "person", name: "Ada", device: "laptop" } },
    ...more,
  });

export const changeOf = (value: DecisionRequest): SyncChange => ({ kind: "decisionRequest", id: value.id, value });

export const answerOf = (cursor: string, changes: SyncChange[], more: Partial<SyncAnswer> = {}): SyncAnswer => ({
  changes,
  tombstones: [],
  cursor,
  reset: false,
  more: false,
  asOf: "2026-11-21T09:10:00.000Z",
  ...more,
});
