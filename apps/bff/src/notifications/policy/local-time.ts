const dayMs = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone, calendar: "iso8601", hourCycle: "h23", year: "numeric", month: "2-digit" },
    ...{ day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" },
  } as Intl.DateTimeFormatOptions);
  formats.set(timeZone, made);
  return made;
};

/** What the clock on the wall of a zone shows at an instant, as if it were UTC; milliseconds, of full seconds. */
export const wallAt = (timeZone: string, at: number): number => {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(at)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
};

const offsetAt = (timeZone: string, at: number): number => {
  const full = Math.floor(at / 1_000) * 1_000;
  return wallAt(timeZone, full) - full;
};

/**
 * The first instant at which the wall of a zone shows this time, or has jumped over it: of an hour that comes
 * twice the first one, of an hour that is left out the instant at which it is.
 */
export const firstInstantOf = (timeZone: string, wall: number): number => {
  const offsets = [offsetAt(timeZone, wall - dayMs), offsetAt(timeZone, wall + dayMs)];
  const [early, late] = [wall - Math.max(...offsets), wall - Math.min(...offsets)];
  for (const at of [early, late]) if (at + offsetAt(timeZone, at) === wall) return at;
  let [low, high] = [early, late];
  while (high - low > 1_000) {
    const middle = low + Math.floor((high - low) / 2_000) * 1_000;
    if (middle + offsetAt(timeZone, middle) < wall) low = middle;
    else high = middle;
  }
  return high;
};

/** Milliseconds of a time of day such as 07:30. */
export const ofDay = (time: string): number => {
  const [hours, minutes] = time.split(":").map(Number) as [number, number];
  return (hours * 60 + minutes) * 60_000;
};

/** The midnight, by the wall, before an instant. */
export const midnightBefore = (timeZone: string, at: number): number => Math.floor(wallAt(timeZone, at) / dayMs) * dayMs;
