/** One run and the outcomes that it worked on, the one that was accepted first before the others. */
export type Shared<T> = { of: T; outcomes: readonly string[] };

/**
 * The part of each outcome in a sum of millionths: equal parts, and what does not divide goes, a millionth each, to those
 * accepted first. The parts add up to the whole, always.
 */
export const split = (micros: number, n: number): number[] => {
  const each = Math.trunc(micros / n);
  const rest = micros - each * n;
  return Array.from({ length: n }, (_, place) => each + (place < rest ? 1 : 0));
};
