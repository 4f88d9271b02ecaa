import { asName } from "./values.ts";

const iso =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt]|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|z|UTC|GMT|[+-]\d{1,2}(?::?\d{2})?)?)?$/;
const slashed = /^(\d{4})\/(\d{1,2})\/(\d{1,2})(.*)$/;
const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(.*)$/;
const mail = /^(?:[A-Za-z]{3},?\s+)?\d{1,2}\s+[A-Za-z]{3}\s+\d{4}\s+\d{1,2}:\d{2}(?::\d{2})?\s+(?:GMT|UTC|Z|[+-]\d{4})$/;

const earliest = Date.UTC(1990, 0, 1);
const latest = Date.UTC(2200, 0, 1);

/**
 * A point in time in any of the ways files write it, in UTC. Without a zone it is UTC, as YAML has it; a bare number is
 * seconds or milliseconds of 1970. `01/02/2026` is not guessed at, and a day that no calendar has is none.
 */
export const asInstant = (value: unknown): string | undefined => {
  const text = asName(value);
  const time = /^\d{9,10}(\.\d+)?$/.test(text) ? Number(text) * 1_000 : /^\d{12,13}$/.test(text) ? Number(text) : timeOf(text);
  return time !== undefined && time >= earliest && time < latest ? new Date(time).toISOString() : undefined;
};

const timeOf = (text: string): number | undefined => {
  if (mail.test(text)) return Date.parse(text);
  const match = iso.exec(text.replace(slashed, "$1-$2-$3$4").replace(dotted, "$3-$2-$1$4"));
  if (!match) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const midnight = new Date(Date.UTC(year, month - 1, day));
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day || hour > 23 || minute > 59 || second > 60) return undefined;
  const fraction = Math.floor(Number(`0.${match[7] ?? 0}`) * 1_000);
  return midnight.getTime() + (hour * 60 + minute) * 60_000 + second * 1_000 + fraction - offsetMs(match[8]);
};

const offsetMs = (zone = "Z") => {
  const match = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(zone);
  return match ? (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0)) * 60_000 : 0;
};
