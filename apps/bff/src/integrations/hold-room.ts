/** Of one token, in one process. A waiting question keeps its whole payload. */
const most = { questions: 1_000, bytes: 64 * 1_048_576 };

/** How much of this process's memory the questions of each token take while they wait. */
export const createHoldRoom = (limits: typeof most = most) => {
  const taken = new Map<string, { questions: number; bytes: number }>();
  return {
    /** Takes room for one more, and says how to give it back; nothing where there is none left. */
    take: (ownerId: string, bytes: number): (() => void) | undefined => {
      const own = taken.get(ownerId) ?? { questions: 0, bytes: 0 };
      if (own.questions >= limits.questions || own.bytes + bytes > limits.bytes) return undefined;
      own.questions += 1;
      own.bytes += bytes;
      taken.set(ownerId, own);
      return () => {
        own.questions -= 1;
        own.bytes -= bytes;
        if (own.questions === 0) taken.delete(ownerId);
      };
    },
  };
};
