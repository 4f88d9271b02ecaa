import { textOf } from "./attributes.ts";
import type { Attributes, Origin, Telemetry } from "./otlp.types.ts";

const mostMs = 2 * 86_400_000;

/** What was told by clocks that run ahead by so much, of which a request is made. */
export type OfClocks = { aheadMs: number; telemetry: Telemetry };

/**
 * A request by how far its senders' clocks run ahead, as far as it can show that: nothing in it can be of later than now. All
 * times of a clock are put back by that, so that they keep their order among themselves and come before what the server sees
 * later. A collector hands on what many machines tell: each has a clock of its own, as each resource has that names none. A
 * time beyond all clocks is one wrong record, not a clock.
 */
export const byClock = (telemetry: Telemetry, now: Date): OfClocks[] => {
  const ahead = new Map<Attributes | string, number>();
  const see = ({ resource }: Origin, nano: bigint) => {
    const ms = Number(nano / 1_000_000n) - now.getTime();
    if (ms > 0 && ms <= mostMs) ahead.set(clockOf(resource), Math.max(ms, ahead.get(clockOf(resource)) ?? 0));
  };
  for (const log of telemetry.logs) see(log, log.timeNano > log.observedNano ? log.timeNano : log.observedNano);
  for (const point of telemetry.points) see(point, point.timeNano);
  for (const span of telemetry.spans) see(span, span.endNano);
  if (ahead.size === 0) return [{ aheadMs: 0, telemetry }];
  return [0, ...new Set(ahead.values())].map((aheadMs) => {
    const own = <T extends Origin>(records: readonly T[]) =>
      records.filter(({ resource }) => (ahead.get(clockOf(resource)) ?? 0) === aheadMs);
    return { aheadMs, telemetry: { ...telemetry, logs: own(telemetry.logs), points: own(telemetry.points), spans: own(telemetry.spans) } };
  });
};

/** The records of one resource share its attributes. */
const clockOf = (resource: Attributes): Attributes | string => textOf(resource, "host.name") ?? resource;
