import { sendAcks } from "./acks.ts";
import { settleNotices } from "./answer-notice.ts";
import type { WorkerDeps } from "./worker-deps.ts";

/** Background Sync: the network is back, perhaps with no page open. Throws to be called again. */
export async function onOutboxSync(deps: WorkerDeps, event: { lastChance: boolean }): Promise<void> {
  await sendAcks(deps).catch(() => undefined);
  const waiting = await deps.outbox.flush({ force: true });
  await settleNotices(deps);
  if (waiting > 0 && !event.lastChance) throw new Error(`${waiting} answers still wait`);
}
