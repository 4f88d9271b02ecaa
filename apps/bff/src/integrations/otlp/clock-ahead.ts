import type { Telemetry } from "./otlp.types.ts";

const mostMs = 2 * 86_400_000;

/**
 * How far the sender's clock runs ahead, as far as a request can show it: nothing in it can be of later
 * than now. All of its times are put back by that, so that they keep their order among themselves and
 * come before what the server sees later. A time beyond all clocks is one wrong record, not a clock.
 */
export const clockAhead = ({ logs, points, spans }: Telemetry, now: Date): number => {
  let ahead = 0;
  const see = (nano: bigint) => {
    const ms = Number(nano / 1_000_000n) - now.getTime();
    if (ms > ahead && ms <= mostMs) ahead = ms;
  };
  for (const { timeNano, observedNano } of logs) see(timeNano > observedNano ? timeNano : observedNano);
  for (const { timeNano } of points) see(timeNano);
  for (const { endNano } of spans) see(endNano);
  return ahead;
};
