import { trustedScript } from "./trusted-script.ts";

/** Registers the service worker. */
export async function registerWorker(): Promise<ServiceWorkerRegistration | undefined> {
  if (!("serviceWorker" in navigator)) return undefined;
  return navigator.serviceWorker.register(trustedScript("/sw.js"), { scope: "/", updateViaCache: "none" });
}
