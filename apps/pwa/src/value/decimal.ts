import { formatCount } from "@beckon/ui/numbers";

/**
 * "1,180.50" of 1180500000 with `scale` 6: a whole number of a fraction (millionths: 6, thousandths: 3) as a decimal, half a
 * unit rounded away from zero. It has at least `least` places and at most `most`, of which zeros at the end are left out.
 * No figure becomes a binary fraction on its way to the screen, and `Intl` is not needed for it.
 */
export function formatDecimal(value: number, scale: number, { least = 0, most = least }: { least?: number; most?: number } = {}): string {
  const unit = 10 ** (scale - most);
  const size = Math.abs(value);
  const rest = size % unit;
  const whole = (size - rest) / unit + (rest * 2 >= unit ? 1 : 0);
  const digits = String(whole).padStart(most + 1, "0");
  const point = digits.length - most;
  let places = digits.slice(point);
  while (places.length > least && places.endsWith("0")) places = places.slice(0, -1);
  return `${value < 0 ? "−" : ""}${formatCount(Number(digits.slice(0, point)))}${places === "" ? "" : `.${places}`}`;
}
