import { exact, type Figure } from "./figure.ts";
import { firstAfter } from "./quantile.ts";

/** One execution: when it ended (epoch milliseconds) and how long it took (milliseconds). */
export type Execution = { endedAt: number; ms: number };

/** `value`: mean of the last hour ÷ mean of the last 24 hours; null with fewer than 5 in the hour (`n`). */
export type Degradation = Figure & { degraded: boolean; recentMs: number | null; usualMs: number | null };

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const forMs = 15 * 60_000;
const enough = 5;
const worse = 1.5;

/**
 * METRICS "Performance degradation" at `now` (epoch milliseconds), in which the mean must have been too
 * long at every moment of the last 15 minutes. Give the executions of the last 24 h 15 min, in any order.
 */
export function degradation(executions: Iterable<Execution>, now: number): Degradation {
  const sorted = [...executions]
    .filter(({ endedAt, ms }) => Number.isFinite(endedAt) && Number.isFinite(ms) && ms >= 0 && endedAt <= now)
    .sort((a, b) => a.endedAt - b.endedAt || a.ms - b.ms);
  const ends = sorted.map(({ endedAt }) => endedAt);
  const sums = [0];
  for (const { ms } of sorted) sums.push((sums.at(-1) as number) + ms);

  const at = (moment: number) => {
    const end = firstAfter(ends, moment);
    const mean = (length: number) => {
      const start = firstAfter(ends, moment - length);
      return { n: end - start, ms: ((sums[end] as number) - (sums[start] as number)) / (end - start) };
    };
    const [recent, usual] = [mean(hourMs), mean(dayMs)];
    return { recent, usual, slow: recent.n >= enough && recent.ms > worse * usual.ms };
  };
  // The means change only where an execution enters or leaves a window: between those moments nothing can happen.
  const moments = [now - forMs, ...ends, ...ends.map((end) => end + hourMs), ...ends.map((end) => end + dayMs)];
  const degraded = moments.filter((moment) => moment >= now - forMs && moment <= now).every((moment) => at(moment).slow);

  const { recent, usual, slow } = at(now);
  const known = recent.n >= enough;
  const window = { from: new Date(now - hourMs).toISOString(), to: new Date(now).toISOString() };
  return {
    value: known && usual.ms > 0 ? exact(recent.ms / usual.ms) : null,
    n: recent.n,
    degraded: slow && degraded,
    recentMs: known ? exact(recent.ms) : null,
    usualMs: known ? exact(usual.ms) : null,
    window,
    asOf: window.to,
  };
}
