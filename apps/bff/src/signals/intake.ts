import { setImmediate as otherWork, setTimeout as sleep } from "node:timers/promises";

const gatherMs = 3;

/** One caller that waits until what it gave is durable. */
type Waiting<E, R> = { entry: E; size: number; resolve(result: R): void; reject(error: unknown): void };

/**
 * Whoever was just answered together asks again together. Without this moment the first of them
 * would go alone, the others after it, and so for ever: twice the commits for the same work.
 */
const gather = async (waiting: () => number) => {
  const until = performance.now() + gatherMs;
  // Asleep first, not in a loop: the machine's other processes are those that are waited for.
  await sleep(1);
  for (let before = -1; before !== waiting() && performance.now() < until;) {
    before = waiting();
    await otherWork();
  }
};

/**
 * Group commit: while one transaction runs, what comes meanwhile waits together for the next. Nobody
 * is told before the commit, and a commit's price is shared by all who stand in line. When a group
 * fails each of it is tried alone, so that one bad entry takes nobody with it.
 */
export const createIntake = <E, R>(options: {
  /** Commits all entries, and answers each in its place. */
  commit: (entries: E[]) => Promise<R[]>;
  sizeOf: (entry: E) => number;
  /** A group takes no further entry once it holds this much. */
  groupSize: number;
}) => {
  const { commit, sizeOf, groupSize } = options;
  let line: Waiting<E, R>[] = [];
  let running = false;

  const takeGroup = () => {
    let size = 0;
    const end = line.findIndex((waiting) => (size += waiting.size) > groupSize);
    const group = line.slice(0, end === -1 ? line.length : Math.max(end, 1));
    line = line.slice(group.length);
    return group;
  };

  const commitGroup = async (group: Waiting<E, R>[]): Promise<void> => {
    try {
      const results = await commit(group.map(({ entry }) => entry));
      group.forEach((waiting, index) => waiting.resolve(results[index] as R));
    } catch (error) {
      if (group.length === 1) return group[0]?.reject(error);
      for (const waiting of group) await commitGroup([waiting]);
    }
  };

  const run = async () => {
    if (running) return;
    running = true;
    while (line.length > 0) {
      const group = takeGroup();
      await commitGroup(group);
      if (group.length > 1) await gather(() => line.length);
    }
    running = false;
  };

  return {
    add: (entry: E): Promise<R> =>
      new Promise<R>((resolve, reject) => {
        line.push({ entry, size: sizeOf(entry), resolve, reject });
        void run();
      }),
  };
};
