import { bucketsOf, type Span } from "../platform/calendar.ts";
import { dayMs } from "../platform/keys.ts";

/** More days than any window has. */
const most = 4_000;

/** The weeks (from Monday) or months of a time zone that a window reaches into, cut to it, in order. */
export const spansOf = (unit: "week" | "month", window: Span & { timeZone: string }): Span[] => {
  const spans: (Span & { name: string })[] = [];
  for (const { key, from, to } of bucketsOf("day", window, most)) {
    const name = unit === "month" ? key.slice(0, 7) : mondayOf(key);
    const last = spans.at(-1);
    if (last?.name === name) last.to = to;
    else spans.push({ name, from, to });
  }
  return spans.map(({ from, to }) => ({ from, to }));
};

const mondayOf = (date: string): string => {
  const at = Date.parse(`${date}T00:00:00Z`);
  return new Date(at - ((new Date(at).getUTCDay() + 6) % 7) * dayMs).toISOString().slice(0, 10);
};
