import type { HealingLimits, HealingStep } from "@beckon/contracts/healing";
import type { Past } from "./past.ts";

const hourMs = 3_600_000;
type Asked = { key: string; past: Pick<Past, "restarts">; limits: HealingLimits };

/** Why this agent is not restarted now: so many in an hour, and after each a pause that doubles. Nothing: it may be. */
export const allowance = (now: string, { key, past, limits }: Asked): HealingStep["refusedBy"] => {
  const at = Date.parse(now);
  // What a clock that went back says lies ahead is of just now.
  const times = past.restarts
    .filter((one) => one.key === key)
    .map((one) => Math.min(Date.parse(one.at), at))
    .filter((one) => at - one < hourMs)
    .toSorted((a, b) => a - b);
  const [first] = times;
  if (times.length >= limits.restartsPerHour)
    return { limit: "restarts_per_hour", ...(first === undefined ? {} : { until: new Date(first + hourMs).toISOString() }) };
  const last = times.at(-1);
  if (last === undefined) return undefined;
  const until = last + Math.min(hourMs, limits.coolDownSeconds * 1_000 * 2 ** (times.length - 1));
  return at < until ? { limit: "cool_down", until: new Date(until).toISOString() } : undefined;
};
