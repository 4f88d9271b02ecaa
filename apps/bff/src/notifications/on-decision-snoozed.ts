import type { JobHandler } from "../platform/jobs/jobs.ts";
import { enqueueNotice } from "./enqueue.ts";
import { listening } from "./notify.ts";
import { acknowledged } from "./escalation/page.ts";
import { decisionOccasion } from "./escalation/decisions.ts";
import { remindQueue, type NotificationsDeps } from "./notifications.types.ts";

type Snoozed = { requestId: string; personId: string; until: string };

/** Sets the reminder for the moment at which the snooze ends; who snoozes has seen it, and nobody else is told. */
export const onDecisionSnoozed =
  (deps: NotificationsDeps): JobHandler<Snoozed> =>
  async (snoozed) =>
    deps.database.transaction(async (work) => {
      await acknowledged(deps)(work, decisionOccasion(snoozed.requestId), { kind: "person", id: snoozed.personId });
      await deps.jobs.enqueue(work, remindQueue, snoozed, { startAfter: new Date(snoozed.until) });
    });

/** The snooze has ended: if the person neither changed it nor anybody answered, their devices are told again. */
export const remind =
  (deps: NotificationsDeps): JobHandler<Snoozed> =>
  async ({ requestId, personId, until }) => {
    const { database, decisions } = deps;
    const snooze = await decisions.findSnooze(database.db, requestId, personId);
    const stored = await decisions.find(database.db, requestId);
    if (snooze?.until !== until || stored?.request.status !== "pending") return;
    const devices = (await listening(deps, database)).filter((device) => device.personId === personId);
    await database.transaction(
      async (work) => void (await enqueueNotice(deps, work, { kind: "reminder", topic: "reminder", requestId, occasion: until, devices })),
    );
  };
