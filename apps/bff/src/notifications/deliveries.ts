import type { Delivery } from "@beckon/contracts/notifications";
import { countTestsSince, listDeliveries, markEvent } from "./deliveries.repository.ts";
import { decisionOccasion } from "./escalation/decisions.ts";
import { acknowledged } from "./escalation/page.ts";
import { enqueueNotice } from "./enqueue.ts";
import { deliveryNotFound, notSubscribed, otherDelivery, tooManyTests } from "./notifications.errors.ts";
import type { NotificationsDeps } from "./notifications.types.ts";
import { findSubscription, noteShown } from "./subscriptions.repository.ts";
import { wrongCursor } from "../platform/http/wrong-cursor.ts";

const testsPerMinute = 5;

/** Sends this device a test, by the same way as all others; its delivery tells how far it got. */
export const sendTest =
  (deps: NotificationsDeps) =>
  async (device: { id: string; name: string }): Promise<Delivery> => {
    const { db } = deps.database;
    if (!(await findSubscription(db, device.id))) throw notSubscribed({ detail: "Enable notifications on this device first." });
    if ((await countTestsSince(db, device.id, new Date(deps.clock().getTime() - 60_000))) >= testsPerMinute)
      throw tooManyTests({ detail: "Wait a minute.", headers: { "retry-after": "60" } });
    const [delivery] = await deps.database.transaction((work) => enqueueNotice(deps, work, { kind: "test", devices: [device] }));
    return delivery as Delivery;
  };

/** The device says that it showed the notification, or that it was opened. Again is no error. */
export const acknowledge =
  (deps: NotificationsDeps) =>
  async (bearer: { deliveryId: string; deviceId: string }, id: string, event: "shown" | "opened"): Promise<void> => {
    if (bearer.deliveryId !== id) throw otherDelivery();
    const now = deps.clock();
    await deps.database.transaction(async (work) => {
      const { db } = work;
      const marked = await markEvent(db, { id, event, now });
      if (!marked) throw deliveryNotFound();
      await noteShown(db, bearer.deviceId, now);
      for (const push of shownOf(marked)) await deps.shown(db, push);
      // Who opens a question has taken it: nobody else is told further.
      if (event === "opened" && marked.requestId !== undefined) {
        const device = await deps.devices.find(db, bearer.deviceId);
        const by = { kind: "person" as const, ...(device ? { id: device.personId, name: device.personName, device: device.name } : {}) };
        await acknowledged(deps)(work, decisionOccasion(marked.requestId), by);
      }
    });
  };

/** What took somebody's attention: neither a test nor the word that a question is settled. */
export const shownOf = ({ id, kind, requestId, shownAt }: Delivery): { deliveryId: string; requestId: string; at: number }[] =>
  (kind === "decision" || kind === "reminder") && requestId !== undefined && shownAt !== undefined
    ? [{ deliveryId: id, requestId, at: Date.parse(shownAt) }]
    : [];

/** One page of the notification log, newest first. */
export const listPage =
  (deps: NotificationsDeps) =>
  async (query: { requestId?: string; cursor?: string; limit: number }): Promise<{ items: Delivery[]; cursor?: string }> => {
    const items = await listDeliveries(deps.database.db, {
      limit: query.limit,
      ...(query.requestId ? { requestId: query.requestId } : {}),
      ...(query.cursor ? { before: parseCursor(query.cursor) } : {}),
    });
    const last = items.at(-1);
    return { items, ...(last && items.length === query.limit ? { cursor: `${Date.parse(last.createdAt)}~${last.id}` } : {}) };
  };

const parseCursor = (cursor: string) => {
  const match = /^(\d{1,14})~(dl_[0-9A-Za-z]{16,40})$/.exec(cursor);
  if (!match) throw wrongCursor();
  return { createdAt: new Date(Number(match[1])), id: match[2] as string };
};
