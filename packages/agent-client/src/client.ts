import type { DecisionRequest, DecisionRequestInput, OutcomeInput } from "@beckon/contracts/decisions";
import { call } from "./call.ts";
import type { Call } from "./call.ts";
import { connect } from "./connection.ts";
import type { ClientOptions } from "./connection.ts";
import { keepAlive } from "./keep-alive.ts";
import type { KeepAliveOptions } from "./keep-alive.ts";
import { cancelDecision, reportOutcome } from "./report-outcome.ts";
import type { WriteOptions } from "./report-outcome.ts";
import { requestDecision } from "./request-decision.ts";
import type { RequestDecisionOptions } from "./request-decision.ts";
import { waitForDecision } from "./wait-for-decision.ts";
import type { WaitOptions } from "./wait-for-decision.ts";

/**
 * Everything a program needs to ask a person and go on with the answer.
 *
 * ```ts
 * const beckon = createClient({ url: "http://localhost:8787", token });
 * const asked = await beckon.requestDecision({ kind: "permission", title: "Deploy?" });
 * const { decision } = await beckon.waitForDecision(asked.id);
 * ```
 *
 * @throws InvalidOptionError when the address or the token cannot be right.
 */
export function createClient(options: ClientOptions) {
  const connection = connect(options);
  return {
    /** The server's address, without a slash at its end. */
    url: connection.base,
    /** Asks; see `requestDecision`. */
    requestDecision: (input: DecisionRequestInput, options?: RequestDecisionOptions): Promise<DecisionRequest> =>
      requestDecision(connection, input, options),
    /** Waits until the request is no longer pending; see `waitForDecision`. */
    waitForDecision: (id: string, options?: WaitOptions): Promise<DecisionRequest> => waitForDecision(connection, id, options),
    /** Reports executed or failed; see `reportOutcome`. */
    reportOutcome: (id: string, outcome: OutcomeInput, options?: WriteOptions): Promise<DecisionRequest> =>
      reportOutcome(connection, { ...outcome, id }, options),
    /** Withdraws a request; `reason` of at most 500 characters. */
    cancelDecision: (id: string, reason: string, options?: WriteOptions): Promise<DecisionRequest> =>
      cancelDecision(connection, { id, reason }, options),
    /** Signs of life, and what people say to the run; see `keepAlive`. */
    keepAlive: (options: KeepAliveOptions): Promise<void> => keepAlive(connection, options),
    /** Any other route of the API, tried once. */
    call: <T = void>(request: Call<T>): Promise<T> => call(connection, request),
  };
}

export type Client = ReturnType<typeof createClient>;
