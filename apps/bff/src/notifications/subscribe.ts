import { createECDH } from "node:crypto";
import type { PushSubscriptionInput } from "@beckon/contracts/notifications";
import type { Actor } from "@beckon/contracts/access";
import { endpointRefused, keysInvalid } from "./notifications.errors.ts";
import type { NotificationsDeps } from "./notifications.types.ts";
import { endpointRefusal, serviceOf } from "./push-services.ts";
import { deleteSubscription, findSubscription, saveSubscription } from "./subscriptions.repository.ts";
import { keyId } from "./vapid.ts";

/** The device that a session belongs to, and who holds it. */
export type Subscriber = { deviceId: string; actor: Actor };

/** Takes a browser's subscription for its device. The same one again (the app asks at every start) changes nothing. */
export const subscribe =
  (deps: NotificationsDeps) =>
  async ({ deviceId, actor }: Subscriber, input: PushSubscriptionInput): Promise<void> => {
    const refusal = endpointRefusal(input.endpoint, deps.config.pushAllow);
    if (refusal) throw endpointRefused({ detail: `${refusal}.`, extra: { errors: [{ pointer: "/endpoint", detail: refusal }] } });
    assertKeys(input.keys);
    const vapidKeyId = keyId((await deps.keys()).vapid);
    const keys = { p256dh: unpad(input.keys.p256dh), auth: unpad(input.keys.auth) };
    const endpoint = new URL(input.endpoint).href;
    const service = serviceOf(endpoint);
    await deps.database.transaction(async (work) => {
      const before = await findSubscription(work.db, deviceId);
      if (
        before?.endpoint === endpoint &&
        before.keys.p256dh === keys.p256dh &&
        before.keys.auth === keys.auth &&
        before.vapidKeyId === vapidKeyId
      )
        return;
      await saveSubscription(work.db, { deviceId, endpoint, keys, vapidKeyId, service, now: deps.clock() });
      await deps.audit.append(work, { actor, action: "push.subscribed", subject: deviceId, detail: { service } });
    });
  };

/** Ends this device's notifications. Without any it is no error. */
export const unsubscribe =
  (deps: NotificationsDeps) =>
  async ({ deviceId, actor }: Subscriber): Promise<void> =>
    deps.database.transaction(async (work) => {
      const ended = await deleteSubscription(work.db, deviceId);
      if (ended)
        await deps.audit.append(work, { actor, action: "push.unsubscribed", subject: deviceId, detail: { service: ended.service } });
    });

const unpad = (value: string) => value.replace(/=+$/, "");

/** A point that is not on the curve would fail at every push: it is refused now, while somebody is there to read it. */
const assertKeys = ({ p256dh, auth }: PushSubscriptionInput["keys"]): void => {
  const wrong = (pointer: string, detail: string) => keysInvalid({ extra: { errors: [{ pointer, detail }] } });
  if (Buffer.from(auth, "base64url").length !== 16) throw wrong("/keys/auth", "must be 16 bytes");
  const point = Buffer.from(p256dh, "base64url");
  if (point.length !== 65 || point[0] !== 4) throw wrong("/keys/p256dh", "must be an uncompressed P-256 point");
  try {
    const own = createECDH("prime256v1");
    own.generateKeys();
    own.computeSecret(point);
  } catch {
    throw wrong("/keys/p256dh", "is no point of P-256");
  }
};
