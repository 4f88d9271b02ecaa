import type { UsageChannel } from "@beckon/contracts/signals";
import type { Entry, Sums } from "./usage.types.ts";

/**
 * One session's usage is told by up to three channels, of which one counts: calls told one by one
 * before spans before counters. Counters come in two qualities: once an agent has counted its own
 * cost, what we made of its token counters is the same money again.
 */
const ranks = { metric: 1, metricWithCost: 2, span: 3, event: 4 } as const;

const channelOf = (rank: number): UsageChannel | undefined =>
  rank === ranks.event ? "event" : rank === ranks.span ? "span" : rank > 0 ? "metric" : undefined;

/** What this entry makes a session's channel be, if nothing better is known. */
export const rankOf = ({ channel, price }: Entry): number =>
  channel === "metric" ? (price === "agent" ? ranks.metricWithCost : ranks.metric) : ranks[channel];

/** What an entry counts for in a session of this rank; nothing if its channel is not the one. */
export const counted = (entry: Entry, rank: number): Sums | undefined => {
  if (entry.channel !== channelOf(rank)) return undefined;
  const { records, calls, input, output, cacheRead, cacheWrite, reasoning } = entry;
  const counts = { records, calls, input, output, cacheRead, cacheWrite, reasoning };
  if (rank === ranks.metricWithCost && entry.price !== "agent") return { ...counts, micros: 0, priced: 0, unpriced: 0 };
  return entry.price === ""
    ? { ...counts, micros: 0, priced: 0, unpriced: records }
    : { ...counts, micros: entry.micros, priced: records, unpriced: 0 };
};
