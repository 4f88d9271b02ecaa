import { attention } from "@beckon/metrics/attention";
import type { Span } from "../platform/calendar.ts";
import type { Db } from "../platform/db/database.ts";
import type { AttentionDeps } from "./attention.types.ts";
import { readLooks, readLooksBySpan } from "./waits.repository.ts";

/** People's attention in a window, as Value prices it: `unmeasured` answers were given without an opened card. */
export type AttentionHours = { milliHours: number; n: number; unmeasured: number };

export const hoursIn =
  ({ reviews }: Pick<AttentionDeps, "reviews">) =>
  async (db: Db, window: { from: Date; to: Date; demo: boolean }): Promise<AttentionHours> => {
    const looks = await readLooks(db, { from: window.from.getTime(), to: window.to.getTime(), demo: window.demo });
    return toHours(looks, await reviews(db, window));
  };

/** The same of each of some spans that follow each other without gaps, read once for all of them. */
export const hoursBySpan =
  ({ reviews }: Pick<AttentionDeps, "reviews">) =>
  async (db: Db, { spans, demo }: { spans: readonly Span[]; demo: boolean }): Promise<AttentionHours[]> => {
    const [first, last] = [spans[0], spans.at(-1)];
    if (!first || !last) return [];
    const looks = new Map((await readLooksBySpan(db, { spans, demo })).map(({ span, open }) => [span, open]));
    const declared = await reviews(db, { from: new Date(first.from), to: new Date(last.to), demo });
    return spans.map(({ from, to }, place) =>
      toHours(
        looks.get(place) ?? [],
        declared.filter(({ acceptedAt }) => acceptedAt >= from && acceptedAt < to),
      ),
    );
  };

const toHours = (looks: readonly (number | null)[], declared: readonly { reviewMinutes: number }[]): AttentionHours => {
  const { ms, cards, reviews } = attention(
    looks.flatMap((look) => look ?? []),
    declared.map(({ reviewMinutes }) => reviewMinutes),
  );
  return { milliHours: Math.round(ms / 3_600), n: cards + reviews, unmeasured: looks.length - cards };
};
