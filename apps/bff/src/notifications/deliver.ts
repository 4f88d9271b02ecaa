import type { DecisionRequest } from "@beckon/contracts/decisions";
import type { Delivery } from "@beckon/contracts/notifications";
import type { JobHandler } from "../platform/jobs/jobs.ts";
import { makeCapability } from "./capability.ts";
import { findDelivery, markAccepted, markFailed, noteAttempt, type StoredDelivery } from "./deliveries.repository.ts";
import { findEscalation } from "./escalation/escalations.repository.ts";
import { hurry } from "./escalation/step.ts";
import { createLanes } from "./lanes.ts";
import { replaceOn } from "./notify.ts";
import { answeredBefore, deliverQueue, overBefore, type NotificationsDeps, type NotifiedDevice } from "./notifications.types.ts";
import { checkPayload, decisionPayload, genericPayload, noticePayload, testPayload, withdrawPayload, type Envelope } from "./payload.ts";
import { createPushSender, topicOf, type Push, type PushOutcome } from "./send-push.ts";
import {
  deleteSubscription,
  findSubscription,
  markGone,
  noteAccepted,
  noteFailed,
  otherKeyReason,
  type Subscription,
} from "./subscriptions.repository.ts";
import { keyId, vapidSubject, type VapidKeys } from "./vapid.ts";
import { withdrawFrom } from "./withdraw.ts";

const day = 86_400;
/** A service that fails for so long has most likely forgotten the device without saying so. */
const deadAfterMs = 14 * day * 1_000;
const laneFullMs = 300;

/** Seconds for which a push is worth delivering. */
const ttlOf = (kind: Delivery["kind"], request: DecisionRequest | undefined, now: Date): number => {
  if (kind === "test") return 300;
  if (kind === "withdraw") return 3_600;
  return request?.expiresAt ? Math.min(day, Math.max(1, (Date.parse(request.expiresAt) - now.getTime()) / 1_000)) : day;
};

type Target = {
  delivery: StoredDelivery;
  device: NotifiedDevice;
  subscription: Subscription;
  request: DecisionRequest | undefined;
};

/**
 * Sends one delivery. Runs as a job: once at a time, tried again after a failure that may pass, and,
 * when a process dies between the push and the note of it, once more (the phone replaces by tag).
 */
export const deliver = (deps: NotificationsDeps): JobHandler<{ deliveryId: string }> => {
  const { database, clock, decisions, config } = deps;
  const lanes = createLanes({ width: 5 });
  const subject = vapidSubject(config);

  /** Where nobody else of its step can hear it any more, the next step need not wait. */
  const fail = async ({ id, kind, escalationId, step }: Delivery, reason: string, attempted = false): Promise<void> => {
    await markFailed(database.db, [id], { reason, now: clock(), attempted });
    if (escalationId && step !== undefined && kind !== "withdraw") await hurry(deps, { escalationId, step });
  };

  /** All that a push needs, or why there is none. */
  const prepare = async (delivery: Target["delivery"], keys: VapidKeys): Promise<Target | string> => {
    const device = await deps.devices.find(database.db, delivery.deviceId);
    if (!device) {
      await deleteSubscription(database.db, delivery.deviceId);
      return "the device was revoked";
    }
    const subscription = await findSubscription(database.db, device.id);
    if (!subscription) return "this device takes no notifications";
    if (subscription.vapidKeyId !== keyId(keys)) return otherKeyReason;
    const request = delivery.requestId ? (await decisions.find(database.db, delivery.requestId))?.request : undefined;
    const waits = delivery.kind === "decision" || delivery.kind === "reminder";
    if (waits && (request?.status !== "pending" || (request.expiresAt && Date.parse(request.expiresAt) <= clock().getTime())))
      return answeredBefore;
    if (delivery.escalationId && delivery.kind === "notice") {
      const state = (await findEscalation(database.db, delivery.escalationId))?.state;
      if (state === "settled" || state === "acknowledged") return overBefore;
    }
    return { delivery, device, subscription, request };
  };

  const send = async (
    { delivery, device, subscription, request }: Target,
    keys: { vapid: VapidKeys; capability: string },
  ): Promise<PushOutcome> => {
    const now = clock();
    const sender = createPushSender({ outbound: deps.outbound, keys: keys.vapid, subject, now: clock });
    const requestId = request?.id;
    const envelope: Envelope = {
      kind: delivery.kind,
      deliveryId: delivery.id,
      publicOrigin: config.publicOrigin,
      device,
      escalated: delivery.escalationId !== undefined,
      pending: await decisions.countPending(database.db),
      capability: (answers) =>
        makeCapability(
          keys.capability,
          { deliveryId: delivery.id, deviceId: device.id, answers, ...(requestId ? { requestId } : {}) },
          now,
        ),
    };
    const payload = delivery.notice
      ? noticePayload(envelope, delivery.notice)
      : !request
        ? (delivery.kind === "check" ? checkPayload : testPayload)(envelope)
        : delivery.kind === "withdraw"
          ? withdrawPayload(envelope, request)
          : decisionPayload(envelope, request);
    const push: Push = {
      subscription,
      payload,
      ttlSeconds: ttlOf(delivery.kind, request, now),
      urgency: delivery.kind === "withdraw" || delivery.kind === "check" ? "normal" : "high",
      ...(requestId ? { topic: topicOf(requestId) } : delivery.notice ? { topic: topicOf(delivery.notice.tag) } : {}),
    };
    const outcome = await sender(push);
    return outcome.kind === "tooLarge" ? sender({ ...push, payload: genericPayload(envelope, request) }) : outcome;
  };

  /** Comes back later, without counting as a try of this job. */
  const postpone = (delivery: Delivery, startAfter: Date) =>
    database.transaction((work) => deps.jobs.enqueue(work, deliverQueue, { deliveryId: delivery.id }, { startAfter }));

  const record = async (target: Target, outcome: PushOutcome, lastAttempt: boolean): Promise<void> => {
    const { delivery, subscription } = target;
    const { db } = database;
    const now = clock();
    if (outcome.kind === "accepted") {
      const overMeanwhile = (await findDelivery(db, delivery.id))?.status === "failed";
      const expiresAt = new Date(now.getTime() + ttlOf(delivery.kind, target.request, now) * 1_000);
      await markAccepted(db, delivery.id, { now, expiresAt });
      await noteAccepted(db, subscription.deviceId, now);
      const { notice, occasion } = delivery;
      if (overMeanwhile && notice && delivery.kind === "notice")
        await database.transaction((work) =>
          replaceOn(deps, work, { occasion, notice: { ...notice, body: "It is over.", private: "It is over" }, told: [delivery] }),
        );
      // Answered while it was on its way: what has just been sent is taken back at once.
      const after = delivery.requestId && delivery.kind !== "withdraw" ? await decisions.find(db, delivery.requestId) : undefined;
      if (after && after.request.status !== "pending")
        await withdrawFrom(deps, after.request, [{ deviceId: delivery.deviceId, deviceName: delivery.deviceName }]);
      return;
    }
    const { reason } = outcome;
    if (outcome.kind === "gone") {
      await markGone(db, subscription, { failure: reason, now });
      return fail(delivery, reason, true);
    }
    deps.logger.warn({ deliveryId: delivery.id, deviceId: delivery.deviceId, reason }, "push failed");
    if (outcome.kind === "later") {
      const notBefore = new Date(now.getTime() + outcome.afterMs);
      await noteFailed(db, subscription.deviceId, { failure: reason, now, notBefore });
      await noteAttempt(db, delivery.id, reason);
      return postpone(delivery, notBefore);
    }
    if (outcome.kind === "retry" && subscription.failingSince && now.getTime() - subscription.failingSince.getTime() > deadAfterMs) {
      await markGone(db, subscription, { failure: `${reason}, for 14 days`, now });
      return fail(delivery, reason, true);
    }
    await noteFailed(db, subscription.deviceId, { failure: reason, now });
    if (outcome.kind !== "retry" || lastAttempt) return fail(delivery, reason, true);
    await noteAttempt(db, delivery.id, reason);
    throw new Error(reason);
  };

  return async ({ deliveryId }, { lastAttempt }) => {
    const delivery = await findDelivery(database.db, deliveryId);
    if (delivery?.status !== "queued") return;
    const keys = await deps.keys();
    const target = await prepare(delivery, keys.vapid);
    if (typeof target === "string") return fail(delivery, target);
    const { notBefore, endpoint } = target.subscription;
    if (notBefore && notBefore > clock()) return postpone(delivery, notBefore);
    const leave = lanes.enter(new URL(endpoint).origin);
    if (!leave) return postpone(delivery, new Date(clock().getTime() + laneFullMs));
    try {
      await record(target, await send(target, keys), lastAttempt);
    } finally {
      leave();
    }
  };
};
