import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { Delivery } from "@beckon/contracts/notifications";
import type { JobHandler } from "../platform/jobs/jobs.ts";
import { decisionOccasion } from "./escalation/decisions.ts";
import { settleRequest } from "./escalation/page.ts";
import { answeredBefore } from "./notifications.types.ts";
import { listOfRequest, markAnswered, markFailed } from "./deliveries.repository.ts";
import type { NotificationsDeps } from "./notifications.types.ts";
import { withdrawFrom } from "./withdraw.ts";

/** `deviceId`: on which the answer was given, if on one. */
type Resolved = { requestId: string; deviceId?: string };

/** The delivery on the device that answered: the newest one there, if the answer came from a notified device. */
export const answeringDelivery = (sent: Delivery[], request: DecisionRequest, deviceId: string | undefined): Delivery | undefined => {
  if (request.decision?.decidedBy.kind !== "person" || !deviceId) return undefined;
  return sent
    .filter((delivery) => delivery.deviceId === deviceId && delivery.status !== "held")
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0];
};

/** Settled: what is not sent yet stays unsent, what other devices show is replaced, and the delivery that answered says so. */
export const onDecisionResolved =
  (deps: NotificationsDeps): JobHandler<Resolved> =>
  async ({ requestId, deviceId }) => {
    const { database, clock } = deps;
    const stored = await deps.decisions.find(database.db, requestId);
    if (!stored) return;
    const sent = (await listOfRequest(database.db, requestId)).filter(({ kind }) => kind !== "withdraw");
    const untold = sent.filter(({ status }) => status === "queued" || status === "held").map(({ id }) => id);
    await markFailed(database.db, untold, { reason: answeredBefore, now: clock() });
    await database.transaction((work) => settleRequest(deps)(work, decisionOccasion(requestId)));

    const answering = answeringDelivery(sent, stored.request, deviceId);
    if (answering) await markAnswered(database.db, answering.id, new Date(stored.request.decision?.decidedAt ?? clock()));
    const showing = sent.filter(({ status, deviceId: id }) => (status === "accepted" || status === "shown") && id !== deviceId);
    const devices = [...new Map(showing.map((delivery) => [delivery.deviceId, delivery])).values()];
    await withdrawFrom(deps, stored.request, devices);
  };
