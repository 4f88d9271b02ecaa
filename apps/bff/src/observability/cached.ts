import type { Clock } from "../platform/clock.ts";

type Options = { clock: Clock; ms: number };

const keeping = <T>(make: () => Promise<T>, { clock, ms }: Options) => {
  let kept: { at: number; value: T } | undefined;
  let making: Promise<T> | undefined;
  return {
    kept: () => kept,
    isOld: () => !kept || Math.abs(clock().getTime() - kept.at) >= ms,
    again: () =>
      (making ??= make()
        .then((value) => {
          kept = { at: clock().getTime(), value };
          return value;
        })
        .finally(() => {
          making = undefined;
        })),
  };
};

/** One value for everybody who asks within `ms`; who asks while it is made waits for the same. A failure is not kept. */
export const cached = <T>(make: () => Promise<T>, options: Options) => {
  const { kept, isOld, again } = keeping(make, options);
  return async (): Promise<T> => {
    const one = kept();
    return one && !isOld() ? one.value : again();
  };
};

/**
 * Only the first who asks waits for the `value`. It is made anew, where it is older than `ms`, when somebody says `renew`: once
 * whoever asked has been answered, so that nobody shares the machine with that. A failure leaves what there is.
 */
export const renewed = <T>(make: () => Promise<T>, options: Options) => {
  const { kept, isOld, again } = keeping(make, options);
  return {
    value: async (): Promise<T> => kept()?.value ?? again(),
    renew: (): void => {
      if (isOld()) again().catch(() => undefined);
    },
  };
};
