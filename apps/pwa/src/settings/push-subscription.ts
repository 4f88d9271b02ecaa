import type { PushSubscriptionInput } from "@beckon/contracts/notifications";

/** `applicationServerKey` wants bytes; the server gives URL-safe base64. */
export function keyBytes(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** A subscription belongs to one server key for ever; with another key it is dead. */
export function hasKey(subscription: PushSubscription, key: string): boolean {
  const bound = subscription.options.applicationServerKey;
  // Older browsers do not tell: then the endpoint is taken at its word.
  if (!bound) return true;
  const [have, want] = [new Uint8Array(bound), keyBytes(key)];
  return have.length === want.length && have.every((byte, index) => byte === want[index]);
}

/** The server takes exactly these members. */
export function subscriptionJson(subscription: PushSubscription): PushSubscriptionInput {
  const { endpoint, expirationTime, keys } = subscription.toJSON();
  return { endpoint: endpoint!, expirationTime: expirationTime ?? null, keys: { p256dh: keys!.p256dh!, auth: keys!.auth! } };
}
