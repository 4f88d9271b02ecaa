export type PushSupport = "ok" | "ios-install-first" | "unsupported" | "insecure-context" | "blocked";

export type PushEnvironment = {
  secure: boolean;
  serviceWorker: boolean;
  pushManager: boolean;
  notification: boolean;
  /** `navigator.standalone`, which only Apple's mobile browsers have. */
  standalone: boolean | undefined;
  permission: NotificationPermission;
};

/** Whether this browser can be pushed to, and if not, what stands in the way. */
export function pushSupport(environment: PushEnvironment): PushSupport {
  if (!environment.secure) return "insecure-context";
  const push = environment.serviceWorker && environment.pushManager && environment.notification;
  // On iPhone and iPad push exists only for an app on the home screen.
  if (!push) return environment.standalone === false ? "ios-install-first" : "unsupported";
  return environment.permission === "denied" ? "blocked" : "ok";
}

/** Asking for the permission waits for the browser's main process: `permission` is for who does not need the answer yet. */
export function currentEnvironment(permission = currentPermission()): PushEnvironment {
  return {
    secure: globalThis.isSecureContext,
    serviceWorker: "serviceWorker" in navigator,
    pushManager: "PushManager" in globalThis,
    notification: "Notification" in globalThis,
    standalone: (navigator as Navigator & { standalone?: boolean }).standalone,
    permission,
  };
}

const currentPermission = (): NotificationPermission => ("Notification" in globalThis ? Notification.permission : "default");

/** What stands in the way, in words, with what to do; nothing where nothing does. */
export const supportWords: Record<PushSupport, string | undefined> = {
  ok: undefined,
  blocked:
    "Notifications are blocked for this site. Allow them in the browser's settings for this site (on a phone: the system's settings for the app), then come back.",
  "ios-install-first":
    "On iPhone and iPad notifications need the app on the home screen: tap Share, then “Add to Home Screen”, open Beckon from there and pair it with a new code.",
  "insecure-context": "Notifications need https. Open Beckon by its https address; the README shows how to get one.",
  unsupported: "This browser cannot receive notifications. Use a current Chrome, Edge, Firefox or Safari.",
};

/** Why the browser refused to subscribe, in words. */
export function subscribeWords(error: unknown): string {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError") return supportWords.blocked!;
  if (name === "AbortError")
    return "The browser's push service could not be reached. Check the network and try again; some browsers have push switched off.";
  if (name === "InvalidStateError") return "The browser still holds an older subscription. Reload the app and try again.";
  return "The browser refused to subscribe. Reload the app and try again.";
}
