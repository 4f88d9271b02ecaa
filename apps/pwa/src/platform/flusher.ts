import { askForSync } from "./background-sync.ts";
import type { Outbox } from "./outbox.ts";

export type Flusher = {
  /** Sends what waits; several calls at once become one more round. */
  flush(options?: { force?: boolean }): Promise<void>;
};

/**
 * Sends the outbox of a page: now, again when the shortest pause is over, and through Background
 * Sync (where it exists) after the page is gone.
 */
export function createFlusher(outbox: Outbox, now: () => number = Date.now): Flusher {
  let current: Promise<void> | undefined;
  let again: { force: boolean } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function run(force: boolean): Promise<void> {
    clearTimeout(timer);
    const waiting = await outbox.flush({ force });
    if (waiting === 0) return;
    await askForSync(await navigator.serviceWorker?.getRegistration());
    const next = Math.min(...(await outbox.list()).filter((entry) => entry.progress !== "refused").map((entry) => entry.notBefore ?? 0));
    if (Number.isFinite(next)) timer = setTimeout(() => void flush(), Math.min(300_000, Math.max(1_000, next - now())));
  }

  async function flush({ force = false }: { force?: boolean } = {}): Promise<void> {
    if (current) {
      again = { force: force || again?.force === true };
      return current;
    }
    current = rounds(force).finally(() => (current = undefined));
    return current;
  }

  async function rounds(force: boolean): Promise<void> {
    await run(force);
    while (again) {
      const options = again;
      again = undefined;
      await run(options.force);
    }
  }

  return { flush };
}
