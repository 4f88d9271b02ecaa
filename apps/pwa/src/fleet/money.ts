import { formatCount } from "@beckon/ui/numbers";

/** Without `Intl`: the first screens show money, and it is slow to begin. */
function dollars(micros: number, digits: 2 | 4): string {
  const parts = 10 ** digits;
  const whole = Math.round(Math.abs(micros) / (1e6 / parts));
  return `${micros < 0 ? "-" : ""}$${formatCount(Math.floor(whole / parts))}.${String(whole % parts).padStart(digits, "0")}`;
}

/** Millionths of a dollar as a person reads them: "$12.40"; what is less than a cent keeps two digits that count. */
export function formatMoney(micros: number): string {
  const size = Math.abs(micros);
  if (size === 0) return "$0.00";
  if (size >= 10_000) return dollars(micros, 2);
  return size < 100 ? "under $0.0001" : dollars(micros, 4);
}
