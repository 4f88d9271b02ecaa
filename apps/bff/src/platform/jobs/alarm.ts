import type { Clock } from "../clock.ts";

const farthest = 2_147_483_000; // setTimeout's limit, in milliseconds

/** Rings for a name at a moment. One timer for all; moments of the same second and name ring once. */
export const createAlarm = (options: { clock: Clock; ring: (name: string) => void }) => {
  const moments = new Map<number, Set<string>>();
  let timer: NodeJS.Timeout | undefined;
  let armedFor = Number.POSITIVE_INFINITY;

  const arm = (next: number) => {
    if (next >= armedFor) return;
    clearTimeout(timer);
    armedFor = next;
    timer = setTimeout(fire, Math.min(Math.max(0, next - options.clock().getTime()), farthest));
    timer.unref();
  };

  const fire = () => {
    timer = undefined;
    armedFor = Number.POSITIVE_INFINITY;
    const now = options.clock().getTime();
    const due = new Set<string>();
    for (const [moment, names] of moments) {
      if (moment > now) continue;
      for (const name of names) due.add(name);
      moments.delete(moment);
    }
    for (const name of due) options.ring(name);
    let next = Number.POSITIVE_INFINITY;
    for (const moment of moments.keys()) next = Math.min(next, moment);
    arm(next);
  };

  return {
    set: (name: string, at: Date) => {
      const moment = Math.ceil(at.getTime() / 100) * 100;
      const names = moments.get(moment) ?? new Set();
      names.add(name);
      moments.set(moment, names);
      arm(moment);
    },
    clear: () => {
      clearTimeout(timer);
      timer = undefined;
      armedFor = Number.POSITIVE_INFINITY;
      moments.clear();
    },
  };
};
