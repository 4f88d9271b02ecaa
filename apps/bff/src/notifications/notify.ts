import type { Work } from "../platform/db/database.ts";
import { toldOf } from "./deliveries.repository.ts";
import { enqueueNotice } from "./enqueue.ts";
import type { NoticeWords, NotificationsDeps } from "./notifications.types.ts";
import { listSubscribed } from "./subscriptions.repository.ts";

type Deps = Pick<NotificationsDeps, "clock" | "jobs" | "devices">;

/**
 * Says something to every device that takes notifications, in the transaction that makes it true: whoever writes that row
 * once has it said once. `occasion` is what it is known by, should it be taken back.
 */
export const notify =
  (deps: Deps) =>
  async (work: Work, occasion: string, notice: NoticeWords): Promise<void> => {
    const active = await deps.devices.active(work.db);
    const subscribed = new Set(
      (
        await listSubscribed(
          work.db,
          active.map(({ id }) => id),
        )
      ).map(({ deviceId }) => deviceId),
    );
    const devices = active.filter(({ id }) => subscribed.has(id));
    if (devices.length > 0) await enqueueNotice(deps, work, { kind: "notice", occasion, notice, devices });
  };

/** It is so no more: what was said is replaced on the devices that can do that without a sound. */
export const takeBack =
  (deps: Deps) =>
  async (work: Work, occasion: string, notice: NoticeWords): Promise<void> => {
    const told = await toldOf(work.db, occasion);
    const subscribed = await listSubscribed(
      work.db,
      told.map(({ deviceId }) => deviceId),
    );
    const able = new Set(subscribed.filter(({ service }) => service !== "Apple").map(({ deviceId }) => deviceId));
    const devices = told
      .filter(({ deviceId }) => able.has(deviceId))
      .map(({ deviceId, deviceName }) => ({ id: deviceId, name: deviceName }));
    if (devices.length > 0) await enqueueNotice(deps, work, { kind: "withdraw", occasion, notice, devices });
  };
