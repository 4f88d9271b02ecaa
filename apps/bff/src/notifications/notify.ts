import type { NoticeKind } from "@beckon/contracts/notification-policy";
import type { Work } from "../platform/db/database.ts";
import { dropUntold, toldOf } from "./deliveries.repository.ts";
import { enqueueNotice } from "./enqueue.ts";
import { overBefore, type NoticeWords, type NotificationsDeps, type NotifiedDevice } from "./notifications.types.ts";
import { listSubscribed } from "./subscriptions.repository.ts";

type Deps = Pick<NotificationsDeps, "clock" | "jobs" | "devices">;

/** The devices that are paired and take notifications. */
export const listening = async ({ devices }: Pick<Deps, "devices">, work: Pick<Work, "db">): Promise<NotifiedDevice[]> => {
  const active = await devices.active(work.db);
  const ids = active.map(({ id }) => id);
  const subscribed = new Set((await listSubscribed(work.db, ids)).map(({ deviceId }) => deviceId));
  return active.filter(({ id }) => subscribed.has(id));
};

/**
 * Says something to every device that takes notifications, in the transaction that makes it true: whoever writes that row
 * once has it said once, now or when each device's policy allows. `occasion` is what it is known by, should it be taken back.
 */
export const notify =
  (deps: Deps) =>
  async (work: Work, occasion: string, notice: NoticeWords, topic: NoticeKind = "budget"): Promise<void> => {
    const devices = await listening(deps, work);
    if (devices.length > 0) await enqueueNotice(deps, work, { kind: "notice", topic, occasion, notice, devices });
  };

/** It is so no more: what waits is not told, and what was said is replaced on the devices that can do that without a sound. */
export const takeBack =
  (deps: Deps) =>
  async (work: Work, occasion: string, notice: NoticeWords): Promise<void> => {
    await dropUntold(work.db, { occasion }, { reason: overBefore, now: deps.clock() });
    await replaceOn(deps, work, { occasion, notice, told: await toldOf(work.db, { occasion }) });
  };

/** Apple's phones replace nothing and count silent pushes as offences: there the open app and the next push tidy up. */
export const replaceOn = async (
  deps: Pick<Deps, "clock" | "jobs">,
  work: Work,
  { occasion, notice, told }: { occasion: string; notice: NoticeWords; told: readonly { deviceId: string; deviceName: string }[] },
): Promise<void> => {
  const subscribed = await listSubscribed(
    work.db,
    told.map(({ deviceId }) => deviceId),
  );
  const able = new Set(subscribed.filter(({ service }) => service !== "Apple").map(({ deviceId }) => deviceId));
  const devices = told.filter(({ deviceId }) => able.has(deviceId)).map(({ deviceId, deviceName }) => ({ id: deviceId, name: deviceName }));
  if (devices.length > 0) await enqueueNotice(deps, work, { kind: "withdraw", occasion, notice, devices });
};
