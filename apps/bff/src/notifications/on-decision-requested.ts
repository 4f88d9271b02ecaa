import type { JobHandler } from "../platform/jobs/jobs.ts";
import { enqueueNotice } from "./enqueue.ts";
import type { NotificationsDeps } from "./notifications.types.ts";
import { listSubscribed } from "./subscriptions.repository.ts";

/** Tells every device that takes notifications. */
export const onDecisionRequested =
  (deps: NotificationsDeps): JobHandler<{ requestId: string }> =>
  async ({ requestId }) => {
    const { database, decisions } = deps;
    const stored = await decisions.find(database.db, requestId);
    if (stored?.request.status !== "pending") return;
    const active = await deps.devices.active(database.db);
    const subscribed = new Set(
      (
        await listSubscribed(
          database.db,
          active.map(({ id }) => id),
        )
      ).map(({ deviceId }) => deviceId),
    );
    const devices = active.filter(({ id }) => subscribed.has(id));
    await database.transaction(async (work) => void (await enqueueNotice(deps, work, { kind: "decision", requestId, devices })));
  };
