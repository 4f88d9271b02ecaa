import { rememberDeepLink } from "../src/platform/deep-link.ts";
import { rememberAck, sendAcks } from "./acks.ts";
import { tellAnswer } from "./answer-notice.ts";
import { pushDataOf } from "./push-payload.ts";
import type { WorkerDeps } from "./worker-deps.ts";

declare const self: ServiceWorkerGlobalScope;

/** A tap on a notification: on one of its buttons it answers, elsewhere it opens the request. */
export async function onNotificationClick(deps: WorkerDeps, event: { notification: Notification; action: string }): Promise<void> {
  const { notification, action } = event;
  const data = pushDataOf(notification.data);
  const option = data?.answers.find(({ id }) => action === `answer:${id}`);
  notification.close();
  if (data?.requestId && option) {
    const { requestId, capability } = data;
    await deps.outbox.add(requestId, { option: option.id }, { capability });
    await deps.outbox.flush({ force: true }).catch(() => undefined);
    await tellAnswer(deps, { requestId, label: option.label, question: notification.title, tag: notification.tag });
    return;
  }
  // First the window: browsers allow it only soon after the tap.
  await open(deps, pathOf(notification));
  if (!data) return;
  await rememberAck(deps, { data, event: "opened" });
  await sendAcks(deps);
}

function pathOf(notification: Notification): string {
  const data = notification.data as { navigate?: unknown; requestId?: unknown } | null;
  try {
    const url = new URL(String(data?.navigate ?? "/"), self.location.origin);
    if (url.origin === self.location.origin) return url.pathname + url.search;
  } catch {
    // Not an address: the start page shows what is open.
  }
  return typeof data?.requestId === "string" ? `/decisions/${encodeURIComponent(data.requestId)}` : "/";
}

async function open({ replica }: WorkerDeps, path: string): Promise<void> {
  // iOS opens a killed app at its start page: the page asks for this on boot.
  await rememberDeepLink(replica, path).catch(() => undefined);
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const client = windows.find((item) => item.visibilityState === "visible") ?? windows[0];
  if (!client) {
    await self.clients.openWindow(path);
    return;
  }
  client.postMessage({ type: "navigate", path });
  await client.focus().catch(() => undefined);
}
