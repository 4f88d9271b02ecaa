import type { Clock } from "../platform/clock.ts";

/**
 * One value for everybody who asks within `ms`; who asks while it is made waits for the same. A failure is not kept.
 * `stale`: once there is a value nobody waits for the next, which is made behind.
 */
export const cached = <T>(make: () => Promise<T>, { clock, ms, stale = false }: { clock: Clock; ms: number; stale?: boolean }) => {
  let kept: { at: number; value: T } | undefined;
  let making: Promise<T> | undefined;
  const again = () =>
    (making ??= make()
      .then((value) => {
        kept = { at: clock().getTime(), value };
        return value;
      })
      .finally(() => {
        making = undefined;
      }));
  return async (): Promise<T> => {
    if (kept && Math.abs(clock().getTime() - kept.at) < ms) return kept.value;
    if (kept && stale) {
      again().catch(() => undefined);
      return kept.value;
    }
    return again();
  };
};
