import type { ValueRange } from "@beckon/contracts/value-figures";
import { formatCount } from "@beckon/ui/numbers";

/*
 * Figures in words. They are written from whole millionths and thousandths as they are: the decimal point is put into the
 * text, and no figure becomes a fraction on its way to the screen.
 */

/** "12.345678" of 12345678 millionths. */
function decimal(value: number, places: 3 | 6): Intl.StringNumericLiteral {
  const digits = String(Math.abs(value)).padStart(places + 1, "0");
  return `${value < 0 ? "-" : ""}${digits.slice(0, -places)}.${digits.slice(-places)}` as Intl.StringNumericLiteral;
}

const formats = new Map<string, Intl.NumberFormat>();
function format(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const known = formats.get(key) ?? new Intl.NumberFormat("en-US", options);
  formats.set(key, known);
  return known;
}
const minus = (text: string) => text.replace("-", "−");

/** "$12.40", "€1,180": cents only below a hundred, where they are told. */
export function money(micros: number, currency = "USD"): string {
  const places = Math.abs(micros) >= 100_000_000 || micros === 0 ? 0 : 2;
  return exactMoney(micros, currency, places);
}

/** "$856,200", "$0.0412": with all cents there are, or as many places as wanted. */
export function exactMoney(micros: number, currency = "USD", places = micros % 1_000_000 === 0 ? 0 : 2): string {
  const options = { style: "currency", currency, minimumFractionDigits: places, maximumFractionDigits: places } as const;
  return minus(format(`${currency} ${places}`, options).format(decimal(micros, 6)));
}

const million = 1_000_000;
/** "$2.61M", "$856,200": for the small print beside a figure, where whole millions would not find room. */
export function briefMoney(micros: number, currency = "USD"): string {
  if (Math.abs(micros) < million * million) return money(micros, currency);
  const options = { style: "currency", currency, notation: "compact", maximumSignificantDigits: 3 } as const;
  return minus(format(`${currency} brief`, options).format(decimal(micros, 6)));
}

const oneThousand = 1_000;
/** "8.0 h", "1,240 h", "12 min": tenths where they matter. */
export function hours(milliHours: number): string {
  return `${bareHours(milliHours)} h`;
}
export function bareHours(milliHours: number): string {
  const places = Math.abs(milliHours) < 100 * oneThousand ? 1 : 0;
  return minus(format(`h ${places}`, { minimumFractionDigits: places, maximumFractionDigits: places }).format(decimal(milliHours, 3)));
}

/** "8,462 %" of 84620000 millionths; tenths only below ten. */
export function percent(ppm: number): string {
  const places = Math.abs(ppm) < 100_000 && ppm % 10_000 !== 0 ? 1 : 0;
  return `${minus(format(`% ${places}`, { style: "percent", minimumFractionDigits: places, maximumFractionDigits: places }).format(decimal(ppm, 6))).replace("%", " %")}`;
}

/** "3.4" of 3400000 millionths: as many places as say something, two at most. */
export const multiple = (ppm: number): string => minus(format("x", { maximumFractionDigits: 2 }).format(decimal(ppm, 6)));

export const count = (value: number): string => minus(formatCount(value));
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
  const places = milliDays < 10_000 ? 2 : 0;
  return `${format(`d ${places}`, { maximumFractionDigits: places }).format(decimal(milliDays, 3))} days`;
}

/** "42 min", "1.6 h", "3 days". */
export function minutes(value: number): string {
  const whole = Math.round(value);
  if (whole < 60) return `${whole} min`;
  return whole < 48 * 60 ? `${(whole / 60).toFixed(1)} h` : `${Math.round(whole / 1440)} days`;
}
