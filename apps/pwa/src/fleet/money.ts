const dollars = (digits: number) =>
  new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", minimumFractionDigits: digits, maximumFractionDigits: digits });
const cents = dollars(2);
const parts = dollars(4);

/** Millionths of a dollar as a person reads them: "$12.40"; what is less than a cent keeps two digits that count. */
export function formatMoney(micros: number): string {
  const value = micros / 1e6;
  if (value === 0) return "$0.00";
  if (Math.abs(value) >= 0.01) return cents.format(value);
  return Math.abs(value) < 0.0001 ? "under $0.0001" : parts.format(value);
}

const counts = new Intl.NumberFormat("en-US");
/** "12,400". */
export const formatCount = (count: number): string => counts.format(count);
