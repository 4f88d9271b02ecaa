import type { AttentionSummary } from "@beckon/contracts/attention";
import { workingHours } from "@beckon/metrics/attention";
import { labelled } from "@beckon/ui/bar-scale";
import type { Bar, Series } from "@beckon/ui/ui-bars";
import { hoursWords, lengthWords, timesWords } from "./attention-words.ts";

const hourMs = 3_600_000;
const minuteMs = 60_000;

/** Of hours within and outside 9–18 h; the second is hatched, so that it is told by more than its shade. */
export const whenSeries: readonly Series[] = [
  { name: "9–18 h", tone: "good" },
  { name: "outside", tone: "bad" },
];

/** In which unit bars of such a height are read: hours where there are some. */
export const unitOf = (most: number): { ms: number; name: string } =>
  most >= 2 * hourMs ? { ms: hourMs, name: "hours" } : { ms: minuteMs, name: "minutes" };

const inUnit = (ms: number, unit: number) => Math.round((ms / unit) * 1_000) / 1_000;

/** Day by day: waiting, and in words what else was. */
export function dayBars({ trend, window }: Pick<AttentionSummary, "trend" | "window">): { bars: Bar[]; unit: string } {
  const unit = unitOf(Math.max(0, ...trend.map(({ waitingMs }) => waitingMs)));
  const day = new Intl.DateTimeFormat(undefined, { timeZone: window.timeZone, day: "numeric", month: "short" });
  const long = new Intl.DateTimeFormat(undefined, { timeZone: window.timeZone, weekday: "short", day: "numeric", month: "short" });
  const gets = labelled(trend.length, 4);
  const bars = trend.map(({ from, waitingMs, outsideMs, answers, p50, interruptions }, index) => ({
    counts: [inUnit(waitingMs - outsideMs, unit.ms), inUnit(outsideMs, unit.ms)],
    words: `${long.format(new Date(from))}: agents waited ${hoursWords(waitingMs)}, ${hoursWords(outsideMs)} outside 9–18 h; ${timesWords(answers, "answer")}${
      p50 === null ? "" : `, half within ${lengthWords(p50)}`
    }; ${timesWords(interruptions, "notification")} shown`,
    label: gets(index) ? day.format(new Date(from)) : undefined,
  }));
  return { bars, unit: unit.name };
}

const isWork = (hour: number) => hour >= workingHours.from && hour < workingHours.to;

/** Hour by hour of the day, all days together. */
export function hourBars(byHour: readonly number[]): { bars: Bar[]; unit: string } {
  const unit = unitOf(Math.max(0, ...byHour));
  const bars = byHour.map((ms, hour) => ({
    counts: isWork(hour) ? [inUnit(ms, unit.ms), 0] : [0, inUnit(ms, unit.ms)],
    words: `${hour}–${hour + 1} h: agents waited ${hoursWords(ms)}`,
    label: hour % 6 === 0 ? `${hour} h` : undefined,
  }));
  return { bars, unit: unit.name };
}
