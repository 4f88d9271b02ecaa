import type { Delivery } from "@beckon/contracts/notifications";
import type { Work } from "../../platform/db/database.ts";
import { newId } from "../../platform/ids.ts";
import { insertDeliveries } from "../deliveries.repository.ts";
import { channelQueue, type NoticeWords, type NotificationsDeps } from "../notifications.types.ts";
import type { ChannelRow } from "./channels.repository.ts";

type Message = {
  kind: "notice" | "withdraw" | "test";
  requestId?: string;
  occasion?: string;
  notice?: NoticeWords;
  escalation?: { id: string; step: number };
};

/** A log row and a job for one message to one channel, in one transaction. */
export const enqueueMessage = async (
  deps: Pick<NotificationsDeps, "clock" | "jobs">,
  work: Work,
  channel: Pick<ChannelRow, "id" | "name" | "kind">,
  message: Message,
): Promise<Delivery | undefined> => {
  const now = deps.clock();
  const { escalation, requestId } = message;
  const [inserted] = await insertDeliveries(work.db, [
    {
      ...{ ...message, id: newId("dl", now.getTime()), via: channel.kind, deviceId: channel.id, deviceName: channel.name, now },
      // One request may be told of more than once here: each step is a message of its own.
      ...(requestId !== undefined && escalation ? { occasion: `${escalation.id}/${escalation.step}` } : {}),
    },
  ]);
  if (inserted) await deps.jobs.enqueue(work, channelQueue, { deliveryId: inserted.id });
  return inserted;
};
