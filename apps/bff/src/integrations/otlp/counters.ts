import type { Signal } from "@beckon/contracts/signals";
import { hashOf, toCount, defined } from "./attributes.ts";
import type { Point } from "./otlp.types.ts";
import type { Head } from "./teller.ts";

/** What a counter counts. Money in millionths of a dollar, the rest in tokens. */
export type Counted = "input" | "output" | "cacheRead" | "cacheWrite" | "reasoning" | "cost";

/**
 * One point of a counter that tells of usage. `amount` is whole: what the counter grew by (delta) or
 * stands at (cumulative). Sums of money telescope, for it is the rounded stand that is subtracted.
 */
export type Counter = {
  head: Head;
  model?: string;
  provider?: string;
  counts: Counted;
  amount: number;
  cumulative: boolean;
  series: string;
  startNano: bigint;
  timeNano: bigint;
  /** Counters of one group become one signal, for one of them is contained in another. */
  group?: string;
};

/** Which curve a point lies on: everything but time and value. */
export const seriesOf = ({ resource, scope, metric, attributes }: Point): string =>
  hashOf({ ...resource }, scope.name, metric.name, { ...attributes });

/** The whole number a point tells, if it is of a counter at all. */
export const amountOf = ({ metric, value }: Point, scale = 1): number | undefined =>
  metric.kind === "gauge" || !metric.monotonic || metric.temporality === "unspecified" ? undefined : toCount(value * scale);

/** Signals of what counters grew by; `growth` has no entry, or 0, for what did not. */
export const toUsage = (counters: readonly Counter[], growth: ReadonlyMap<Counter, number>): Signal[] => {
  const groups = new Map<string, Counter[]>();
  for (const counter of counters) {
    if (!growth.get(counter)) continue;
    const key = counter.group ?? pointId(counter);
    groups.set(key, [...(groups.get(key) ?? []), counter]);
  }
  return [...groups.values()].map((members) => usageOf(members, growth));
};

/** The same for the same point, whenever and however it is told. */
export const pointId = ({ series, startNano, timeNano }: Counter) => hashOf(series, String(startNano), String(timeNano));

const usageOf = (members: Counter[], growth: ReadonlyMap<Counter, number>): Signal => {
  const sum = (counts: Counted) => members.reduce((total, each) => total + (each.counts === counts ? (growth.get(each) ?? 0) : 0), 0);
  const { head, model, provider, group } = members[0] as Counter;
  const cacheRead = sum("cacheRead");
  const reasoning = sum("reasoning");
  const costMicros = sum("cost");
  return {
    ...head,
    id: `metric:${members.length === 1 ? pointId(members[0] as Counter) : hashOf(members.map(pointId).toSorted())}`,
    kind: "usage.counted",
    data: defined({
      model,
      provider,
      channel: "metric" as const,
      tokens: {
        input: group === undefined ? sum("input") : Math.max(0, sum("input") - cacheRead),
        output: sum("output") + reasoning,
        cacheRead,
        cacheWrite: sum("cacheWrite"),
        ...(reasoning > 0 ? { reasoning } : {}),
      },
      costMicros: costMicros > 0 ? costMicros : undefined,
    }),
  };
};
