/** Something that takes back others, and may be taken back itself: a commit by its hash, a pull request by its name. */
export type Reverter = { key: string; at: Date; url?: string | undefined };

const deepest = 20;

/**
 * What takes this back, as far as that was not taken back in turn: a revert counts as long as no revert of it does. However
 * they were told, in whatever order, the answer is the same. A ring (only made-up messages have one) takes back nothing.
 */
export const standingReverts = (key: string, revertersOf: (key: string) => readonly Reverter[], path: readonly string[] = []): Reverter[] =>
  path.length > deepest
    ? []
    : revertersOf(key).filter(
        (one) => one.key !== key && !path.includes(one.key) && standingReverts(one.key, revertersOf, [...path, key]).length === 0,
      );

/** Reverts that were taken back: the newest first has the last word on when it stood again. */
export const undoneReverts = (key: string, revertersOf: (key: string) => readonly Reverter[]): { revert: Reverter; by: Reverter }[] =>
  revertersOf(key).flatMap((revert) => standingReverts(revert.key, revertersOf, [key]).map((by) => ({ revert, by })));
