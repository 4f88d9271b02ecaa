import { setImmediate as otherWork, setTimeout as sleep } from "node:timers/promises";

const gatherMs = 3;
/** So often is looked whether more come: what the machine's other processes just sent arrives a turn or two later. */
const looks = 3;
/** Fewer than these go together: a transaction of its own costs more than the wait that it fills. */
const many = 8;
/** That halves stay as they are where one is a little late. */
const nearlyHalf = 0.4;

/** One caller that waits until what it gave is durable. */
type Waiting<E, R> = { entry: E; size: number; resolve(result: R): void; reject(error: unknown): void };

/** How a group stands to its neighbours in the line. */
export type Turn = {
  /** The group before it was committed, or taken back: from then on what it changed is there to be read. */
  readonly before: Promise<void>;
  /** Holds all that it will lock, and waits for nothing but the commit: the next group may begin. */
  sent(): void;
  /** It was taken back, and is tried again in nobody's turn. */
  over(): void;
};

const nothing = () => undefined;

/**
 * Whoever was just answered together asks again together. Without this moment the first of them
 * would go alone, the others after it, and so for ever: twice the commits for the same work.
 */
const gather = async (waiting: () => number, enough: number) => {
  const until = performance.now() + gatherMs;
  for (let still = 0, before = -1; waiting() < enough && still < looks && performance.now() < until;) {
    before = waiting();
    // Asleep while none is there, not in a loop: the machine's other processes are those that are waited for.
    await (before === 0 ? sleep(1) : otherWork());
    still = waiting() === before ? still + 1 : 0;
  }
};

/**
 * Group commit: while one transaction runs, what comes meanwhile waits together for the next. Nobody
 * is told before the commit, and a commit's price is shared by all who stand in line. When a group
 * fails each of it is tried alone, so that one bad entry takes nobody with it.
 */
export const createIntake = <E, R>(options: {
  /** Commits all entries, and answers each in its place. */
  commit: (entries: E[], turn: Turn) => Promise<R[]>;
  sizeOf: (entry: E) => number;
  /** A group takes no further entry once it holds this much. */
  groupSize: number;
  /**
   * Whether the database is another process. Then many go in two halves, and the one begins while the other is committed:
   * this process works while that one does. Else it is cheapest to go together.
   */
  overlapping: boolean;
}) => {
  const { commit, sizeOf, groupSize, overlapping } = options;
  let line: Waiting<E, R>[] = [];
  let running = false;
  let before: Promise<void> = Promise.resolve();
  /** How many were in the group that began last. */
  let begun = 0;

  const takeGroup = () => {
    let size = 0;
    const there = begun + line.length;
    const most = overlapping && there >= many ? Math.ceil(there / 2) : line.length;
    const end = line.findIndex((waiting, index) => (size += waiting.size) > groupSize || index === most);
    const group = line.slice(0, end === -1 ? line.length : Math.max(end, 1));
    line = line.slice(group.length);
    return group;
  };

  const commitGroup = async (group: Waiting<E, R>[], turn: Turn): Promise<void> => {
    try {
      const results = await commit(
        group.map(({ entry }) => entry),
        turn,
      );
      group.forEach((waiting, index) => waiting.resolve(results[index] as R));
    } catch (error) {
      turn.over();
      if (group.length === 1) return group[0]?.reject(error);
      for (const waiting of group) await commitGroup([waiting], { ...turn, sent: nothing });
    }
  };

  /** Resolves when the next group may begin. */
  const begin = (group: Waiting<E, R>[]): Promise<void> => {
    const sent = Promise.withResolvers<void>();
    const over = Promise.withResolvers<void>();
    const committed = commitGroup(group, { before, sent: overlapping ? sent.resolve : nothing, over: over.resolve });
    before = over.promise;
    begun = group.length;
    void committed.then(() => {
      over.resolve();
      sent.resolve();
    });
    return sent.promise;
  };

  const run = async () => {
    if (running) return;
    running = true;
    while (line.length > 0) {
      await begin(takeGroup());
      const there = begun + line.length;
      if (there > 1) await gather(() => line.length, overlapping ? there * nearlyHalf : there);
    }
    begun = 0;
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
