import { createShellFiles, type ShellFile } from "./shell-files.ts";

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: ShellFile[] };

const cacheName = "beckon-shell";

/**
 * The app's own files, from the cache. Data never passes here: it lives in the replica, so that
 * no stored answer of the API can mix with a newer one. Files of the version in use and of the
 * one that waits lie side by side; taking over clears what only the old one needed.
 */
export function precache(): void {
  const shell = createShellFiles(self.__WB_MANIFEST);
  self.addEventListener("install", (event) => event.waitUntil(store(shell.keys)));
  self.addEventListener("activate", (event) => event.waitUntil(clear(new Set(shell.keys))));
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== "GET" || url.origin !== self.location.origin) return;
    const key = shell.keyFor({ path: url.pathname, navigation: request.mode === "navigate" });
    if (key !== undefined) event.respondWith(fromCache(key, request));
  });
}

/** All or nothing: a version with a hole in it is not installed, and tried again at the next visit. */
async function store(keys: readonly string[]): Promise<void> {
  const cache = await caches.open(cacheName);
  await Promise.all(
    keys.map(async (key) => {
      if (await cache.match(key)) return;
      const response = await fetch(key, { cache: "no-cache", credentials: "same-origin" });
      if (!response.ok || response.redirected) throw new Error(`${key} answered ${response.status}`);
      await cache.put(key, response);
    }),
  );
}

async function clear(wanted: ReadonlySet<string>): Promise<void> {
  const cache = await caches.open(cacheName);
  for (const request of await cache.keys()) {
    const { pathname, search } = new URL(request.url);
    if (!wanted.has(pathname + search)) await cache.delete(request);
  }
}

/** A browser may drop a cache under pressure: then the network is as good. */
async function fromCache(key: string, request: Request): Promise<Response> {
  return (await (await caches.open(cacheName)).match(key)) ?? fetch(request);
}
