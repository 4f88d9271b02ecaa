import { attention } from "@beckon/metrics/attention";
import type { Db } from "../platform/db/database.ts";
import type { AttentionDeps } from "./attention.types.ts";
import { readLooks } from "./waits.repository.ts";

/** People's attention in a window, as Value prices it: `unmeasured` answers were given without an opened card. */
export type AttentionHours = { milliHours: number; n: number; unmeasured: number };

export const hoursIn =
  ({ reviews }: Pick<AttentionDeps, "reviews">) =>
  async (db: Db, window: { from: Date; to: Date; demo: boolean }): Promise<AttentionHours> => {
    const looks = await readLooks(db, { from: window.from.getTime(), to: window.to.getTime(), demo: window.demo });
    const declared = (await reviews(db, window)).map(({ reviewMinutes }) => reviewMinutes);
    const {
      ms,
      cards,
      reviews: n,
    } = attention(
      looks.flatMap((look) => look ?? []),
      declared,
    );
    return { milliHours: Math.round(ms / 3_600), n: cards + n, unmeasured: looks.length - cards };
  };
