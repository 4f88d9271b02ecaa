/**
 * The part of the outcome at this place, of `n`, in a sum of millionths: equal parts, and what does not divide goes, a
 * millionth each, to those accepted first. The parts add up to the whole, always.
 */
export const partOf = (micros: number, n: number, place: number): number => {
  const each = Math.trunc(micros / n);
  return each + (place < micros - each * n ? 1 : 0);
};
