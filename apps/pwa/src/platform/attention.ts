import type { DecisionRequest } from "@beckon/contracts/decisions";

type BadgeNavigator = { setAppBadge?: (count: number) => Promise<void>; clearAppBadge?: () => Promise<void> };

/** The number on the app's icon; where the platform has none, nothing happens. */
export async function showBadge(count: number): Promise<void> {
  const { setAppBadge, clearAppBadge } = navigator as unknown as BadgeNavigator;
  try {
    if (count > 0) await setAppBadge?.call(navigator, count);
    else await clearAppBadge?.call(navigator);
  } catch {
    // Not permitted here: the number is a courtesy.
  }
}

const aboutRequest = ["decision", "reminder", "answer"];

/** Takes notifications off the lock screen once what they ask for, or tell of, is no longer open. */
export async function closeNotifications(registration: ServiceWorkerRegistration, isOpen: (requestId: string) => boolean): Promise<void> {
  if (!("getNotifications" in registration)) return;
  for (const notification of await registration.getNotifications()) {
    const { type, requestId } = (notification.data ?? {}) as { type?: string; requestId?: unknown };
    if (typeof requestId === "string" && aboutRequest.includes(type ?? "") && !isOpen(requestId)) notification.close();
  }
}

/** Open means: still pending, or not known here yet. */
export const stillOpen = (find: (id: string) => DecisionRequest | undefined) => (id: string) =>
  (find(id)?.status ?? "pending") === "pending";
