import type { NoticeKind } from "@beckon/contracts/notification-policy";
import type { Delivery } from "@beckon/contracts/notifications";
import type { Work } from "../platform/db/database.ts";
import { newId } from "../platform/ids.ts";
import { insertDeliveries, type NewDelivery } from "./deliveries.repository.ts";
import { deliverQueue, releaseQueue, type NoticeWords, type NotificationsDeps, type NotifiedDevice } from "./notifications.types.ts";
import { decide, type Verdict } from "./policy/decide.ts";
import { effectivePolicies } from "./policy/effective.ts";
import { waitsElse } from "./policy/held.repository.ts";

type Named = Pick<NotifiedDevice, "id" | "name">;
type Owned = Named & Pick<NotifiedDevice, "personId">;

export type Notice = {
  kind: Delivery["kind"];
  requestId?: string;
  occasion?: string;
  notice?: NoticeWords;
  escalation?: { id: string; step: number };
} & (
  | { devices: readonly Named[]; topic?: undefined }
  /** With a topic each device's policy says whether it is told now, later or not. */
  | { devices: readonly Owned[]; topic: NoticeKind }
);

/**
 * A log row and a job for each device that has not been notified of this yet, in one transaction:
 * no crash leaves one without the other, and one slow push service delays nobody else's job.
 */
export const enqueueNotice = async (deps: Pick<NotificationsDeps, "clock" | "jobs">, work: Work, notice: Notice): Promise<Delivery[]> => {
  const now = deps.clock();
  const verdictOf = await judge(work, notice, now);
  const rows = notice.devices.flatMap((device): NewDelivery[] => {
    const verdict = verdictOf(device.id);
    if (verdict.tell === "never") return [];
    return [
      {
        id: newId("dl", now.getTime()),
        kind: notice.kind,
        ...{ requestId: notice.requestId, occasion: notice.occasion, notice: notice.notice, topic: notice.topic },
        ...{ escalation: notice.escalation, deviceId: device.id, deviceName: device.name, now },
        ...(verdict.tell === "at" ? { heldUntil: new Date(verdict.at) } : {}),
      },
    ];
  });
  const inserted = await insertDeliveries(work.db, rows);
  for (const { id, status, deviceId, heldUntil } of inserted) {
    if (status === "queued") await deps.jobs.enqueue(work, deliverQueue, { deliveryId: id });
    if (status !== "held" || heldUntil === undefined) continue;
    const until = new Date(heldUntil);
    if (await waitsElse(work.db, { deviceId, until, ids: [id] })) continue;
    await deps.jobs.enqueue(work, releaseQueue, { deviceId }, { startAfter: until });
  }
  return inserted;
};

const judge = async (work: Work, notice: Notice, now: Date): Promise<(deviceId: string) => Verdict> => {
  const { topic } = notice;
  if (topic === undefined) return () => ({ tell: "now" });
  const policyOf = await effectivePolicies(work.db, notice.devices);
  const verdicts = new Map(notice.devices.map((device) => [device.id, decide(policyOf(device), topic, now.getTime())]));
  return (deviceId) => verdicts.get(deviceId) ?? { tell: "never" };
};
