import type { CoordinationSummary } from "@beckon/contracts/coordination";
import type { Bar, Series } from "@beckon/ui/ui-bars";
import { labelled } from "@beckon/ui/bar-scale";
import { rowWords } from "./teamwork-words.ts";

type Bucket = CoordinationSummary["buckets"][number];

export const endSeries: readonly Series[] = [
  { name: "succeeded", tone: "good" },
  { name: "failed", tone: "bad" },
  { name: "still open, by their start", tone: "open" },
];
const dayMs = 86_400_000;
const hourMs = 3_600_000;
const mostLabels = 6;

/** Whether the steps are days rather than hours. The first and the last may be pieces of one. */
export const isDaily = (buckets: readonly Bucket[]): boolean =>
  buckets.some(({ from, to }) => Date.parse(to) - Date.parse(from) > dayMs / 2);

/** The steps of a window as bars; in the time zone that the server counted them in. */
export function barsOf({ buckets, window }: Pick<CoordinationSummary, "buckets" | "window">): Bar[] {
  const daily = isDaily(buckets);
  const zone = { timeZone: window.timeZone };
  const clock = new Intl.DateTimeFormat(undefined, { ...zone, hour: "2-digit", minute: "2-digit" });
  // Short enough for six of them on a phone.
  const hour = new Intl.DateTimeFormat(undefined, { ...zone, hour: "numeric" });
  const day = new Intl.DateTimeFormat(undefined, { ...zone, day: "numeric", month: "short" });
  const gets = labelled(buckets.length, mostLabels);
  return buckets.map((bucket, index) => {
    const [from, to] = [new Date(bucket.from), new Date(bucket.to)];
    const when = daily ? day.format(from) : `${day.format(from)}, ${clock.format(from)}–${clock.format(to)}`;
    // A window seldom begins on the hour: the piece before the first whole one is no hour to name.
    const isNamed = gets(index) && (daily || to.getTime() - from.getTime() >= hourMs || index > 0);
    return {
      counts: [bucket.succeeded, bucket.failed, bucket.pending],
      words: `${when}: ${rowWords(bucket)}`,
      label: isNamed ? (daily ? day : hour).format(from) : undefined,
    };
  });
}
