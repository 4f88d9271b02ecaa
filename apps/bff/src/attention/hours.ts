import { attention } from "@beckon/metrics/attention";
import { spanAt, type Span } from "../platform/calendar.ts";
import type { Db } from "../platform/db/database.ts";
import type { AttentionDeps } from "./attention.types.ts";
import { looksOf } from "./ended.ts";
import type { Packs } from "./packs.ts";
import { byGroup } from "./waits.ts";

/** People's attention in a window, as Value prices it: `unmeasured` answers were given without an opened card. */
export type AttentionHours = { milliHours: number; n: number; unmeasured: number };

export const hoursIn =
  ({ reviews }: Pick<AttentionDeps, "reviews">, packsOf: Packs) =>
  async (db: Db, { from, to, demo }: { from: Date; to: Date; demo: boolean }): Promise<AttentionHours> => {
    const window = { from: from.getTime(), to: to.getTime() };
    const { waits } = await packsOf(db, { ...window, demo });
    return toHours(looksOf(waits, window).open, await reviews(db, { from, to, demo }));
  };

/** The same of each of some spans that follow each other without gaps, read once for all of them. */
export const hoursBySpan =
  ({ reviews }: Pick<AttentionDeps, "reviews">, packsOf: Packs) =>
  async (db: Db, { spans, demo }: { spans: readonly Span[]; demo: boolean }): Promise<AttentionHours[]> => {
    const [first, last] = [spans[0], spans.at(-1)];
    if (!first || !last) return [];
    const window = { from: first.from, to: last.to };
    const { waits } = await packsOf(db, { ...window, demo });
    const declared = await reviews(db, { from: new Date(first.from), to: new Date(last.to), demo });
    const { open, when } = looksOf(waits, window);
    const own = byGroup(
      Uint32Array.from(when, (at) => spanAt(spans, at)),
      spans.length,
    )(open);
    return spans.map(({ from, to }, place) =>
      toHours(
        own(place),
        declared.filter(({ acceptedAt }) => acceptedAt >= from && acceptedAt < to),
      ),
    );
  };

const toHours = (open: Float64Array, declared: readonly { reviewMinutes: number }[]): AttentionHours => {
  const { ms, cards, reviews } = attention(
    open,
    declared.map(({ reviewMinutes }) => reviewMinutes),
  );
  return { milliHours: Math.round(ms / 3_600), n: cards + reviews, unmeasured: open.length - cards };
};
