import type { ValueRange } from "@beckon/contracts/value-figures";
import { formatCount } from "@beckon/ui/numbers";
import { formatDecimal } from "./decimal.ts";

/*
 * Figures in words. They are written from whole millionths and thousandths as they are, without `Intl`: the first screen
 * shows them, and the first format of a page is slow to begin.
 */

const signs: Record<string, string> = { USD: "$", EUR: "€", GBP: "£" };
/** What stands before an amount, as English writes it: "$", "CA$", or the code and a space. */
function sign(currency: string): string {
  return (signs[currency] ??= new Intl.NumberFormat("en-US", { style: "currency", currency, maximumFractionDigits: 0 })
    .format(0)
    .replace("0", ""));
}
const signed = (text: string, currency: string) =>
  text.startsWith("−") ? `−${sign(currency)}${text.slice(1)}` : `${sign(currency)}${text}`;

/** "$12.40", "€1,180": cents only below a hundred, where they are told. */
export function money(micros: number, currency = "USD"): string {
  const places = Math.abs(micros) >= 100_000_000 || micros === 0 ? 0 : 2;
  return exactMoney(micros, currency, places);
}

/** "$856,200", "$0.0412": with all cents there are, or as many places as wanted. */
export function exactMoney(micros: number, currency = "USD", places = micros % 1_000_000 === 0 ? 0 : 2): string {
  return signed(formatDecimal(micros, 6, { least: places }), currency);
}

const million = 1_000_000;
/** "$2.61M", "$856,200": for the small print beside a figure, where whole millions would not find room. */
export function briefMoney(micros: number, currency = "USD"): string {
  const size = Math.abs(micros);
  if (size < million * million) return money(micros, currency);
  // Three digits that count; what rounds up to a thousand millions is a billion.
  const [scale, letter] = size < 999.5 * million * million ? [12, "M"] : [15, "B"];
  const most = size < 9.995 * 10 ** scale ? 2 : size < 99.95 * 10 ** scale ? 1 : 0;
  return `${signed(formatDecimal(micros, scale, { most }), currency)}${letter}`;
}

const oneThousand = 1_000;
/** "8.0 h", "1,240 h", "12 min": tenths where they matter. */
export function hours(milliHours: number): string {
  return `${bareHours(milliHours)} h`;
}
export function bareHours(milliHours: number): string {
  return formatDecimal(milliHours, 3, { least: Math.abs(milliHours) < 100 * oneThousand ? 1 : 0 });
}

/** "8,462 %" of 84620000 millionths; tenths only below ten. */
export function percent(ppm: number): string {
  return `${formatDecimal(ppm, 4, { least: Math.abs(ppm) < 100_000 && ppm % 10_000 !== 0 ? 1 : 0 })} %`;
}

/** "3.4" of 3400000 millionths: as many places as say something, two at most. */
export const multiple = (ppm: number): string => formatDecimal(ppm, 6, { most: 2 });

export const count = (value: number): string => formatCount(value).replace("-", "−");
/** "1 outcome", "1,204 outcomes". */
export const counted = (value: number, one: string, many = `${one}s`): string => `${count(value)} ${value === 1 ? one : many}`;

/** "$1,180–$2,340"; of one and the same figure only that. */
export function span({ p10, p90 }: Pick<ValueRange, "p10" | "p90">, say: (value: number) => string): string {
  const [from, to] = [say(p10), say(p90)];
  if (from === to) return from;
  // A unit that both share is said once.
  const unit = [" h", " %", " days"].find((end) => from.endsWith(end) && to.endsWith(end)) ?? "";
  const start = unit ? from.slice(0, -unit.length) : from;
  return p10 < 0 || p90 < 0 ? `${start} to ${to}` : `${start}–${to}`;
}

/** How sure it is that it pays, in words: "96 of 100", "very likely". */
export function chanceWords(ppm: number): { word: string; of: string } {
  // Of ten thousand draws all or none is no certainty.
  const of =
    ppm >= 999_500
      ? "over 999 of 1,000"
      : ppm <= 500
        ? "under 1 of 1,000"
        : ppm > 990_000
          ? "99 of 100"
          : `${percent(Math.max(10_000, ppm)).replace(" %", "")} of 100`;
  const word =
    ppm >= 950_000
      ? "very likely"
      : ppm >= 750_000
        ? "likely"
        : ppm >= 550_000
          ? "more likely than not"
          : ppm > 450_000
            ? "as likely as not"
            : ppm > 250_000
              ? "rather not"
              : ppm > 50_000
                ? "unlikely"
                : "very unlikely";
  return { word, of };
}

/** "4.3 days", "8 months": of milliDays. */
export function days(milliDays: number): string {
  if (milliDays >= 730_000) return `${count(Math.round(milliDays / 365_250))} years`;
  return `${formatDecimal(milliDays, 3, { most: milliDays < 10_000 ? 2 : 0 })} days`;
}

/** "42 min", "1.6 h", "3 days". */
export function minutes(value: number): string {
  const whole = Math.round(value);
  if (whole < 60) return `${whole} min`;
  return whole < 48 * 60 ? `${(whole / 60).toFixed(1)} h` : `${Math.round(whole / 1440)} days`;
}
