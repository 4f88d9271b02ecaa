import type { Channel } from "@beckon/contracts/channels";
import type { JobHandler } from "../../platform/jobs/jobs.ts";
import { unseal } from "../../platform/seal.ts";
import { findDelivery, markAccepted, markFailed, noteAttempt, type StoredDelivery } from "../deliveries.repository.ts";
import { findEscalation } from "../escalation/escalations.repository.ts";
import { hurry } from "../escalation/step.ts";
import { answeredBefore, channelQueue, overBefore, type NotificationsDeps } from "../notifications.types.ts";
import type { ChannelMessage, ChannelOutcome } from "./channel.types.ts";
import { findChannel, type ChannelRow } from "./channels.repository.ts";
import { sendEmail } from "./email.ts";
import { messageOf } from "./message.ts";
import { sendNtfy } from "./ntfy.ts";
import { sendWebhook } from "./webhook.ts";

type Configured = Pick<Channel, "kind" | "config">;

const send = async (deps: NotificationsDeps, row: ChannelRow, message: ChannelMessage): Promise<ChannelOutcome> => {
  const channel = { kind: row.kind, config: row.config } as Configured;
  const secret = row.secret === null ? undefined : unseal(await deps.channelKey(), row.secret);
  const { outbound, mailer } = deps.channels;
  const way = { outbound, now: deps.clock };
  switch (channel.kind) {
    case "ntfy":
      return sendNtfy(way, channel.config as never, { token: secret, message });
    case "webhook":
      return sendWebhook(way, channel.config as never, { key: secret, message });
    case "email":
      return sendEmail({ mailer }, channel.config as never, { password: secret, message });
  }
};

/** Sends one message: once at a time, tried again after a failure that may pass; a receiver takes it once by its id. */
export const deliverMessage =
  (deps: NotificationsDeps): JobHandler<{ deliveryId: string }> =>
  async ({ deliveryId }, { lastAttempt }) => {
    const { db } = deps.database;
    const delivery = await findDelivery(db, deliveryId);
    if (delivery?.status !== "queued") return;
    const channel = await findChannel(db, delivery.deviceId);
    const ready = channel ? await prepare(deps, delivery, channel) : "the channel was removed";
    if (typeof ready === "string") return markFailed(db, [deliveryId], { reason: ready, now: deps.clock() });
    const outcome = await send(deps, ready.channel, ready.message);
    const now = deps.clock();
    if (outcome.kind === "accepted") return markAccepted(db, deliveryId, { now, answer: outcome.answer });
    const { reason } = outcome;
    deps.logger.warn({ deliveryId, channelId: delivery.deviceId, reason }, "channel message failed");
    if (outcome.kind === "later") {
      await noteAttempt(db, deliveryId, reason);
      const startAfter = new Date(now.getTime() + outcome.afterMs);
      return deps.database.transaction((work) => deps.jobs.enqueue(work, channelQueue, { deliveryId }, { startAfter }));
    }
    if (outcome.kind === "retry" && !lastAttempt) {
      await noteAttempt(db, deliveryId, reason);
      throw new Error(reason);
    }
    await markFailed(db, [deliveryId], { reason, now, attempted: true });
    if (delivery.escalationId && delivery.step !== undefined && delivery.kind !== "withdraw")
      await hurry(deps, { escalationId: delivery.escalationId, step: delivery.step });
  };

/** The message, or why it is not sent any more. */
const prepare = async (
  deps: NotificationsDeps,
  delivery: StoredDelivery,
  channel: ChannelRow,
): Promise<string | { channel: ChannelRow; message: ChannelMessage }> => {
  const { db } = deps.database;
  const escalation = delivery.escalationId ? await findEscalation(db, delivery.escalationId) : undefined;
  const request = delivery.requestId ? (await deps.decisions.find(db, delivery.requestId))?.request : undefined;
  if (delivery.kind === "notice") {
    if (request && request.status !== "pending") return answeredBefore;
    if (escalation?.state === "settled" || escalation?.state === "acknowledged") return overBefore;
  }
  const message = messageOf({
    ...{ delivery, request, isPrivate: channel.private, publicOrigin: deps.config.publicOrigin },
    key: escalation?.id ?? delivery.id,
    severity: escalation?.severity ?? "warning",
  });
  return { channel, message };
};
