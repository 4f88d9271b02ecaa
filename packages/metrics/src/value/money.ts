/*
 * Exact arithmetic: products of money, hours and shares are bigints, and each figure is rounded once, at its end.
 * Everywhere half away from zero: it is what people do by hand, and a loss is rounded as the gain of the same size.
 */

/** `above ÷ below` as a whole number, half away from zero; `below` > 0. */
export function rounded(above: bigint, below: bigint): bigint {
  const half = above < 0n ? -(below / 2n) : below / 2n;
  return (above + half) / below;
}

/** Money beyond 2⁵³ micros, nine milliards of the currency: as a number it would no longer be exact. */
export class TooLarge extends RangeError {}

/** As a number of JSON, or refused. */
export function safe(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new TooLarge("value: a sum is beyond what a whole number can hold exactly");
  return number;
}

/** `above ÷ below` in whole numbers that are numbers. */
export function ratio(above: bigint, below: bigint): number {
  return safe(rounded(above, below));
}

/** The same of a figure that is no money: null where a divisor near nothing makes it larger than a number holds. */
export function ratioOrNull(above: bigint, below: bigint): number | null {
  const value = Number(rounded(above, below));
  return Number.isSafeInteger(value) ? value : null;
}

/** The sum of whole numbers. */
export function total(parts: Iterable<number>): bigint {
  let sum = 0n;
  for (const part of parts) sum += BigInt(part);
  return sum;
}
