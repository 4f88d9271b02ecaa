import type { JobHandler } from "../platform/jobs/jobs.ts";
import { OutboundError } from "../platform/outbound/outbound.ts";
import type { NotificationsDeps } from "./notifications.types.ts";

/**
 * Posts the settled request to the address its agent has left, until it is taken (2xx). An address that
 * our guard or the other side refuses is not tried again. What it answers is read by nobody.
 */
export const decisionCallback =
  (deps: Pick<NotificationsDeps, "database" | "decisions" | "outbound" | "logger">): JobHandler<{ requestId: string }> =>
  async ({ requestId }, { lastAttempt, attempt }) => {
    const stored = await deps.decisions.find(deps.database.db, requestId);
    if (!stored?.callbackUrl || stored.request.status === "pending") return;
    const giveUp = (reason: string) => deps.logger.warn({ requestId, attempt, reason }, "callback given up");
    const again = (reason: string) => {
      if (lastAttempt) return giveUp(reason);
      throw new Error(reason);
    };
    try {
      const { status } = await deps.outbound.post({
        url: stored.callbackUrl,
        headers: { "content-type": "application/json", "idempotency-key": requestId, "user-agent": "Beckon" },
        body: JSON.stringify(stored.request),
      });
      if (status >= 200 && status < 300) return;
      const passing = status >= 500 || status === 408 || status === 429;
      return passing ? again(`it answered ${status}`) : giveUp(`it answered ${status}`);
    } catch (error) {
      if (!(error instanceof OutboundError)) throw error;
      return error.kind === "refused" ? giveUp(error.message) : again(error.message);
    }
  };
