type SyncRegistration = ServiceWorkerRegistration & { sync?: { register(tag: string): Promise<void> } };

export const outboxTag = "outbox";

/** Has the browser wake the worker when the network is back, also with no page open. */
export async function askForSync(registration: ServiceWorkerRegistration | undefined): Promise<void> {
  try {
    await (registration as SyncRegistration | undefined)?.sync?.register(outboxTag);
  } catch {
    // Not offered or not permitted: the answer goes at the next foreground, and is shown as waiting.
  }
}
