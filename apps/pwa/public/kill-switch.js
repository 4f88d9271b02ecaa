// Served in place of /sw.js when an installed service worker must go: it takes itself and its
// caches away and reloads the open pages from the network. Answers waiting in the outbox stay.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  for (const name of await caches.keys()) await caches.delete(name);
  await self.registration.unregister();
  for (const client of await self.clients.matchAll({ type: "window" })) client.navigate(client.url);
}
