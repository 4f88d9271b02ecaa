import type { DecisionRequest } from "@beckon/contracts/decisions";

/** Requests that are open: whoever put them off until later has not answered. */
export type FleetRequests = readonly DecisionRequest[];

/** What one agent waits for. */
export type Asking = {
  oldest: DecisionRequest;
  /** The oldest of each run, by the agent's own id of the run. */
  ofSession: ReadonlyMap<string, DecisionRequest>;
  /** The oldest that belongs to none of these runs. */
  ofAgent(keys: readonly string[]): DecisionRequest | undefined;
};

/** Open requests by agent id. */
export function askingOf(requests: FleetRequests): Map<string, Asking> {
  const oldestFirst = [...requests].sort((a, b) => Date.parse(a.askedAt) - Date.parse(b.askedAt));
  return new Map(
    [...Map.groupBy(oldestFirst, ({ agent }) => agent.id)].map(([agentId, own]) => [
      agentId,
      {
        oldest: own[0] as DecisionRequest,
        ofSession: new Map(
          own.toReversed().flatMap((request) => (request.agent.sessionId === undefined ? [] : [[request.agent.sessionId, request]])),
        ),
        ofAgent: (keys) => own.find(({ agent }) => agent.sessionId === undefined || !keys.includes(agent.sessionId)),
      },
    ]),
  );
}
