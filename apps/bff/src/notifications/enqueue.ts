import type { Delivery } from "@beckon/contracts/notifications";
import type { Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { insertDeliveries } from "./deliveries.repository.ts";
import { deliverQueue, type NoticeWords, type NotificationsDeps, type NotifiedDevice } from "./notifications.types.ts";

export type Notice = {
  kind: Delivery["kind"];
  requestId?: string;
  occasion?: string;
  notice?: NoticeWords;
  devices: Pick<NotifiedDevice, "id" | "name">[];
};

/**
 * A log row and a job for each device that has not been notified of this yet, in one transaction:
 * no crash leaves one without the other, and one slow push service delays nobody else's job.
 */
export const enqueueNotice = async (deps: Pick<NotificationsDeps, "clock" | "jobs">, work: Work, notice: Notice): Promise<Delivery[]> => {
  const now = deps.clock();
  const { kind, requestId, occasion, notice: words } = notice;
  const rows = notice.devices.map((device) => ({
    id: newId("dl", now.getTime()),
    kind,
    requestId,
    occasion,
    notice: words,
    deviceId: device.id,
    deviceName: device.name,
    now,
  }));
  const inserted = await insertDeliveries(work.db, rows);
  for (const { id } of inserted) await deps.jobs.enqueue(work, deliverQueue, { deliveryId: id });
  return inserted;
};
