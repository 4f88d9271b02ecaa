import type { JobHandler } from "../platform/jobs/jobs.ts";
import { enqueueNotice } from "./enqueue.ts";
import { remindQueue, type NotificationsDeps } from "./notifications.types.ts";
import { listSubscribed } from "./subscriptions.repository.ts";

type Snoozed = { requestId: string; personId: string; until: string };

/** Sets the reminder for the moment at which the snooze ends. */
export const onDecisionSnoozed =
  (deps: NotificationsDeps): JobHandler<Snoozed> =>
  async (snoozed) =>
    deps.database.transaction((work) => deps.jobs.enqueue(work, remindQueue, snoozed, { startAfter: new Date(snoozed.until) }));

/** The snooze has ended: if the person neither changed it nor anybody answered, their devices are told again. */
export const remind =
  (deps: NotificationsDeps): JobHandler<Snoozed> =>
  async ({ requestId, personId, until }) => {
    const { database, decisions } = deps;
    const snooze = await decisions.findSnooze(database.db, requestId, personId);
    const stored = await decisions.find(database.db, requestId);
    if (snooze?.until !== until || stored?.request.status !== "pending") return;
    const own = (await deps.devices.active(database.db)).filter((device) => device.personId === personId);
    const subscribed = new Set(
      (
        await listSubscribed(
          database.db,
          own.map(({ id }) => id),
        )
      ).map(({ deviceId }) => deviceId),
    );
    const devices = own.filter(({ id }) => subscribed.has(id));
    await database.transaction(
      async (work) => void (await enqueueNotice(deps, work, { kind: "reminder", requestId, occasion: until, devices })),
    );
  };
