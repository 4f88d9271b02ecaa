/** So many a second in the long run, and `atOnce` after a pause. `take` says whether there is one left. */
export function createBucket({
  perSecond,
  atOnce,
  now = () => performance.now(),
}: {
  perSecond: number;
  atOnce: number;
  now?: () => number;
}) {
  let [left, at] = [atOnce, now()];
  return {
    take: (): boolean => {
      const time = now();
      left = Math.min(atOnce, left + ((time - at) / 1_000) * perSecond);
      at = time;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
