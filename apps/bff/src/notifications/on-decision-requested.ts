import type { JobHandler } from "../platform/jobs/jobs.ts";
import { enqueueNotice } from "./enqueue.ts";
import { escalateDecision } from "./escalation/decisions.ts";
import { listening } from "./notify.ts";
import type { NotificationsDeps } from "./notifications.types.ts";

/** Tells every device that takes notifications, by its policy; of what is risky or dear to wait for, further ones follow until somebody takes it. */
export const onDecisionRequested =
  (deps: NotificationsDeps): JobHandler<{ requestId: string }> =>
  async ({ requestId }) => {
    const { database, decisions } = deps;
    const stored = await decisions.find(database.db, requestId);
    if (stored?.request.status !== "pending") return;
    const { request } = stored;
    await database.transaction(async (work) => {
      const devices = await listening(deps, work);
      await enqueueNotice(deps, work, { kind: "decision", topic: `decision.${request.risk}`, requestId, devices });
      await escalateDecision(deps, work, request);
    });
  };
