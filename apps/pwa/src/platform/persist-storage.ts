/** Asks the browser not to evict the outbox under pressure; granted or not, nothing depends on it. */
export async function askToPersist(): Promise<void> {
  try {
    if (!(await navigator.storage.persisted())) await navigator.storage.persist();
  } catch {
    // No storage manager here: the replica is a cache and the outbox is short-lived.
  }
}
