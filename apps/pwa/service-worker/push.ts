import { showBadge } from "../src/platform/attention.ts";
import { rememberAck, sendAcks } from "./acks.ts";
import { settleNotices } from "./answer-notice.ts";
import { readPush, type Shown } from "./push-payload.ts";
import type { WorkerDeps } from "./worker-deps.ts";

declare const self: ServiceWorkerGlobalScope;

/**
 * A push: shown first of all, from the payload alone, before anything may fail or take long.
 * Then the card is stored, so that the app has it also where only the push came through.
 */
export async function onPush(deps: WorkerDeps, text: string): Promise<void> {
  const shown = readPush(text);
  await self.registration.showNotification(shown.title, shown.options);
  await Promise.allSettled([keepCard(deps, shown), shown.badge === undefined ? undefined : showBadge(shown.badge)]);
  if (shown.data) await rememberAck(deps, { data: shown.data, event: "shown" }).catch(() => undefined);
  // The network is here, or was a moment ago: what waits may go, what changed may come.
  await Promise.allSettled([sendAcks(deps), deps.outbox.flush({ force: true }), deps.sync.catchUp({ rounds: 4 })]);
  await settleNotices(deps);
  if (shown.data?.type === "withdraw" || shown.data?.type === "check") await closeAll(shown);
}

async function keepCard({ replica }: WorkerDeps, { data }: Shown): Promise<void> {
  if (!data?.requestId) return;
  const db = await replica.db();
  if (data.type === "withdraw") await db.delete("cards", data.requestId);
  else if (data.card && !(await db.getKey("decisionRequests", data.requestId))) {
    await db.put("cards", { requestId: data.requestId, data, receivedAt: new Date().toISOString() });
  }
  replica.changed({ requests: [data.requestId] });
}

/** What was withdrawn has replaced the question under its tag, and a check has shown that it can; that told, it leaves the screen. */
async function closeAll({ options }: Shown): Promise<void> {
  if (options.tag === undefined) return;
  for (const notification of await self.registration.getNotifications({ tag: options.tag })) notification.close();
}
