import type { DecisionRequest } from "@beckon/contracts/decisions";
import { enqueueNotice } from "./enqueue.ts";
import type { NotificationsDeps } from "./notifications.types.ts";
import { listSubscribed } from "./subscriptions.repository.ts";

/**
 * Replaces what these devices show by what became of the request, without a sound. Apple's phones
 * replace nothing and count silent pushes as offences: there the open app and the next push tidy up.
 */
export const withdrawFrom = async (
  deps: Pick<NotificationsDeps, "database" | "clock" | "jobs">,
  request: DecisionRequest,
  devices: { deviceId: string; deviceName: string }[],
): Promise<void> => {
  const subscribed = await listSubscribed(
    deps.database.db,
    devices.map(({ deviceId }) => deviceId),
  );
  const able = new Set(subscribed.filter(({ service }) => service !== "Apple").map(({ deviceId }) => deviceId));
  const chosen = devices
    .filter(({ deviceId }) => able.has(deviceId))
    .map(({ deviceId, deviceName }) => ({ id: deviceId, name: deviceName }));
  if (chosen.length === 0) return;
  await deps.database.transaction(
    async (work) => void (await enqueueNotice(deps, work, { kind: "withdraw", requestId: request.id, devices: chosen })),
  );
};
