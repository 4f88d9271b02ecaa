import { keyBytes, subscriptionJson } from "../src/settings/push-subscription.ts";
import type { WorkerDeps } from "./worker-deps.ts";

declare const self: ServiceWorkerGlobalScope;

/** The browser took the subscription away: get a new one and tell the server, with no page open. */
export async function onSubscriptionChange({ request }: WorkerDeps): Promise<void> {
  const { publicKey } = await request("GET", "/api/push/public-key");
  const subscription =
    (await self.registration.pushManager.getSubscription()) ??
    (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: keyBytes(publicKey) }));
  await request("PUT", "/api/devices/me/push-subscription", { body: subscriptionJson(subscription) });
}
