import { outboxTag } from "../src/platform/background-sync.ts";
import { onNotificationClick } from "./notification-click.ts";
import { onOutboxSync } from "./outbox-sync.ts";
import { precache } from "./precache.ts";
import { onPush } from "./push.ts";
import { onSubscriptionChange } from "./subscription-change.ts";
import { createWorkerDeps } from "./worker-deps.ts";

declare const self: ServiceWorkerGlobalScope;
type SyncEvent = ExtendableEvent & { tag: string; lastChance: boolean };

// The worker of Beckon: wires, and does nothing itself. Should a version of it ever do harm,
// public/kill-switch.js, served as /sw.js, takes every installed worker and its caches away.
const deps = createWorkerDeps();

precache();

self.addEventListener("message", (event) => {
  // Only when the person says so: a page in use must not lose its lazy chunks.
  if ((event.data as { type?: string } | null)?.type === "skip-waiting") void self.skipWaiting();
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => event.waitUntil(onPush(deps, event.data?.text() ?? "")));
self.addEventListener("notificationclick", (event) => event.waitUntil(onNotificationClick(deps, event)));
self.addEventListener("pushsubscriptionchange", (event) => (event as ExtendableEvent).waitUntil(onSubscriptionChange(deps)));
self.addEventListener("sync", (event) => {
  const sync = event as unknown as SyncEvent;
  if (sync.tag === outboxTag) sync.waitUntil(onOutboxSync(deps, sync));
});
