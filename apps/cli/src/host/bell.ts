/** What rings when there is news: it ends the waiting for commands. */
export function createBell() {
  let ring = new AbortController();
  return {
    ring: () => ring.abort(),
    /** Aborted by the next ring; one that came since the last time counts. */
    signal: (): AbortSignal => ring.signal,
    reset: () => void (ring = new AbortController()),
  };
}
export type Bell = ReturnType<typeof createBell>;
