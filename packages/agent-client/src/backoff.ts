const FLOOR_MS = 20;
const BASE_MS = 200;
const CAP_MS = 5_000;

/**
 * Full-jitter backoff in milliseconds for the n-th failure in a row (0 for the first): a fleet whose
 * server restarts comes back spread out. The floor keeps an unlucky row of zeros from busy-looping.
 */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  const ceiling = Math.min(CAP_MS, BASE_MS * 2 ** Math.min(failures, 16));
  return FLOOR_MS + random() * (ceiling - FLOOR_MS);
}

/** Sleeps; rejects at once with the signal's reason when it aborts. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
  });
}
