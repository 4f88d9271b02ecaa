type ScriptUrlPolicy = { createScriptURL(url: string): unknown };
type TrustedTypes = { createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy };

const workerUrl = "/sw.js";

/**
 * Registers the service worker. Its address is a Trusted Types sink; the policy "beckon" lets
 * this one address pass and nothing else.
 */
export async function registerWorker(): Promise<ServiceWorkerRegistration | undefined> {
  if (!("serviceWorker" in navigator)) return undefined;
  const trustedTypes = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  const policy = trustedTypes?.createPolicy("beckon", {
    createScriptURL(url) {
      if (url !== workerUrl) throw new TypeError(`not a script of Beckon: ${url}`);
      return url;
    },
  });
  const url = (policy?.createScriptURL(workerUrl) ?? workerUrl) as string;
  return navigator.serviceWorker.register(url, { scope: "/", updateViaCache: "none" });
}
