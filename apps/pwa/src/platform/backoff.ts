/**
 * Milliseconds to wait before try number `attempt` (from 1): anything between nothing and a
 * ceiling that doubles. Full jitter spreads a fleet of phones that lost the same server.
 */
export function backoff(attempt: number, options: { base: number; cap: number; random?: () => number }): number {
  const ceiling = Math.min(options.cap, options.base * 2 ** Math.min(30, Math.max(0, attempt - 1)));
  return Math.round(ceiling * (options.random ?? Math.random)());
}
