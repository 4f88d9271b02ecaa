/**
 * How many sends run at once towards one push service. A service that hangs holds its own lane
 * only: the other workers stay free for the phones of the others. Nothing here must survive.
 */
export const createLanes = (options: { width: number }) => {
  const busy = new Map<string, number>();
  return {
    /** How to leave the lane again; nothing when it is full. */
    enter: (key: string): (() => void) | undefined => {
      const count = busy.get(key) ?? 0;
      if (count >= options.width) return undefined;
      busy.set(key, count + 1);
      return () => {
        const left = (busy.get(key) ?? 1) - 1;
        if (left > 0) busy.set(key, left);
        else busy.delete(key);
      };
    },
  };
};
export type Lanes = ReturnType<typeof createLanes>;
