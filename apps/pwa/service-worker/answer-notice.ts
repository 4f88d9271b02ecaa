import { askForSync } from "../src/platform/background-sync.ts";
import type { OutboxEntry } from "../src/platform/outbox-types.ts";
import type { WorkerDeps } from "./worker-deps.ts";

declare const self: ServiceWorkerGlobalScope;

export type Answered = { requestId: string; label: string; question: string; tag: string };
type NoticeData = { type: "answer"; requestId: string; label: string; question: string; waiting: boolean; navigate: string };

/** Shows what came of an answer given from a notification, as it really stands. */
export async function tellAnswer(deps: WorkerDeps, answered: Answered): Promise<void> {
  const { requestId, label, question, tag } = answered;
  const entry = (await deps.outbox.list()).find((item) => item.requestId === requestId);
  const waiting = entry !== undefined && entry.progress !== "refused";
  if (waiting) await askForSync(self.registration);
  const data: NoticeData = { type: "answer", requestId, label, question, waiting, navigate: `/decisions/${encodeURIComponent(requestId)}` };
  const look = { body: question, tag, icon: "/icon-192.png", badge: "/badge.png", lang: "en", silent: true };
  await self.registration.showNotification(answerTitle(entry, label), { ...look, data });
}

/** After a round of sending: "waiting to be sent" must not stand where it is no longer true. */
export async function settleNotices(deps: WorkerDeps): Promise<void> {
  const waiting = new Set((await deps.outbox.list()).filter((entry) => entry.progress !== "refused").map((entry) => entry.requestId));
  for (const notification of await self.registration.getNotifications()) {
    const data = notification.data as Partial<NoticeData> | null;
    if (data?.type !== "answer" || !data.waiting || waiting.has(data.requestId ?? "")) continue;
    await tellAnswer(deps, { requestId: data.requestId!, label: data.label!, question: data.question!, tag: notification.tag });
  }
}

/** Never "sent" for what only waits, never "answered" for what somebody else decided. */
export function answerTitle(entry: OutboxEntry | undefined, label: string): string {
  if (entry === undefined) return `Answered: ${label}`;
  if (entry.progress !== "refused") return `Waiting to be sent: ${label}`;
  const standing = entry.problem?.standing;
  const decision = standing?.decision;
  if (standing?.status === "expired") return "Too late: it has expired";
  if (standing?.status === "cancelled") return "No longer needed: the agent took it back";
  if (decision === undefined) return `Not accepted: ${entry.problem?.title ?? "open Beckon"}`;
  const where = decision.decidedBy.device ?? decision.decidedBy.name;
  const what = standing?.options.find((item) => item.id === decision.option)?.label ?? decision.option ?? decision.text ?? "";
  return `Already answered${where ? ` on ${where}` : ""}: ${what}`;
}
